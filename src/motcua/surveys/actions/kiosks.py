"""Setting kiosks up, hearing from them, taking their answers."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import Q

from motcua.accounts.rules import TOKEN_PREFIX, token_digest
from motcua.cases.models import Case
from motcua.cases.queries.tracking import number_of
from motcua.journal.actions import record_on
from motcua.journal.states import Subject
from motcua.kernel.codes import BadCode
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import normalise
from motcua.organisation.access import check_can_administer
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor
from motcua.surveys.actions.answers import rate
from motcua.surveys.models import Kiosk, Rating
from motcua.surveys.rules import HEARTBEAT, NAME_LENGTH, answered_at
from motcua.surveys.states import RatingChannel


def set_up_kiosk(*, actor: Actor, agency_id: int, name: str, at: dt.datetime) -> tuple[Kiosk, str]:
    """A new kiosk of an agency and its token, which is told this once and kept as a hash."""
    label = normalise(name)
    if not label or len(label) > NAME_LENGTH:
        raise Refused(f"Đặt tên máy, không quá {NAME_LENGTH} ký tự.", field="name")
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        check_can_administer(actor, agency)
        kiosk = Kiosk.objects.create(
            agency=agency,
            name=label,
            digest=token_digest(token) or b"",
            created_by_id=actor.account_id or None,
            created_at=at,
        )
        _say(kiosk, "kiosk.set_up", actor, at)
    return kiosk, token


def revoke_kiosk(*, actor: Actor, kiosk_id: int, at: dt.datetime) -> Kiosk:
    """Its token opens nothing from now on; what it kept while offline is lost. Raises NotFound."""
    with transaction.atomic():
        kiosk = (
            Kiosk.objects.select_for_update(of=("self",))
            .select_related("agency")
            .filter(pk=kiosk_id, revoked_at__isnull=True)
            .first()
        )
        if kiosk is None:
            raise NotFound("Không có máy này, hoặc đã ngừng dùng.")
        check_can_administer(actor, kiosk.agency)
        kiosk.revoked_at = at
        kiosk.save(update_fields=["revoked_at"])
        _say(kiosk, "kiosk.revoked", actor, at)
    return kiosk


def note_seen(kiosk: Kiosk, *, waiting: int, at: dt.datetime) -> None:
    """The kiosk is alive, and so many answers wait in it. Written at most twice a minute."""
    stale = Q(seen_at__isnull=True) | Q(seen_at__lt=at - HEARTBEAT) | ~Q(waiting=waiting)
    Kiosk.objects.filter(stale, pk=kiosk.pk).update(seen_at=at, waiting=waiting)


def answer_at_kiosk(kiosk: Kiosk, *, number: str, value: str, told: str, at: dt.datetime) -> Rating:
    """The answer about a file of the kiosk's agency, perhaps given while the line was down.

    `told` is when the kiosk says it was given (ISO 8601, may be empty). The same answer again
    counts once. Raises NotFound for a file that is not the agency's, Refused, Conflict.
    """
    try:
        wanted = number_of(number)
    except BadCode as fault:
        raise NotFound("Không có hồ sơ này tại cơ quan.") from fault
    case = Case.objects.filter(
        Q(code=wanted) | Q(provisional=wanted), agency_id=kiosk.agency_id
    ).first()
    if case is None:
        raise NotFound("Không có hồ sơ này tại cơ quan.")
    return rate(
        case_id=case.pk,
        value=value,
        at=answered_at(told, at),
        channel=RatingChannel.KIOSK,
        kiosk_id=kiosk.pk,
    )


def _say(kiosk: Kiosk, verb: str, actor: Actor, at: dt.datetime) -> None:
    record_on(
        Subject.ORGANISATION,
        kiosk.agency_id,
        verb=verb,
        body={"kiosk": kiosk.pk, "name": kiosk.name},
        actor_id=actor.account_id or None,
        at=at,
    )
