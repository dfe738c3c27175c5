"""Storing past files: the entry of the import, what they need that is missing, then batches."""

from motcua.history.actions.placeholders import Missing, make_placeholders
from motcua.history.actions.storing import begin_import, store_batch

__all__ = ["Missing", "begin_import", "make_placeholders", "store_batch"]
