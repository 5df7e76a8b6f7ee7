"""Tests of the labs in Discord."""
