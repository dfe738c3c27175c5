"""Reads of what is a citizen's own."""
