"""States as words; the numbers are the national portal's."""

from __future__ import annotations

from typing import Final, Literal, get_args

from motcua.cases.states import State

StateName = Literal[
    "registered",
    "received",
    "not_accepted",
    "processing",
    "supplement",
    "payment_due",
    "withdrawn",
    "stopped",
    "done",
    "returned",
]
_NAMES: Final[dict[int, StateName]] = dict(enumerate(get_args(StateName), start=1))
_CODES: Final = {name: code for code, name in _NAMES.items()}


def state_name(state: int) -> StateName:
    """The word of a state: 1 → "registered"."""
    return _NAMES[int(state)]


def state_of(name: StateName) -> State:
    """The state of a word: "registered" → State.REGISTERED."""
    return State(_CODES[name])
