"""Terms, identities, differences and words of reports."""

from motcua.reports.rules.cells import Cells, Filled, Line, Sums, faults_of, totalled
from motcua.reports.rules.corrections import MOST_VALUE, cell_to_correct, corrected, newest
from motcua.reports.rules.differences import (
    Cell,
    Members,
    Moved,
    Standing,
    concerning,
    differences,
    leaves_of,
    moved_between,
    packed,
    unpacked,
)
from motcua.reports.rules.signing import (
    REASON_LENGTH,
    check_over,
    check_seen,
    check_whole,
    checked_reason,
    fingerprint,
)
from motcua.reports.rules.terms import (
    MOST_CUT_OFF,
    Closings,
    Term,
    newest_over,
    same_term,
    term_from,
    terms_of,
)
from motcua.reports.rules.text import TEXT_LENGTH, checked_text, handling_text, one_stop_text

__all__ = [
    "MOST_CUT_OFF",
    "MOST_VALUE",
    "REASON_LENGTH",
    "TEXT_LENGTH",
    "Cell",
    "Cells",
    "Closings",
    "Filled",
    "Line",
    "Members",
    "Moved",
    "Standing",
    "Sums",
    "Term",
    "cell_to_correct",
    "check_over",
    "check_seen",
    "check_whole",
    "checked_reason",
    "checked_text",
    "concerning",
    "corrected",
    "differences",
    "faults_of",
    "fingerprint",
    "handling_text",
    "leaves_of",
    "moved_between",
    "newest",
    "newest_over",
    "one_stop_text",
    "packed",
    "same_term",
    "term_from",
    "terms_of",
    "totalled",
    "unpacked",
]
