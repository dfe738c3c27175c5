"""Telling the applicant, in the transaction of the act: by e-mail, by SMS where it is set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from motcua.accounts.models import Account
from motcua.cases.models import Case, LetterWording
from motcua.cases.queries.letters import wording_for
from motcua.cases.rules.letters import (
    OPTIONAL,
    checked_wording,
    facts_of,
    occasion_of,
    written,
)
from motcua.cases.rules.links import letter_link
from motcua.cases.states import Occasion, Verb
from motcua.notices.actions import enqueue_many
from motcua.notices.rules import Draft
from motcua.notices.states import Way
from motcua.organisation.access import check_can_administer
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor


def tell(case: Case, verb: Verb, body: dict[str, object], *, at: dt.datetime) -> None:
    """The letters of an act, if it has an occasion and the applicant an address.

    No statement for work inside the office or without an address; three otherwise.
    """
    occasion = occasion_of(verb, body)
    if occasion is not None:
        tell_of(case, occasion, at=at)


def tell_of(case: Case, occasion: Occasion, *, at: dt.datetime) -> None:
    """The same for an occasion that is no verb of the desk."""
    ways = list(_ways(case))
    if not ways or _does_without(case, occasion):
        return
    facts = facts_of(
        code=case.number,
        agency=case.agency.name,
        due_at=case.due_at,
        answer_by=case.answer_by,
        link=_link(case),
    )
    subject, text = written(wording_for(occasion, case.agency_id), facts)
    enqueue_many(
        [
            Draft(
                key=f"case/{case.pk}/{case.journal_seq}/{occasion}/{way}",
                way=way,
                to=to,
                subject=subject,
                # A short message has no subject line and no room for an empty line.
                body=text if way == Way.EMAIL else " ".join(f"{subject}. {_link(case)}".split()),
                agency_id=case.agency_id,
            )
            for way, to in ways
        ],
        at=at,
    )


def word_letter(
    *, occasion: Occasion, agency: Agency, subject: str, body: str, actor: Actor, at: dt.datetime
) -> None:
    """An agency's own words for an occasion. Raises Forbidden, Refused at the field."""
    check_can_administer(actor, agency)
    wording = checked_wording(subject, body)
    with transaction.atomic():
        locked_agency(agency.pk)
        LetterWording.objects.update_or_create(
            agency_id=agency.pk,
            occasion=occasion,
            defaults={
                "subject": wording.subject,
                "body": wording.body,
                "changed_by_id": actor.account_id,
                "changed_at": at,
            },
        )
        words = {"occasion": occasion, "subject": wording.subject, "body": wording.body}
        note(agency.pk, "letter.word", words, actor=actor, at=at)


def unword_letter(*, occasion: Occasion, agency: Agency, actor: Actor, at: dt.datetime) -> None:
    """Back to the words that came with the product. Raises Forbidden."""
    check_can_administer(actor, agency)
    with transaction.atomic():
        locked_agency(agency.pk)
        gone, _ = LetterWording.objects.filter(agency_id=agency.pk, occasion=occasion).delete()
        if gone:
            note(agency.pk, "letter.unword", {"occasion": occasion}, actor=actor, at=at)


def _ways(case: Case) -> Iterator[tuple[Way, str]]:
    if email := case.applicant.get("email"):
        yield Way.EMAIL, email
    phone = case.applicant.get("phone")
    if phone and settings.MOTCUA_ZALO_URL and _by_zalo(case, phone):
        yield Way.ZALO, phone
    elif phone and settings.MOTCUA_SMS_URL:
        yield Way.SMS, phone


def _by_zalo(case: Case, phone: str) -> bool:
    """Whoever filed it has chosen Zalo, and has confirmed that this number is theirs."""
    if case.filed_by_id is None:
        return False
    chosen = Account.objects.filter(pk=case.filed_by_id, by_zalo=True, phone=phone)
    return chosen.filter(phone_confirmed_at__isnull=False).exists()


def _does_without(case: Case, occasion: Occasion) -> bool:
    if occasion not in OPTIONAL or case.filed_by_id is None:
        return False
    return Account.objects.filter(pk=case.filed_by_id, optional_letters=False).exists()


def _link(case: Case) -> str:
    return letter_link(settings.MOTCUA_URL, case.number, own=case.filed_by_id is not None)
