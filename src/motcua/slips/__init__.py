"""Printed forms: their values, which form applies on which day, and its PDF."""
