"""Preparing a new version: a draft may change and vanish, nobody sees it but its editors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from motcua.catalogue.access import check_can_edit
from motcua.catalogue.actions.entry import check_editor, locked, locked_draft, note
from motcua.catalogue.actions.storing import References, fee_rules, new_version, rewrite_draft
from motcua.catalogue.models import FeeRule, Field, Procedure, ProcedureVersion
from motcua.catalogue.queries.export import version_document
from motcua.catalogue.queries.finding import in_force
from motcua.catalogue.rules.check import check_version
from motcua.catalogue.rules.diff import diff
from motcua.catalogue.rules.document import full_version
from motcua.catalogue.rules.faults import BadCatalogue
from motcua.catalogue.states import VersionState
from motcua.kernel.codes import is_procedure_code
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import day_of
from motcua.organisation.rules import Actor

# What an editor's form may not set: the verbs of publishing do.
_LIFECYCLE = ("number", "state", "valid_from", "valid_to", "decision")


@transaction.atomic
def create_procedure(
    *, code: str, field_code: str, name: str, actor: Actor, at: dt.datetime
) -> ProcedureVersion:
    """A procedure that was not in the catalogue, as draft number 1."""
    check_can_edit(actor, ())
    if not is_procedure_code(code):
        raise Refused(f"Mã thủ tục “{code}” không đúng dạng 1.234567.", field="code")
    field = Field.objects.filter(code=field_code).first()
    if field is None:
        raise NotFound(f"Không có lĩnh vực “{field_code}”.", field="field_code")
    document = full_version({"number": 1, "name": normalise(name)})
    _check(document)
    try:
        with transaction.atomic():
            procedure = Procedure.objects.create(code=code, field=field)
    except IntegrityError as error:
        raise Conflict(f"Thủ tục {code} đã có trong danh mục.", field="code") from error
    draft = new_version(procedure, document, References())
    draft.save(force_insert=True)
    note(
        procedure.id,
        "create",
        {"code": code, "field": field_code, "name": name},
        actor.account_id,
        at,
    )
    return draft


@transaction.atomic
def create_draft(*, code: str, actor: Actor, at: dt.datetime) -> ProcedureVersion:
    """A draft that begins as a copy of the version in force, else of the newest one."""
    procedure = locked(code)
    check_editor(actor, procedure, at)
    versions = ProcedureVersion.objects.select_related("decision", "definition")
    versions = versions.filter(procedure=procedure)
    if versions.filter(state=VersionState.DRAFT).exists():
        raise Conflict(f"Thủ tục {code} đã có một bản dự thảo; hãy sửa tiếp bản đó.")
    current = in_force(day_of(at)).filter(procedure=procedure).values("id")
    base = versions.filter(id__in=current).first() or versions.order_by("-number").first()
    if base is None:
        raise Refused(f"Thủ tục {code} chưa có bản nào.")
    last = versions.aggregate(last=Max("number"))["last"]
    lifecycle = {"number": last + 1, "valid_from": None, "valid_to": None, "decision": None}
    document = {**version_document(base), **lifecycle}
    draft = new_version(procedure, document, References())
    draft.save(force_insert=True)
    FeeRule.objects.bulk_create(fee_rules(draft, document))
    note(procedure.id, "draft", {"number": draft.number, "from": base.number}, actor.account_id, at)
    return draft


@transaction.atomic
def edit_draft(
    *, code: str, changes: Mapping[str, Any], actor: Actor, at: dt.datetime
) -> ProcedureVersion:
    """Replace parts of the draft: `changes` holds any parts of a version as the file writes them.

    Raises BadCatalogue with every fault; Refused for parts that only publishing sets. An edit
    that changes nothing leaves no trace.
    """
    draft = locked_draft(code)
    check_editor(actor, draft.procedure, at)
    forbidden = [part for part in _LIFECYCLE if part in changes]
    if forbidden:
        raise Refused(f"Không sửa được mục “{forbidden[0]}” ở đây; mục này có khi công bố.")
    before = version_document(draft)
    after = full_version({**before, **changes})
    _check(after)
    references = References()
    if after["process"] is not None and references.definition_id(after["process"]) is None:
        text = f"Chưa ban hành quy trình nào mang khóa “{after['process']}”."
        raise NotFound(text, field="process")
    told = [change.text for change in diff(before, after)]
    if before != after:
        rewrite_draft(draft, after, references)
        note(
            draft.procedure_id,
            "edit",
            {"number": draft.number, "changes": told},
            actor.account_id,
            at,
        )
    draft.refresh_from_db()
    return draft


def set_definition(
    *, code: str, process: str | None, actor: Actor, at: dt.datetime
) -> ProcedureVersion:
    """Give the draft a process by its key (None: the default one). Raises NotFound."""
    return edit_draft(code=code, changes={"process": process}, actor=actor, at=at)


@transaction.atomic
def discard_draft(*, code: str, actor: Actor, at: dt.datetime) -> None:
    """Throw the draft away; the journal keeps that there was one, and its name."""
    draft = locked_draft(code)
    check_editor(actor, draft.procedure, at)
    FeeRule.objects.filter(version=draft).delete()
    body = {"number": draft.number, "name": draft.name}
    draft.delete()
    note(draft.procedure_id, "discard", body, actor.account_id, at)


def _check(document: Mapping[str, Any]) -> None:
    faults = check_version(document)
    if faults:
        raise BadCatalogue(faults)
