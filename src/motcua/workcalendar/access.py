"""Who may change a calendar: an agency's by its administrators, the country's only at the root."""

from __future__ import annotations

from motcua.organisation import access
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor


def can_change(actor: Actor, agency: Agency | None) -> bool:
    """`agency` None is the country's calendar."""
    if agency is None:
        return access.administers_root(actor)
    return access.can_administer(actor, agency)


def check_can_change(actor: Actor, agency: Agency | None) -> None:
    """Raises Forbidden."""
    if agency is None:
        access.check_can_administer_root(actor)
    else:
        access.check_can_administer(actor, agency)
