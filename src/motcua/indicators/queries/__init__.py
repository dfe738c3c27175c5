"""Reads of the figures."""

from motcua.indicators.queries.figures import statistics
from motcua.indicators.queries.files import SECRET, Behind, Question, files_behind

__all__ = ["SECRET", "Behind", "Question", "files_behind", "statistics"]
