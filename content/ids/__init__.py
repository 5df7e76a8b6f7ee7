"""Ids of what a lesson holds: how they are made, given, and found again by older names."""
