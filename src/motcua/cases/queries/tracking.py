"""What a citizen may see with code and secret, and how often one may guess.

A wrong code and a wrong secret are the same answer, and take the same statements.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from motcua.cases.models import Case, TrackAttempt
from motcua.kernel.codes import BadCode, normalise_secret, parse_case_code
from motcua.kernel.refusals import NotFound, Refused
from motcua.prepared import prepared

# Eight characters of 31 are 8.5e11; with these limits a guesser needs longer than the file lives.
WINDOW: Final = dt.timedelta(minutes=15)
TRIES_PER_CODE: Final = 10
TRIES_PER_ADDRESS: Final = 30
# A file that was only laid on the desk has no code yet; its number stands on the slip all the same.
PROVISIONAL: Final = re.compile(r"TN-[0-9A-F]{10}")
UNKNOWN: Final = "Không có hồ sơ nào khớp với mã hồ sơ và mã bí mật này. Hãy xem lại giấy hẹn."

TOO_MANY: Final = "Tra cứu sai nhiều lần. Hãy thử lại sau 15 phút hoặc gọi đường dây nóng."


class TooManyTries(Refused):
    """Too many wrong guesses; answered 429."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where guesses are counted: the code asked for and the (shortened) address asking."""

    code: str
    address: str


def places_of(code: str, address: str) -> Places:
    """Hashed, so that the table of wrong guesses tells neither codes nor people.

    One code is one place however it is typed, or each way of typing it would have tries of its own.
    """
    try:
        counted = number_of(code)
    except BadCode:
        counted = " ".join(code.upper().split())
    return Places(_place("code", counted), network_place("address", address))


def network_place(what: str, address: str) -> str:
    """Where tries of some kind from one network are counted."""
    return _place(what, _network(address))


def tries_at(place: str, *, at: dt.datetime) -> int:
    """How many tries are counted there now. One statement."""
    return TrackAttempt.objects.filter(place=place, at__gt=at - WINDOW).count()


def _network(address: str) -> str:
    """An IPv4 address, or the network a home has in IPv6: it may take any address in there."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False).network_address)


def _place(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()[:40]


def check_not_too_many(places: Places, *, at: dt.datetime) -> None:
    """One statement. Raises TooManyTries."""
    tries = dict(_tries(places.code, places.address, at - WINDOW))
    if (
        tries.get(places.code, 0) >= TRIES_PER_CODE
        or tries.get(places.address, 0) >= TRIES_PER_ADDRESS
    ):
        raise TooManyTries(TOO_MANY)


@prepared
def _tries(code: str, address: str, since: dt.datetime) -> QuerySet[TrackAttempt, tuple[str, int]]:
    recent = TrackAttempt.objects.filter(place__in=(code, address), at__gt=since)
    return recent.values("place").annotate(n=Count("id")).values_list("place", "n")


def number_of(text: str) -> str:
    """A code or a provisional number as people type it, in stored form. Raises BadCode."""
    plain = "".join(text.upper().split())
    return plain if PROVISIONAL.fullmatch(plain) else str(parse_case_code(text))


def tracked_case(code: str, secret: str) -> Case:
    """The file of this code and secret. One statement. Raises NotFound, one text for all."""
    try:
        wanted = number_of(code)
    except BadCode:
        wanted = ""
    try:
        given = normalise_secret(secret)
    except BadCode:
        given = ""
    found = _numbered(wanted)
    case = found[0] if found else None
    known = case.secret if case else "-" * 8
    if not hmac.compare_digest(known.encode(), given.encode()) or case is None:
        raise NotFound(UNKNOWN)
    return case


def followed_case(case_id: int) -> Case:
    """A file whose secret was shown before, by id. One statement. Raises NotFound."""
    case = _with_words().filter(pk=case_id).first()
    if case is None:
        raise NotFound(UNKNOWN)
    return case


@prepared
def _numbered(number: str) -> QuerySet[Case]:
    return _with_words().filter(Q(code=number) | Q(provisional=number))[:1]


def _with_words() -> QuerySet[Case]:
    return Case.objects.select_related(
        *("agency", "handling_unit", "reception_unit", "version__procedure__field", "run")
    )
