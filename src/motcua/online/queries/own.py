"""Reads of drafts and of a citizen's own files; every one narrowed to the account that asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from motcua.accounts.models import Account
from motcua.cases.models import Case
from motcua.cases.queries.page import CasePage
from motcua.cases.queries.visible import owned_by
from motcua.cases.rules.papers import case_among
from motcua.cases.states import ReturnChannel, State
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries.intake import IntakeVersion, for_intake
from motcua.catalogue.rules.papers import Paper, PaperCase
from motcua.files.models import StoredFile
from motcua.forms.queries import form_for, form_version
from motcua.forms.rules.drawn import addresses_in, lines_of
from motcua.forms.rules.shape import FormView
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.refusals import NotFound
from motcua.kernel.worktime import VIETNAM
from motcua.notices.models import Message
from motcua.online.models import Draft, DraftPaper
from motcua.online.rules import FORM, wanted_papers
from motcua.places.queries import names_today


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """One paper of the procedure with what has been uploaded for it."""

    paper: Paper
    files: list[DraftPaper]


@dataclass(frozen=True, slots=True)
class Filing:
    """A draft with the procedure as it is on a day and the form it is filled in with."""

    draft: Draft
    version: IntakeVersion
    form: FormView | None

    @property
    def chosen(self) -> PaperCase:
        """The case of the procedure that the citizen chose."""
        return case_among(self.version.cases, self.draft.case_key)


def filing_of(draft: Draft, *, on: dt.date) -> Filing:
    """All that the pages of a draft need, read once. Raises NotFound when no agency takes it."""
    version = for_intake(procedure_code=draft.procedure_code, agency_id=draft.agency_id, on=on)
    return Filing(draft, version, form_of_draft(draft))


def my_draft(key: str, account_id: int, *, for_update: bool = False) -> Draft:
    """A draft of this account. Two statements. Raises NotFound, for another's draft as well."""
    drafts = Draft.objects.select_for_update(of=("self",)) if for_update else Draft.objects
    uploads = DraftPaper.objects.select_related("file").order_by("id")
    found = (
        drafts.select_related("agency")
        .prefetch_related(Prefetch("papers", queryset=uploads))
        .filter(key=key, account_id=account_id)
        .first()
    )
    if found is None:
        raise NotFound("Không có bản nháp này trong tài khoản của ông/bà.")
    return found


def my_drafts(account_id: int) -> list[Draft]:
    """What is begun and not sent, the latest first. One statement."""
    drafts = Draft.objects.select_related("agency").filter(account_id=account_id, case=None)
    return list(drafts.order_by("-updated_at")[:50])


def names_of(codes: list[str]) -> dict[str, str]:
    """Procedure names by code, of the newest version. One statement."""
    rows = ProcedureVersion.objects.filter(procedure__code__in=codes).order_by("number")
    return dict(rows.values_list("procedure__code", "name"))


def my_files(account_id: int, *, most: int = 100) -> list[Case]:
    """A citizen's own files, the latest first. One statement."""
    files = Case.objects.select_related("agency", "version__procedure").filter(owned_by(account_id))
    return list(files.defer("version__content", "search").order_by("-submitted_at", "-pk")[:most])


def my_case(number: str, account_id: int) -> Case:
    """One own file with the words its page needs. One statement. Raises NotFound."""
    found = (
        Case.objects.select_related(
            *("agency", "handling_unit", "reception_unit", "version__procedure__field", "run")
        )
        .filter(owned_by(account_id), Q(code=number) | Q(provisional=number))
        .first()
    )
    if found is None:
        raise NotFound(f"Không có hồ sơ {number} trong tài khoản của ông/bà.")
    return found


def form_of_draft(draft: Draft) -> FormView | None:
    """The form a draft is filled in with: the one begun with, else the one in force. One or two
    statements, none when this process has met the version.
    """
    begun = draft.data.get("form")
    return form_version(begun) if begun else form_for(draft.procedure_code)


