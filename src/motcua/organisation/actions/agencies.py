"""Agencies and their units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from motcua.kernel.vietnamese import normalise, short_date
from motcua.organisation.access import check_can_administer, check_can_administer_root
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.models import Agency, Post, Unit
from motcua.organisation.rules import (
    Actor,
    AgencyFacts,
    Conflict,
    NotFound,
    Refused,
    check_agency,
    check_period,
)
from motcua.organisation.states import UnitKind

_CONTACT = ("desk_name", "place", "address", "hotline", "email", "opening_hours")
_CHECKED_ELSEWHERE = {"path", "parent", "agency", "valid_from", "valid_to"}


def create_agency(
    *, actor: Actor, facts: AgencyFacts, parent_id: int | None, at: dt.datetime
) -> Agency:
    """A new agency under its parent, or a root. Raises Refused, Forbidden, Conflict."""
    with transaction.atomic():
        parent = locked_agency(parent_id) if parent_id is not None else None
        if parent is None:
            check_can_administer_root(actor)
        else:
            check_can_administer(actor, parent)
        check_agency(facts, parent.level if parent else None)
        if parent is not None:
            check_period(
                facts.valid_from, facts.valid_to, within=(parent.valid_from, parent.valid_to)
            )
        agency = Agency(**{**asdict(facts), "slug": facts.address_name}, parent=parent)
        agency.name, agency.short_name = normalise(facts.name), normalise(facts.short_name)
        _save_new(agency, f"Mã “{facts.code}” hoặc đường dẫn “{agency.slug}” đã có cơ quan dùng.")
        # The path holds the agency's own number, which exists only now.
        agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
        agency.save(update_fields=["path"])
        body = {**asdict(facts), "slug": agency.slug, "parent": parent_id}
        note(agency.pk, "agency.create", body, actor=actor, at=at)
    return agency


def update_contact(
    *, actor: Actor, agency_id: int, changes: Mapping[str, str], at: dt.datetime
) -> Agency:
    """Desk, place, address, hotline, mail, opening hours; names and codes change by law only."""
    if wrong := set(changes) - set(_CONTACT):
        raise Refused(f"Không sửa được “{min(wrong)}” ở đây.")
    with transaction.atomic():
        agency = locked_agency(agency_id)
        check_can_administer(actor, agency)
        before = {key: getattr(agency, key) for key in changes}
        for key, value in changes.items():
            setattr(agency, key, normalise(value))
        _check_columns(agency, changes)
        agency.save(update_fields=list(changes))
        after = {key: getattr(agency, key) for key in changes}
        note(agency_id, "agency.contact", {"from": before, "to": after}, actor=actor, at=at)
    return agency


def create_unit(
    *,
    actor: Actor,
    agency_id: int,
    code: str,
    name: str,
    kind: UnitKind,
    valid_from: dt.date,
    at: dt.datetime,
    valid_to: dt.date | None = None,
) -> Unit:
    """A unit within the life of its agency. Raises Refused, Forbidden, Conflict."""
    with transaction.atomic():
        agency = locked_agency(agency_id)
        check_can_administer(actor, agency)
        check_period(valid_from, valid_to, within=(agency.valid_from, agency.valid_to))
        unit = Unit(
            agency=agency,
            code=normalise(code),
            name=normalise(name),
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        _save_new(unit, f"Cơ quan đã có đơn vị mang mã “{unit.code}”.")
        body = {
            "unit": unit.pk,
            "code": unit.code,
            "name": unit.name,
            "kind": kind.value,
            "from": valid_from,
            "to": valid_to,
        }
        note(agency_id, "unit.create", body, actor=actor, at=at)
    return unit


def close_unit(*, actor: Actor, unit_id: int, last_day: dt.date, at: dt.datetime) -> Unit:
    """The unit's last day; every post in it must have ended by then. Raises Refused, Forbidden."""
    with transaction.atomic():
        unit = Unit.objects.filter(pk=unit_id).first()
        if unit is None:
            raise NotFound("Không có đơn vị này.")
        agency = locked_agency(unit.agency_id)
        check_can_administer(actor, agency)
        check_period(unit.valid_from, last_day, within=(agency.valid_from, agency.valid_to))
        staying = Post.objects.on(last_day + dt.timedelta(days=1)).filter(unit_id=unit_id).count()
        if staying:
            raise Refused(
                f"Còn {staying} người giữ vị trí sau ngày {short_date(last_day)};"
                " hãy kết thúc các vị trí đó trước.",
                field="last_day",
            )
        unit.valid_to = last_day
        unit.save(update_fields=["valid_to"])
        note(agency.pk, "unit.close", {"unit": unit_id, "to": last_day}, actor=actor, at=at)
    return unit


def _save_new(row: Model, taken: str) -> None:
    _check_columns(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Conflict(taken, field="code") from clash


def _check_columns(row: Model, only: Mapping[str, str] | None = None) -> None:
    """Lengths and forms of the columns, as one sentence at the field. No query."""
    columns = {field.name for field in row._meta.concrete_fields}  # noqa: SLF001  (public in Django)
    skipped = columns - set(only) if only is not None else _CHECKED_ELSEWHERE
    try:
        row.clean_fields(exclude=skipped)
    except ValidationError as problem:
        field, messages = next(iter(problem.message_dict.items()))
        raise Refused(messages[0], field=field) from problem
