"""Giving again what was given before, and taking things out of one's store."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from motcua.files.actions import copy_of
from motcua.forms.rules.answers import without_hidden
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import day_of
from motcua.online.actions.drafts import attach
from motcua.online.models import Draft, PutAside
from motcua.online.queries.own import answers_of, filing_of, form_of_draft, my_draft
from motcua.online.queries.store import declarations, kept_papers, known_answers, offers_for
from motcua.organisation.rules import Actor


def reuse_paper(key: str, *, paper_key: str, file_id: int, actor: Actor, at: dt.datetime) -> None:
    """A paper given before becomes the paper of a draft; asking for it is the consent.

    Raises NotFound for what was not offered: another person's paper, another kind, put aside.
    """
    draft = my_draft(key, actor.account_id)
    papers = filing_of(draft, on=day_of(at)).chosen.papers
    offers = offers_for(papers, draft.procedure_code, actor.account_id, taken=())
    offered = next((one for one in offers.get(paper_key, ()) if one.file.pk == file_id), None)
    if offered is None:
        raise NotFound("Không có giấy tờ này trong kho của ông/bà.")
    what = "Kết quả" if offered.given.is_result else "Giấy tờ"
    with transaction.atomic():
        attach(
            key,
            paper_key=paper_key,
            files=[copy_of(offered.file, actor_id=actor.account_id, at=at)],
            actor=actor,
            at=at,
            reused_from=offered.case_id,
            remark=f"{what} dùng lại từ hồ sơ {offered.number} ({offered.agency}),"
            f" ngày {short_date(offered.given_on)}",
        )


def reuse_answers(key: str, *, actor: Actor, at: dt.datetime) -> int:
    """Answers of earlier declarations where the draft has none yet. How many were put in.

    Raises Refused without a form, or when the filing was sent.
    """
    with transaction.atomic():
        draft = my_draft(key, actor.account_id, for_update=True)
        form = form_of_draft(draft)
        if draft.case_id is not None or form is None:
            raise Refused("Bản nháp này không có tờ khai để điền.")
        known = known_answers(form, actor.account_id)
        given = answers_of(draft)
        filled = (known.answers if known else {}) | given
        kept = without_hidden(form, filled)
        Draft.objects.filter(pk=draft.pk).update(
            data={"form": form.version_id, "answers": kept | given}, updated_at=at
        )
    return len(kept.keys() - given.keys())


def put_aside(what: str, *, actor: Actor) -> None:
    """Not to be offered again. Raises NotFound for what is not in this person's store."""
    store = {one.what for one in kept_papers(actor.account_id)}
    if what not in store and what not in {one.what for one in declarations(actor.account_id)}:
        raise NotFound("Không có mục này trong kho của ông/bà.")
    PutAside.objects.get_or_create(account_id=actor.account_id, what=what)


def take_back_in(what: str, *, actor: Actor) -> None:
    """To be offered again; of what was never put aside nothing is said."""
    PutAside.objects.filter(account_id=actor.account_id, what=what).delete()
