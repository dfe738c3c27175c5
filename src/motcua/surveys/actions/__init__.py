"""The verbs on answers and on the kiosks that ask for them."""

from motcua.surveys.actions.answers import (
    close_follow_up,
    enter_slip,
    rate,
    take_slip_back,
    take_up,
)
from motcua.surveys.actions.kiosks import (
    answer_at_kiosk,
    note_seen,
    revoke_kiosk,
    set_up_kiosk,
)

__all__ = [
    "answer_at_kiosk",
    "close_follow_up",
    "enter_slip",
    "note_seen",
    "rate",
    "revoke_kiosk",
    "set_up_kiosk",
    "take_slip_back",
    "take_up",
]