def answers_of(draft: Draft) -> dict[str, Any]:
    """The answers given so far."""
    return dict(draft.data.get("answers", {}))


def told_by(case: Case, *, on: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the electronic form of a file says, by section; empty when it has none."""
    version = case.data.get(FORM)
    return told_in(form_version(version), case.data, on=on) if version else []


def told_in(
    form: FormView, data: dict[str, Any], *, on: dt.date
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Answers in words; an address stays as written, with the names of `on` where they differ.

    Two statements, none without an address.
    """
    return lines_of(form, data, names_today(addresses_in(form, data), on=on))


def result_for(page: CasePage) -> StoredFile | None:
    """The result its applicant may take out: an electronic one once issued, a paper one once it
    has been collected.
    """
    case = page.case
    sent = case.state == State.DONE and case.return_channel == ReturnChannel.ONLINE
    return page.result.file if page.result and (sent or case.state == State.RETURNED) else None


def slots(draft: Draft, papers: tuple[Paper, ...]) -> list[PaperSlot]:
    """The papers to upload, each with its files; the draft's papers are loaded."""
    uploads = list(draft.papers.all())
    return [
        PaperSlot(paper, [one for one in uploads if one.key == paper.key])
        for paper in wanted_papers(papers)
    ]


def opened_at_desk(agency_id: int, *, year: int) -> int:
    """Accounts that officers of an agency opened for citizens in a year (S12). One statement."""
    opened = Entry.objects.filter(
        subject=Subject.ORGANISATION, subject_id=agency_id, verb="citizen.open"
    )
    return opened.filter(at__year=year).count()


def held_on(account: Account) -> dict[str, Any]:
    """All that is held on a citizen, for them to take out. A fixed number of statements.

    Papers are named; their bytes are taken from each file's page.
    """
    files = Case.objects.filter(owned_by(account.pk)).select_related("agency", "version__procedure")
    cases = files.defer("version__content", "search").prefetch_related("papers__file")
    drafts = Draft.objects.filter(account_id=account.pk).select_related("agency")
    letters = Message.objects.filter(to=account.email) if account.email else Message.objects.none()
    return {
        "account": {
            "username": account.username,
            "full_name": account.full_name,
            "personal_number": account.personal_number,
            "email": account.email,
            "phone": account.phone,
            "phone_confirmed_at": _iso(account.phone_confirmed_at),
            "created_at": _iso(account.created_at),
            "confirmed_at": _iso(account.confirmed_at),
            "optional_letters": account.optional_letters,
            "by_zalo": account.by_zalo,
        },
        "files": [_file(case) for case in cases.order_by("pk")],
        "drafts": [
            {
                "procedure": draft.procedure_code,
                "agency": draft.agency.code,
                "applicant": draft.applicant,
                "owner": draft.owner,
                "data": draft.data,
                "updated_at": _iso(draft.updated_at),
            }
            for draft in drafts.order_by("pk")
        ],
        "letters": [
            {"subject": one.subject, "queued_at": _iso(one.queued_at), "sent_at": _iso(one.sent_at)}
            for one in letters.defer("body").order_by("pk")
        ],
    }


def _file(case: Case) -> dict[str, Any]:
    return {
        "code": case.number,
        "procedure": case.version.procedure.code,
        "name": case.version.name,
        "agency": case.agency.code,
        "channel": case.channel,
        "state": case.get_state_display(),
        "applicant": case.applicant,
        "owner": case.owner,
        "summary": case.summary,
        "data": case.data,
        "submitted_at": _iso(case.submitted_at),
        "received_at": _iso(case.received_at),
        "due_at": _iso(case.due_at),
        "finished_at": _iso(case.finished_at),
        "papers": [
            {"name": paper.name, "file": paper.file.name if paper.file else None}
            for paper in case.papers.all()
        ],
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(VIETNAM).isoformat() if moment else None
