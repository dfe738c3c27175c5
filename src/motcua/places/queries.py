"""Finding places by words, and what old names are called today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db.models import Q

from motcua.kernel.refusals import NotFound
from motcua.places.models import Place, PlaceSuccession
from motcua.places.rules import Known, is_called, today_words, words_of
from motcua.places.states import PlaceLevel

MOST_FOUND: Final = 20
# More than have one name; an exact name among them is never cut off.
_MOST_READ: Final = 300


def find_places(text: str, *, on: dt.date) -> list[Known]:
    """Communes that the words fit, today's first, exact names before longer ones; at most 20.

    Two statements.
    """
    words = words_of(text)
    if not words:
        return []
    found = list(
        Place.objects.filter(_fits(words), level=PlaceLevel.COMMUNE)
        .select_related("within__within")
        .order_by("valid_to", "name", "pk")[:_MOST_READ]
    )
    phrase = f" {' '.join(words)} "
    found.sort(
        key=lambda one: (
            _is_former(one, on),
            not is_called(one.name, text),
            phrase not in one.search,
        )
    )
    return _known(found[:MOST_FOUND], on)


def place_of(pk: int) -> Place:
    """One place with what it lies in. One statement. Raises NotFound."""
    found = Place.objects.select_related("within__within").filter(pk=pk).first()
    if found is None:
        raise NotFound("Không có địa danh này.")
    return found


def names_today(addresses: Sequence[tuple[str, str]], *, on: dt.date) -> dict[tuple[str, str], str]:
    """For (commune, province) as written: the words with today's names, where they differ.

    Two statements for all of them, none without addresses.
    """
    wanted = {pair: words_of(f"{pair[0]} {pair[1]}") for pair in addresses if pair[0]}
    asked = [words for words in wanted.values() if words]
    if not asked:
        return {}
    fits = Q()
    for words in asked:
        fits |= _fits(words)
    rows = list(
        Place.objects.filter(fits, level=PlaceLevel.COMMUNE)
        .select_related("within__within")
        .order_by("pk")[: _MOST_READ * len(asked)]
    )
    known = list(zip(rows, _known(rows, on), strict=True))
    said = {}
    for pair, words in wanted.items():
        meant = [one for row, one in known if _holds(row, words)]
        if text := today_words(pair[0], meant):
            said[pair] = text
    return said


def codes_now(place: Place) -> list[str]:
    """Codes of what a place has become. One statement."""
    return list(place.became.order_by("now__code").values_list("now__code", flat=True))


def lies_in(place: Place) -> str:
    """The names above it: "Quận 3, Thành phố Hồ Chí Minh"; its `within` are loaded."""
    names, one = [], place.within
    while one is not None:
        names.append(one.name)
        one = one.within
    return ", ".join(names)


def _fits(words: Sequence[str]) -> Q:
    """Every word begins a word of the place; a number is a whole one."""
    fits = Q()
    for word in words:
        fits &= Q(search__contains=f" {word} " if word.isdigit() else f" {word}")
    return fits


def _holds(place: Place, words: Sequence[str]) -> bool:
    return all((f" {word} " if word.isdigit() else f" {word}") in place.search for word in words)


def _is_former(place: Place, on: dt.date) -> bool:
    return place.valid_to is not None and place.valid_to < on


def _known(rows: Sequence[Place], on: dt.date) -> list[Known]:
    former = [one.pk for one in rows if _is_former(one, on)]
    now: dict[int, list[str]] = {}
    if former:
        became = PlaceSuccession.objects.filter(former__in=former).select_related("now__within")
        for one in became.order_by("now__name", "pk"):
            now.setdefault(one.former_id, []).append(f"{one.now.name}, {lies_in(one.now)}")
    return [
        Known(one.pk, one.name, lies_in(one), _is_former(one, on), tuple(now.get(one.pk, ())))
        for one in rows
    ]
