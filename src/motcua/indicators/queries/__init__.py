"""Reads of the figures; nothing on this floor writes."""

from motcua.indicators.queries.figures import statistics
from motcua.indicators.queries.files import Behind, Question, files_behind

__all__ = ["Behind", "Question", "files_behind", "statistics"]
