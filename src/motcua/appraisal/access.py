"""Who reads the scores of an agency, who gives them for it, and who appraises them."""

from __future__ import annotations

from motcua.appraisal.rules import SCORERS, WATCHERS
from motcua.kernel.refusals import Forbidden
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor


def check_can_watch(actor: Actor, agency: Agency | None = None) -> None:
    """Leaders, controllers, inspectors, of the agency or one above it. Raises Forbidden."""
    paths = actor.paths(*WATCHERS)
    if not paths or (agency is not None and not agency.path.startswith(paths)):
        raise Forbidden(
            "Điểm chất lượng dành cho lãnh đạo, kiểm soát và thanh tra của cơ quan và cấp trên."
        )


def can_score(actor: Actor, agency: Agency) -> bool:
    """The agency's leader and its controller, for themselves."""
    return actor.holds(*SCORERS, agency_id=agency.pk)


def check_can_score(actor: Actor, agency: Agency) -> None:
    """Raises Forbidden."""
    if not can_score(actor, agency):
        raise Forbidden("Chỉ lãnh đạo hoặc kiểm soát của chính cơ quan tự chấm điểm.")


def can_appraise(actor: Actor, agency: Agency) -> bool:
    """Leaders and controllers of an agency above it: nobody appraises themselves."""
    return any(
        agency.path.startswith(path) and agency.path != path for path in actor.paths(*SCORERS)
    )


def check_can_appraise(actor: Actor, agency: Agency) -> None:
    """Raises Forbidden."""
    if not can_appraise(actor, agency):
        raise Forbidden("Chỉ lãnh đạo hoặc kiểm soát của cơ quan cấp trên thẩm định điểm.")
