"""Why an act was refused, in a sentence the person at the screen may read."""

from __future__ import annotations


class Refused(Exception):
    """The act is not allowed or not possible now; the text may be shown to the person.

    `field` names the input to change, when there is one.
    """

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class Forbidden(Refused):
    """This person may not do this, now or later, from the seats they hold."""


class NotFound(Refused):
    """There is no such thing, or this person may not know that there is."""


class Conflict(Refused):
    """Somebody else was faster, or the page was drawn before the last change."""
