"""Who may do what to which file; `possible` says it beforehand for a whole page.

docs/access.md is the table; the tests walk every cell of it through these functions.
"""

from motcua.cases.access.files import (
    PERSONAL_VIEWERS,
    can_approve_papers,
    can_handle,
    can_lead,
    can_receive,
    can_stop,
    can_view_personal,
    check_can_approve_papers,
    check_can_handle,
    check_can_lead,
    check_can_receive,
    check_can_sign,
    check_can_stop,
    check_can_view_personal,
)

__all__ = [
    "PERSONAL_VIEWERS",
    "can_approve_papers",
    "can_handle",
    "can_lead",
    "can_receive",
    "can_stop",
    "can_view_personal",
    "check_can_approve_papers",
    "check_can_handle",
    "check_can_lead",
    "check_can_receive",
    "check_can_sign",
    "check_can_stop",
    "check_can_view_personal",
]
