"""The verbs on accounts. Who may use them, and their journal, is one floor up: `organisation`."""

from motcua.accounts.actions.accounts import (
    create_account,
    disable,
    enable,
    end_sessions,
    issue_token,
    revoke_token,
    set_password,
    sign_in,
)
from motcua.accounts.actions.citizens import (
    choose_password,
    enter_as_citizen,
    keep_contact,
    link_for,
    person_of_identity,
    sign_in_citizen,
    waiting_account,
)
from motcua.accounts.actions.phone import confirm_phone, new_phone_code

__all__ = [
    "choose_password",
    "confirm_phone",
    "create_account",
    "disable",
    "enable",
    "end_sessions",
    "enter_as_citizen",
    "issue_token",
    "keep_contact",
    "link_for",
    "new_phone_code",
    "person_of_identity",
    "revoke_token",
    "set_password",
    "sign_in",
    "sign_in_citizen",
    "waiting_account",
]
