"""Fixtures of the walks."""

from tests.browser.desks import both, desks, store

__all__ = ["both", "desks", "store"]
