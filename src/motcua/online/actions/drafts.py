"""A draft from its first page to the file it becomes. Every act finds the draft by its account."""

from __future__ import annotations

import datetime as dt
import io
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from motcua.cases.actions.filing import file_online
from motcua.cases.models import Case
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import PaperIn, case_among
from motcua.cases.rules.parties import Party, checked_party, party_from
from motcua.cases.states import Channel, PaperForm, ReturnChannel
from motcua.catalogue.queries.intake import for_intake
from motcua.catalogue.rules.papers import Paper
from motcua.catalogue.states import ServiceLevel
from motcua.files.actions import join_papers, store_upload
from motcua.files.models import StoredFile
from motcua.forms.rules.answers import (
    Answer,
    Posted,
    check_whole,
    read_section,
    without_hidden,
)
from motcua.forms.rules.shape import FormView
from motcua.journal.rules import act_key
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import day_of
from motcua.online.declaration import declaration_pdf
from motcua.online.models import Draft, DraftPaper
from motcua.online.queries.own import answers_of, form_of_draft, my_draft
from motcua.online.rules import DRAFT_LASTS, FORM, MOST_FILES, check_owner, check_reachable
from motcua.organisation.queries import agency_by_code
from motcua.organisation.rules import Actor


def begin_draft(
    *,
    procedure_code: str,
    agency_code: str,
    case_key: str,
    applicant: Party,
    actor: Actor,
    at: dt.datetime,
) -> Draft:
    """A new draft, or the one begun before for the same procedure at the same agency.

    `applicant` is what the account knows of its holder. Raises Refused when the agency does not
    take the procedure online today.
    """
    agency = agency_by_code(agency_code)
    version = for_intake(procedure_code=procedure_code, agency_id=agency.pk, on=day_of(at))
    if version.online_level == ServiceLevel.INFORMATION:
        raise Refused("Thủ tục này chưa nhận hồ sơ trực tuyến.", field="procedure_code")
    chosen = case_among(version.cases, case_key)
    with transaction.atomic():
        begun = Draft.objects.filter(
            account_id=actor.account_id,
            agency=agency,
            procedure_code=version.code,
            case_key=chosen.key,
            case=None,
        ).first()
        return begun or Draft.objects.create(
            key=secrets.token_urlsafe(15),
            account_id=actor.account_id,
            agency=agency,
            procedure_code=version.code,
            case_key=chosen.key,
            applicant=applicant.as_json(),
            created_at=at,
            updated_at=at,
        )


def save_person(
    key: str,
    *,
    applicant: Party,
    owner: Party | None,
    return_channel: str,
    summary: str,
    actor: Actor,
    at: dt.datetime,
) -> Draft:
    """Who files, for whom, how the result comes back. Raises Refused at the field."""
    applicant = checked_party(applicant, role="applicant")
    owner = checked_party(owner, role="owner") if owner else None
    check_reachable(applicant)
    check_owner(applicant, owner)
    if return_channel not in ReturnChannel.values:
        raise Refused("Hãy chọn cách nhận kết quả.", field="return_channel")
    if return_channel == ReturnChannel.POSTAL and not applicant.address:
        raise Refused("Trả kết quả qua bưu chính cần địa chỉ nhận.", field="applicant.address")
    with transaction.atomic():
        draft = _open(key, actor)
        draft.applicant, draft.owner = applicant.as_json(), owner.as_json() if owner else None
        draft.return_channel, draft.summary = return_channel, normalise(summary)[:1000]
        draft.updated_at = at
        draft.save()
    return draft


def save_section(
    key: str, *, section: str, posted: Posted, actor: Actor, at: dt.datetime
) -> Answer:
    """The answers of one page of the form. Good ones are kept even when others are wrong.

    Raises Refused for a page that the form does not know.
    """
    with transaction.atomic():
        draft = _open(key, actor)
        form = form_of_draft(draft)
        if form is None:
            raise Refused("Thủ tục này không có tờ khai điện tử.")
        answer = read_section(form, section, posted, answers_of(draft))
        draft.data = {"form": form.version_id, "answers": answer.data}
        draft.updated_at = at
        draft.save(update_fields=["data", "updated_at"])
    return answer


def attach(
    key: str,
    *,
    paper_key: str,
    files: Sequence[StoredFile],
    actor: Actor,
    at: dt.datetime,
    reused_from: int | None = None,
    remark: str = "",
) -> None:
    """Stored uploads of this account become pages of a paper. Again changes nothing.

    `reused_from`: the earlier file they were given with, `remark` says so to the officer.
    """
    with transaction.atomic():
        draft = _open(key, actor)
        if paper_key not in {paper.key for paper in _papers_of(draft, at)}:
            raise Refused("Thủ tục không yêu cầu giấy tờ này.")
        known = {(paper.key, paper.file_id) for paper in draft.papers.all()}
        fresh = [file for file in files if (paper_key, file.pk) not in known]
        if len(known) + len(fresh) > MOST_FILES:
            raise Refused(f"Một hồ sơ có nhiều nhất {MOST_FILES} tệp; hãy gộp các trang lại.")
        if any(file.stored_by_id != actor.account_id for file in fresh):
            raise Refused("Tệp này không do ông/bà tải lên.")
        DraftPaper.objects.bulk_create(
            DraftPaper(
                draft=draft, key=paper_key, file=file, reused_from_id=reused_from, remark=remark
            )
            for file in fresh
        )
        Draft.objects.filter(pk=draft.pk).update(updated_at=at)


