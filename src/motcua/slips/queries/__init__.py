"""Printed slips of stored files: `available`, `slip`, `register`, `hand_over_list`."""

from motcua.slips.queries.handover import hand_over_list
from motcua.slips.queries.printing import Printed, Sheet, available, slip
from motcua.slips.queries.register import RegisterPart, register

__all__ = [
    "Printed",
    "RegisterPart",
    "Sheet",
    "available",
    "hand_over_list",
    "register",
    "slip",
]
