"""Which agency takes files of which procedure, from when, and which of its units handles them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from motcua.catalogue.access import check_can_offer
from motcua.catalogue.actions.entry import locked, note
from motcua.catalogue.models import Offer
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import day_of
from motcua.organisation.models import Unit
from motcua.organisation.queries import agency_by_code
from motcua.organisation.rules import Actor

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def offer(
    *,
    code: str,
    agency_code: str,
    valid_from: dt.date,
    unit_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Offer:
    """The agency takes files from a day on. An offer in force that day ends the day before,

    so that changing the unit is offering again. Raises NotFound, Forbidden, Conflict.
    """
    procedure = locked(code)
    agency = agency_by_code(agency_code)
    check_can_offer(actor, agency.path)
    if valid_from < day_of(at):
        raise Refused(f"Ngày {short_date(valid_from)} đã qua; chọn từ hôm nay.", field="valid_from")
    if unit_id is not None and not Unit.objects.filter(id=unit_id, agency=agency).exists():
        raise NotFound("Cơ quan không có bộ phận này.", field="unit")
    mine = Offer.objects.filter(procedure=procedure, agency=agency)
    if mine.filter(valid_from__gte=valid_from).exists():
        raise Conflict("Cơ quan đã đăng ký tiếp nhận thủ tục này từ ngày đó hoặc sau đó.")
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    mine.filter(lasting).update(valid_to=valid_from - ONE_DAY)
    made = Offer.objects.create(
        procedure=procedure, agency=agency, unit_id=unit_id, valid_from=valid_from
    )
    body = {"agency": agency.code, "unit": unit_id, "valid_from": valid_from}
    note(procedure.id, "offer", body, actor.account_id, at)
    return made


@transaction.atomic
def withdraw_offer(
    *, code: str, agency_code: str, last_day: dt.date, actor: Actor, at: dt.datetime
) -> Offer:
    """The agency takes no more files after `last_day`. Raises NotFound when it offers none."""
    procedure = locked(code)
    agency = agency_by_code(agency_code)
    check_can_offer(actor, agency.path)
    if last_day < day_of(at):
        raise Refused(f"Ngày {short_date(last_day)} đã qua; chọn từ hôm nay.", field="last_day")
    mine = Offer.objects.filter(procedure=procedure, agency=agency, valid_to__isnull=True)
    found = mine.order_by("-valid_from").first()
    if found is None:
        raise NotFound("Cơ quan này không tiếp nhận thủ tục đó.", field="agency_code")
    if last_day < found.valid_from:
        text = f"Cơ quan tiếp nhận từ ngày {short_date(found.valid_from)}; chọn từ ngày đó."
        raise Refused(text, field="last_day")
    found.valid_to = last_day
    found.save(update_fields=["valid_to"])
    body = {"agency": agency.code, "last_day": last_day}
    note(procedure.id, "withdraw_offer", body, actor.account_id, at)
    return found


@transaction.atomic
def take_over_offers(
    *,
    source_id: int,
    units: Mapping[int, int],
    desks: Sequence[int],
    on: dt.date,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """What an agency offers, its successors offer from a day on; its own offers end the day before.

    A procedure goes where its unit went (`units`: new unit by old), one without a unit to every
    successor (`desks`: their agencies). Again changes nothing. How many offers were made.
    """
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    made = 0
    for old in Offer.objects.filter(lasting, agency_id=source_id).select_related("procedure"):
        unit = units.get(old.unit_id) if old.unit_id else None
        agencies = (
            [Unit.objects.only("agency_id").get(pk=unit).agency_id] if unit is not None else desks
        )
        for agency_id in agencies:
            there = Offer.objects.filter(lasting, procedure=old.procedure, agency_id=agency_id)
            if there.exists():
                continue
            Offer.objects.create(
                procedure=old.procedure, agency_id=agency_id, unit_id=unit, valid_from=on
            )
            body = {"agency": agency_id, "unit": unit, "valid_from": on, "was": source_id}
            note(old.procedure_id, "offer", body, actor.account_id or None, at)
            made += 1
        if old.valid_from < on:
            Offer.objects.filter(pk=old.pk).update(valid_to=on - ONE_DAY)
    return made
