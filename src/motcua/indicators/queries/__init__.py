"""Reads of the figures; nothing on this floor writes."""

from motcua.indicators.queries.figures import statistics

__all__ = ["statistics"]