def detach(key: str, *, paper_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take one upload out again; of a paper that is not there nothing is said."""
    with transaction.atomic():
        draft = _open(key, actor)
        draft.papers.filter(pk=paper_id).delete()
        Draft.objects.filter(pk=draft.pk).update(updated_at=at)


def discard(key: str, *, actor: Actor) -> None:
    """Delete a draft with everything typed; its uploads go with the sweep of the paper store."""
    with transaction.atomic():
        _open(key, actor).delete()


def send(key: str, *, actor: Actor, at: dt.datetime) -> Case:
    """The draft becomes a file of the agency; sending again answers with the same file.

    Raises Refused at what is missing; nothing is written then.
    """
    draft = my_draft(key, actor.account_id)
    if draft.case_id is not None:
        return Case.objects.select_related("version", "run").get(pk=draft.case_id)
    form = form_of_draft(draft)
    answers = without_hidden(form, answers_of(draft)) if form else {}
    # Joining pages takes a while: before the transaction, and the same pages join to one file.
    papers = _joined(draft, form, actor, at)
    if form is not None and form.paper_key:
        papers.insert(0, _declared(draft, form, answers, actor, at))
    # What the process and the officer read: the answers, and which form they answer.
    data = answers | {FORM: form.version_id} if form else {}
    filed = _intake_of(draft, papers, data)
    body = f"{draft.pk} {draft.updated_at.isoformat()}".encode()
    with transaction.atomic():
        locked = my_draft(key, actor.account_id, for_update=True)
        if locked.case_id is not None:
            return Case.objects.select_related("version", "run").get(pk=locked.case_id)
        if locked.updated_at != draft.updated_at:
            raise Refused("Bản nháp vừa được sửa ở nơi khác; hãy xem lại rồi gửi.")
        case = file_online(
            form=filed, actor=actor, at=at, key=act_key(actor.account_id, f"draft/{key}", body)
        )
        Draft.objects.filter(pk=draft.pk).update(case=case, updated_at=at)
        DraftPaper.objects.filter(draft=draft).delete()
    return case


def sweep_drafts(*, at: dt.datetime) -> int:
    """Delete drafts nobody has touched for ninety days, sent ones too. How many went."""
    old = Draft.objects.filter(updated_at__lt=at - DRAFT_LASTS)
    gone, _ = old.delete()
    return gone


def _open(key: str, actor: Actor) -> Draft:
    draft = my_draft(key, actor.account_id, for_update=True)
    if draft.case_id is not None:
        raise Refused("Hồ sơ này đã gửi, không sửa được nữa; hãy xem trong “Hồ sơ của tôi”.")
    return draft


def _papers_of(draft: Draft, at: dt.datetime) -> tuple[Paper, ...]:
    version = for_intake(
        procedure_code=draft.procedure_code, agency_id=draft.agency_id, on=day_of(at)
    )
    return case_among(version.cases, draft.case_key).papers


def _intake_of(draft: Draft, papers: Sequence[PaperIn], data: dict[str, Any]) -> IntakeForm:
    applicant, owner = party_from(draft.applicant), draft.owner
    check_reachable(applicant)
    check_owner(applicant, party_from(owner) if owner else None)
    return IntakeForm(
        procedure_code=draft.procedure_code,
        agency_code=draft.agency.code,
        applicant=applicant,
        owner=party_from(owner) if owner else None,
        channel=Channel.ONLINE,
        case_key=draft.case_key,
        papers=tuple(papers),
        return_channel=draft.return_channel,
        summary=draft.summary,
        data=data,
        accept=False,
    )


def _declared(
    draft: Draft, form: FormView, answers: dict[str, Any], actor: Actor, at: dt.datetime
) -> PaperIn:
    """The form as the paper it stands for, printed. Raises Refused at what is not answered yet."""
    if faults := check_whole(form, answers):
        raise Refused(next(iter(faults.values()))[0], field="form")
    pdf = declaration_pdf(form, answers, draft=draft, signed_by=actor.name, on=day_of(at))
    stored = store_upload(
        name=f"{form.paper_key}.pdf",
        stream=io.BytesIO(pdf),
        size=len(pdf),
        actor_id=actor.account_id,
        at=at,
    )
    return PaperIn(form.paper_key, PaperForm.ELECTRONIC, file_id=stored.pk)


def _joined(draft: Draft, form: FormView | None, actor: Actor, at: dt.datetime) -> list[PaperIn]:
    """One file for each paper: several pages become one PDF."""
    pages: dict[str, list[StoredFile]] = {}
    reused = {one.key: one for one in draft.papers.all() if one.reused_from_id}
    for upload in draft.papers.all():
        if form is not None and upload.key == form.paper_key:
            continue
        pages.setdefault(upload.key, []).append(upload.file)
    joined = {
        key: join_papers(files, name=f"{key}.pdf", actor_id=actor.account_id, at=at)
        for key, files in pages.items()
    }
    return [
        PaperIn(
            key,
            PaperForm.ELECTRONIC,
            file_id=file.pk,
            remark=reused[key].remark if key in reused else "",
            reused_from=reused[key].reused_from_id if key in reused else None,
        )
        for key, file in joined.items()
    ]
