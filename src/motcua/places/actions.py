"""Filling the table from what is shipped, and correcting a row of it."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from django.db import transaction

from motcua.journal.actions import record_on
from motcua.journal.states import Subject
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import normalise
from motcua.organisation.rules import Actor
from motcua.places.access import check_can_correct_places
from motcua.places.models import Place, PlaceSuccession
from motcua.places.queries import codes_now, lies_in, place_of
from motcua.places.rules import check_correction, search_text
from motcua.places.states import PlaceLevel

SHIPPED = "bảng kèm theo phần mềm"


@dataclass(frozen=True, slots=True)
class SeedRow:
    """One line of the shipped table; `until` None: still there. `now`: codes of today's communes
    (of today's province, for a province).
    """

    level: str
    code: str
    name: str
    within: str
    until: dt.date | None
    now: tuple[str, ...]


def shipped_places() -> Iterator[SeedRow]:
    """The rows of places/seed, each after what it lies in."""
    text = (files("motcua.places") / "seed" / "places.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        until = dt.date.fromisoformat(row["until"]) if row["until"] else None
        now = tuple(row["now"].split())
        yield SeedRow(row["level"], row["code"], row["name"], row["within"], until, now)


def install_seed_places() -> int:
    """The shipped table into an empty one; what is there already stays. How many rows were new."""
    with transaction.atomic():
        if Place.objects.exists():
            return 0
        rows = list(shipped_places())
        since = dt.date.fromisoformat(_source()["from"])
        made: dict[tuple[str, str, bool], Place] = {}
        for level in (PlaceLevel.PROVINCE, PlaceLevel.DISTRICT, PlaceLevel.COMMUNE):
            fresh = [(row, _new(row, made, since)) for row in rows if row.level == level]
            Place.objects.bulk_create([place for _row, place in fresh], batch_size=500)
            made |= {(row.level, row.code, row.until is None): place for row, place in fresh}
        PlaceSuccession.objects.bulk_create(
            [
                PlaceSuccession(
                    former=made[row.level, row.code, False], now=_now(row, code, made), on=since
                )
                for row in rows
                for code in row.now
            ],
            batch_size=500,
        )
        return len(rows)


def correct_place(
    pk: int,
    *,
    name: str,
    valid_from: dt.date | None,
    valid_to: dt.date | None,
    now: Sequence[str],
    document: str,
    actor: Actor,
    at: dt.datetime,
) -> Place:
    """Correct a row: its name, its days, and the codes of the communes it has become.

    Codes do not change. Raises Forbidden, NotFound, Refused at the field.
    """
    check_can_correct_places(actor)
    name, document = normalise(name), normalise(document)
    check_correction(name, document, valid_from, valid_to, now)
    with transaction.atomic():
        place = Place.objects.select_for_update().filter(pk=pk).first()
        if place is None:
            raise NotFound("Không có địa danh này.")
        was = _facts(place)
        heirs = _heirs(place, now)
        place.name, place.valid_from, place.valid_to = name, valid_from, valid_to
        place.document = document[:200]
        place.edited_by_id, place.edited_at = actor.account_id or None, at
        above = lies_in(place_of(pk))
        place.search = search_text([name, above])[:300]
        _check_once(place)
        place.save()
        PlaceSuccession.objects.filter(former=place).exclude(now__in=heirs).delete()
        for heir in heirs:
            PlaceSuccession.objects.get_or_create(
                former=place, now=heir, defaults={"on": _day_after(valid_to, at)}
            )
        body = {"place": pk, "was": was, "is": _facts(place), "document": document}
        by = actor.account_id or None
        record_on(Subject.SETTING, 0, verb="place.correct", body=body, actor_id=by, at=at)
    return place


def _check_once(place: Place) -> None:
    same = Place.objects.filter(level=place.level, code=place.code, valid_to=place.valid_to)
    if same.exclude(pk=place.pk).exists():
        raise Refused("Mã này đã có một địa danh với ngày cuối như vậy.", field="valid_to")


def _heirs(place: Place, now: Sequence[str]) -> list[Place]:
    level = place.level if place.level == PlaceLevel.PROVINCE else PlaceLevel.COMMUNE
    found = {
        one.code: one for one in Place.objects.filter(level=level, code__in=now, valid_to=None)
    }
    if missing := [code for code in now if code not in found]:
        raise Refused(f"Không có địa danh hiện nay mang mã {missing[0][:10]}.", field="now")
    return [found[code] for code in dict.fromkeys(now)]


def _day_after(valid_to: dt.date | None, at: dt.datetime) -> dt.date:
    return valid_to + dt.timedelta(days=1) if valid_to else at.date()


def _facts(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "from": place.valid_from,
        "to": place.valid_to,
        "now": codes_now(place),
    }


def _new(row: SeedRow, made: dict[tuple[str, str, bool], Place], since: dt.date) -> Place:
    live = row.until is None
    above = None
    if row.within:
        level = PlaceLevel.PROVINCE if live or row.level == "district" else PlaceLevel.DISTRICT
        above = made[level, row.within, live]
    names = [row.name, *([above.name, lies_in(above)] if above else [])]
    return Place(
        level=row.level,
        code=row.code,
        name=row.name,
        search=search_text(names),
        within=above,
        valid_from=since if live else None,
        valid_to=row.until,
        document=SHIPPED,
    )


def _now(row: SeedRow, code: str, made: dict[tuple[str, str, bool], Place]) -> Place:
    level = row.level if row.level == PlaceLevel.PROVINCE else PlaceLevel.COMMUNE
    return made[level, code, True]


def _source() -> dict[str, Any]:
    text = (files("motcua.places") / "seed" / "source.json").read_text(encoding="utf-8")
    source: dict[str, Any] = json.loads(text)
    return source
