"""The verbs on the organisation. Each locks its agency, writes, and journals on it."""

from motcua.organisation.actions.agencies import (
    close_unit,
    create_agency,
    create_unit,
    update_contact,
)
from motcua.organisation.actions.delegation import delegate, end_delegation
from motcua.organisation.actions.own import change_own_password, end_own_sessions
from motcua.organisation.actions.people import (
    close_account,
    grant_token,
    open_account,
    reopen_account,
    reset_password,
    withdraw_token,
)
from motcua.organisation.actions.posts import appoint, end_post
from motcua.organisation.actions.staff import take_on
from motcua.organisation.actions.succession import (
    close_agency,
    rename_agency,
    succeed,
    take_over_posts,
)

__all__ = [
    "appoint",
    "change_own_password",
    "close_account",
    "close_agency",
    "close_unit",
    "create_agency",
    "create_unit",
    "delegate",
    "end_delegation",
    "end_own_sessions",
    "end_post",
    "grant_token",
    "open_account",
    "rename_agency",
    "reopen_account",
    "reset_password",
    "succeed",
    "take_on",
    "take_over_posts",
    "update_contact",
    "withdraw_token",
]
