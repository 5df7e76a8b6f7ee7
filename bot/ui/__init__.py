"""Pieces that every extension shows things with: components, cards and Discord's Markdown."""
