"""A signed report of the small office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from motcua.reports.actions import Asked, sign
from motcua.reports.models import SignedReport
from motcua.reports.queries import report_of
from motcua.reports.rules import fingerprint
from tests.office import NOW, Office

FEBRUARY = "2026-02"


def signed_report(
    office: Office,
    *,
    term: str = FEBRUARY,
    kind: str = "06a",
    by: str = "lanhdao",
    at: dt.datetime = NOW,
    **more: Any,
) -> SignedReport:
    """An Lạc's report of a month that is over, signed as its leader read it then."""
    asked = Asked(kind, office.ward.code, term)
    seen = fingerprint(report_of(kind, office.ward.code, term, "", at=at).filled)
    return sign(asked=asked, seen=seen, actor=office.actor(by, at=at), at=at, **more)
