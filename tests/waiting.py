"""The one ceiling of all waits: what a test waits for is an event, and only a hang takes longer."""

from __future__ import annotations

CEILING = 300.0
"""Seconds after which a wait is a hang, however busy the machine is."""
