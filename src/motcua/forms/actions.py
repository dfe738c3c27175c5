"""Preparing and publishing forms, taking them in and out as files, and the shipped ones."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from motcua.forms.access import check_can_edit_forms
from motcua.forms.models import Form, FormVersion
from motcua.forms.rules.schema import schema_of
from motcua.forms.rules.shape import KEY, sections_from
from motcua.forms.states import FormState
from motcua.journal.actions import record_on
from motcua.journal.states import Subject
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import normalise
from motcua.organisation.rules import CONSOLE, Actor

SEED: Final = Path(__file__).parent / "seed" / "forms.json"
FORMAT: Final = "motcua-form/1"


def install_seed_forms(*, at: dt.datetime) -> int:
    """The shipped forms that are not there yet, published. Again changes nothing. How many came."""
    data = json.loads(SEED.read_text(encoding="utf-8"))
    made = 0
    for one in data["forms"]:
        if Form.objects.filter(procedure_code=one["procedure"], key=one["key"]).exists():
            continue
        draft = import_form(document={"format": FORMAT, **one}, actor=CONSOLE, at=at)
        publish_form(version_id=draft.pk, actor=CONSOLE, at=at)
        made += 1
    return made


def import_form(*, document: Mapping[str, Any], actor: Actor, at: dt.datetime) -> FormVersion:
    """A form from a file, as a draft: a new one, or the next version of one that is there.

    Raises Refused with the place of the first fault; nothing is written then.
    """
    check_can_edit_forms(actor)
    if document.get("format") != FORMAT:
        raise Refused(f"Tệp phải ghi “format”: “{FORMAT}”.", field="layout")
    procedure, key = document.get("procedure"), document.get("key")
    if not isinstance(procedure, str) or not 1 <= len(procedure) <= 40:
        raise Refused("Tệp phải ghi mã thủ tục ở “procedure”.", field="layout")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise Refused("“key” chỉ gồm chữ thường không dấu, số, gạch dưới.", field="layout")
    with transaction.atomic():
        form, _made = Form.objects.get_or_create(procedure_code=procedure, key=key)
        draft = _draft_of(form, at)
        return _saved(draft, document, actor, at)


def new_draft(*, form_id: int, actor: Actor, at: dt.datetime) -> FormVersion:
    """The draft of a form: the one there is, or a copy of its newest version. Raises NotFound."""
    check_can_edit_forms(actor)
    with transaction.atomic():
        form = Form.objects.select_for_update().filter(pk=form_id).first()
        if form is None:
            raise NotFound("Không có biểu mẫu này.")
        draft = _draft_of(form, at)
        if draft.pk is None:
            draft.changed_by_id = actor.account_id or None
            draft.save()
    return draft


def save_form(
    *, version_id: int, document: Mapping[str, Any], actor: Actor, at: dt.datetime
) -> FormVersion:
    """The draft with another layout, name, paper. Raises Refused with the place of the fault."""
    check_can_edit_forms(actor)
    with transaction.atomic():
        return _saved(_open_draft(version_id), document, actor, at)


def publish_form(*, version_id: int, actor: Actor, at: dt.datetime) -> FormVersion:
    """From now on this version is filled in; files filed before keep theirs. Journalled."""
    check_can_edit_forms(actor)
    with transaction.atomic():
        draft = _open_draft(version_id)
        sections_from(draft.layout)
        draft.state, draft.published_at = FormState.PUBLISHED, at
        draft.save(update_fields=["state", "published_at"])
        _note("form.publish", draft, actor, at)
    return draft


def discard_form(*, version_id: int, actor: Actor, at: dt.datetime) -> None:
    """Throw a draft away; a form that never was published goes with it. Journalled."""
    check_can_edit_forms(actor)
    with transaction.atomic():
        draft = _open_draft(version_id)
        _note("form.discard", draft, actor, at)
        form = draft.form
        draft.delete()
        if not FormVersion.objects.filter(form=form).exists():
            form.delete()


def exported(version: FormVersion) -> dict[str, Any]:
    """A version as a file for another installation."""
    return {
        "format": FORMAT,
        "procedure": version.form.procedure_code,
        "key": version.form.key,
        "name": version.name,
        "paper": version.paper_key,
        "source": version.source,
        "layout": version.layout,
        "schema": version.schema,
    }


def _draft_of(form: Form, at: dt.datetime) -> FormVersion:
    versions = FormVersion.objects.filter(form=form).order_by("-number")
    newest = versions.first()
    if newest is not None and newest.state == FormState.DRAFT:
        return newest
    return FormVersion(
        form=form,
        number=newest.number + 1 if newest else 1,
        name=newest.name if newest else "",
        paper_key=newest.paper_key if newest else "",
        layout=newest.layout if newest else {},
        schema=newest.schema if newest else {},
        source=newest.source if newest else "",
        changed_at=at,
    )


def _open_draft(version_id: int) -> FormVersion:
    draft = FormVersion.objects.select_for_update(of=("self",)).select_related("form")
    found = draft.filter(pk=version_id).first()
    if found is None:
        raise NotFound("Không có bản biểu mẫu này.")
    if found.state != FormState.DRAFT:
        raise Refused("Bản đã công bố không sửa được nữa; hãy soạn bản mới.")
    return found


def _saved(
    draft: FormVersion, document: Mapping[str, Any], actor: Actor, at: dt.datetime
) -> FormVersion:
    layout = document.get("layout")
    if not isinstance(layout, Mapping):
        raise Refused("Tệp phải có “layout” là một đối tượng JSON.", field="layout")
    name = normalise(str(document.get("name", "")))
    if not 1 <= len(name) <= 200:
        raise Refused("Tên biểu mẫu từ 1 đến 200 ký tự.", field="name")
    sections = sections_from(layout)
    draft.name, draft.layout, draft.schema = name, dict(layout), schema_of(name, sections)
    draft.paper_key = normalise(str(document.get("paper", "")))[:60]
    draft.source = normalise(str(document.get("source", "")))[:400]
    draft.changed_at, draft.changed_by_id = at, actor.account_id or None
    draft.save()
    return draft


def _note(verb: str, version: FormVersion, actor: Actor, at: dt.datetime) -> None:
    record_on(
        Subject.SETTING,
        version.form_id,
        verb=verb,
        body={"form": str(version.form), "number": version.number},
        actor_id=actor.account_id or None,
        at=at,
    )
