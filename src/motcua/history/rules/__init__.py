"""What a row of a history file must say."""

from motcua.history.rules.columns import COLUMNS, BadHeader, checked_header
from motcua.history.rules.rows import Cell, Fault, PastCase, read_row

__all__ = ["COLUMNS", "BadHeader", "Cell", "Fault", "PastCase", "checked_header", "read_row"]
