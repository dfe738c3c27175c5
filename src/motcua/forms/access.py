"""Who may change electronic forms: controllers and administrators at a root of the tree.

A form belongs to a procedure, and a procedure to every agency that offers it.
"""

from __future__ import annotations

from typing import Final

from motcua.kernel.refusals import Forbidden
from motcua.organisation.rules import CONSOLE, Actor
from motcua.organisation.states import Role

EDITORS: Final = (Role.CONTROLLER, Role.ADMINISTRATOR)


def can_edit_forms(actor: Actor) -> bool:
    """Prepare and publish forms."""
    return actor is CONSOLE or any(path.strip("/").isdecimal() for path in actor.paths(*EDITORS))


def check_can_edit_forms(actor: Actor) -> None:
    """Raises Forbidden."""
    if not can_edit_forms(actor):
        raise Forbidden(
            "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị của cấp tỉnh được sửa biểu mẫu điện tử."
        )
