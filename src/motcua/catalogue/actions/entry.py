"""What the verbs of the catalogue share: the lock on a procedure, and its journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from motcua.catalogue.access import check_can_edit, check_can_publish
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.catalogue.queries.pages import offering_paths
from motcua.catalogue.rules.validity import Span
from motcua.catalogue.states import VersionState
from motcua.journal.actions import record_on
from motcua.journal.states import Subject
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import day_of
from motcua.organisation.rules import Actor


def locked(code: str) -> Procedure:
    """The procedure, held until the end of the transaction. Raises NotFound."""
    found = Procedure.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None:
        raise NotFound(f"Không có thủ tục nào mang mã “{code}”.", field="procedure_code")
    return found


def locked_draft(code: str) -> ProcedureVersion:
    """The draft of a procedure with its procedure held. Raises NotFound, Refused without one."""
    procedure = locked(code)
    drafts = ProcedureVersion.objects.select_related("procedure", "decision", "definition")
    draft = drafts.filter(procedure=procedure, state=VersionState.DRAFT).first()
    if draft is None:
        raise Refused(f"Thủ tục {code} không có bản dự thảo nào.")
    return draft


def published_spans(procedure: Procedure) -> list[Span]:
    """When each published version holds."""
    versions = ProcedureVersion.objects.filter(procedure=procedure, state=VersionState.PUBLISHED)
    rows = versions.order_by("valid_from").values_list("number", "valid_from", "valid_to")
    return [Span(number, start, end) for number, start, end in rows if start]


def check_editor(actor: Actor, procedure: Procedure, at: dt.datetime) -> None:
    """Raises Forbidden."""
    check_can_edit(actor, offering_paths(procedure.id, on=day_of(at)))


def check_publisher(actor: Actor, procedure: Procedure, at: dt.datetime) -> None:
    """Raises Forbidden."""
    check_can_publish(actor, offering_paths(procedure.id, on=day_of(at)))


def note(
    procedure_id: int,
    verb: str,
    body: Mapping[str, object],
    actor_id: int | None,
    at: dt.datetime,
) -> None:
    """One entry in the chain of the procedure; None is the installation itself."""
    record_on(
        Subject.CATALOGUE,
        procedure_id,
        verb=verb,
        body=body,
        actor_id=actor_id,
        at=at,
    )
