"""What counts as what, and what one file adds to which day."""

from motcua.indicators.rules.cells import MEASURES, Event, Facts, events_of, rating_events
from motcua.indicators.rules.counts import (
    COUNTS,
    FIGURES,
    MOST_MONTHS,
    Figures,
    Group,
    Period,
    Tally,
    Window,
    as_figures,
    checked_group,
    checked_period,
    rate,
    sum_of,
)

__all__ = [
    "COUNTS",
    "FIGURES",
    "MEASURES",
    "MOST_MONTHS",
    "Event",
    "Facts",
    "Figures",
    "Group",
    "Period",
    "Tally",
    "Window",
    "as_figures",
    "checked_group",
    "checked_period",
    "events_of",
    "rate",
    "rating_events",
    "sum_of",
]
