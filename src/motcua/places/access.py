"""Who may correct the table of places: it is the country's, so only at the root."""

from __future__ import annotations

from motcua.organisation import access
from motcua.organisation.rules import Actor


def can_correct_places(actor: Actor) -> bool:
    """Whether this person may correct a row."""
    return access.administers_root(actor)


def check_can_correct_places(actor: Actor) -> None:
    """Raises Forbidden."""
    access.check_can_administer_root(actor)
