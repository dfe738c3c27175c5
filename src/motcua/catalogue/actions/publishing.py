"""What makes law visible: decisions, publishing a version from a day, abolishing a procedure."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from motcua.catalogue.access import check_can_import
from motcua.catalogue.actions.entry import (
    check_publisher,
    locked,
    locked_draft,
    note,
    published_spans,
)
from motcua.catalogue.models import Decision, DecisionItem, Procedure, ProcedureVersion
from motcua.catalogue.queries.export import version_document
from motcua.catalogue.queries.pages import draft_changes
from motcua.catalogue.rules.check import check_version
from motcua.catalogue.rules.faults import BadCatalogue
from motcua.catalogue.rules.validity import Span, closed_by_abolishing, closed_by_publishing
from motcua.catalogue.states import Act, ProcedureStatus, VersionState
from motcua.kernel.limits import parse_limit
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import day_of
from motcua.organisation.rules import Actor
from motcua.process.queries import graph_of
from motcua.process.rules.budgets import working_minutes
from motcua.process.rules.checks import faults as process_faults


@transaction.atomic
def enter_decision(
    *,
    number: str,
    date: dt.date,
    issuer: str,
    title: str,
    effective_date: dt.date | None,
    actor: Actor,
    at: dt.datetime,
) -> Decision:
    """A signed decision of công bố, before the versions it carries are published.

    It has no journal of its own: the acts that rest on it repeat its number, date and issuer.
    """
    check_can_import(actor)
    number = normalise(number)
    if not number or len(number) > 60:
        raise Refused("Số quyết định không để trống và không quá 60 ký tự.", field="number")
    if date > day_of(at):
        raise Refused("Ngày ký chưa đến.", field="date")
    try:
        with transaction.atomic():
            return Decision.objects.create(
                number=number,
                date=date,
                issuer=normalise(issuer)[:160],
                title=normalise(title)[:400],
                effective_date=effective_date,
            )
    except IntegrityError as error:
        raise Conflict(f"Quyết định {number} đã có.", field="number") from error


@transaction.atomic
def publish(
    *, code: str, valid_from: dt.date, decision_number: str, actor: Actor, at: dt.datetime
) -> ProcedureVersion:
    """Put the draft into force from a day; the version before it ends the day before.

    Files taken in keep the version of their day. Raises Refused (dates, an unsound draft, a
    process that does not fit the limit), BadCatalogue, NotFound for the decision, Forbidden.
    """
    draft = locked_draft(code)
    procedure = draft.procedure
    check_publisher(actor, procedure, at)
    decision = _decision(decision_number)
    _check_ready(draft)
    spans = published_spans(procedure)
    closed = closed_by_publishing(spans, valid_from=valid_from, today=day_of(at))
    changes = [change.text for change in draft_changes(draft)]
    _close(procedure, closed)
    ProcedureVersion.objects.filter(pk=draft.pk, state=VersionState.DRAFT).update(
        state=VersionState.PUBLISHED,
        valid_from=valid_from,
        valid_to=None,
        decision=decision,
        published_at=at,
        published_by_id=actor.account_id,
    )
    act = Act.AMEND if spans else Act.ISSUE
    DecisionItem.objects.get_or_create(decision=decision, procedure=procedure, act=act)
    Procedure.objects.filter(pk=procedure.pk).update(
        status=ProcedureStatus.ACTIVE, superseded_by=None
    )
    body = {
        "number": draft.number,
        "valid_from": valid_from,
        "decision": _told(decision),
        "changes": changes,
    }
    note(procedure.id, "publish", body, actor.account_id, at)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def abolish(
    *,
    code: str,
    decision_number: str,
    on: dt.date,
    successor_code: str | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Procedure:
    """The procedure ends: no file of it is taken in from `on` on. Open files run to their end.

    With a successor the decision replaces it and people are sent there; else it is abolished.
    """
    procedure = locked(code)
    check_publisher(actor, procedure, at)
    decision = _decision(decision_number)
    successor = _successor(procedure, successor_code)
    _close(procedure, closed_by_abolishing(published_spans(procedure), on=on, today=day_of(at)))
    procedure.status = ProcedureStatus.SUPERSEDED if successor else ProcedureStatus.REPEALED
    procedure.superseded_by = successor
    procedure.save(update_fields=["status", "superseded_by"])
    DecisionItem.objects.get_or_create(decision=decision, procedure=procedure, act=Act.ABOLISH)
    if successor:
        DecisionItem.objects.get_or_create(
            decision=decision,
            procedure=successor,
            act=Act.REPLACE,
            defaults={"replaces": procedure},
        )
    body = {"on": on, "decision": _told(decision), "successor": successor_code}
    note(procedure.id, "abolish", body, actor.account_id, at)
    return procedure


def _decision(number: str) -> Decision:
    found = Decision.objects.filter(number=number).first()
    if found is None:
        text = f"Chưa nhập quyết định số “{number}”; hãy nhập quyết định công bố trước."
        raise NotFound(text, field="decision_number")
    return found


def _told(decision: Decision) -> dict[str, object]:
    return {"number": decision.number, "date": decision.date, "issuer": decision.issuer}


def _successor(procedure: Procedure, code: str | None) -> Procedure | None:
    if code is None:
        return None
    found = Procedure.objects.filter(code=code).first()
    if found is None:
        raise NotFound(f"Không có thủ tục nào mang mã “{code}”.", field="successor_code")
    if found == procedure:
        raise Refused("Thủ tục không thể tự thay thế mình.", field="successor_code")
    return found


def _check_ready(draft: ProcedureVersion) -> None:
    faults = check_version(version_document(draft))
    if faults:
        raise BadCatalogue(faults)
    if draft.definition_id is None or draft.limit is None:
        return
    minutes = working_minutes(parse_limit(draft.limit))
    unfit = process_faults(graph_of(draft.definition_id), limit_minutes=minutes)
    if unfit:
        text = "; ".join(fault.text for fault in unfit)
        raise Refused(f"Quy trình không khớp thời hạn của thủ tục: {text}", field="process")


def _close(procedure: Procedure, span: Span | None) -> None:
    if span is not None:
        rows = ProcedureVersion.objects.filter(procedure=procedure, number=span.number)
        rows.update(valid_to=span.valid_to)
