"""Tests of the local Discord's page."""
