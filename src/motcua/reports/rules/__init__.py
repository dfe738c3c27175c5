"""Terms, identities and words of reports."""

from motcua.reports.rules.cells import Cells, Filled, Line, faults_of, totalled
from motcua.reports.rules.terms import MOST_CUT_OFF, Term, newest_over, term_from, terms_of

__all__ = [
    "MOST_CUT_OFF",
    "Cells",
    "Filled",
    "Line",
    "Term",
    "faults_of",
    "newest_over",
    "term_from",
    "terms_of",
    "totalled",
]
