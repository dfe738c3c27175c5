"""A report signed before some past files were loaded: it shows what changed since."""

from __future__ import annotations

import datetime as dt

from motcua.kernel.worktime import VIETNAM
from motcua.management.demo.organisation import Demo
from motcua.organisation.queries import actor_for_session
from motcua.reports.actions import Asked, sign
from motcua.reports.models import SignedReport
from motcua.reports.queries import report_of
from motcua.reports.rules import Closings, fingerprint, newest_over
from motcua.reports.states import Kind, Span


def sign_report(demo: Demo, *, ward: str, span: Span, at: dt.datetime) -> SignedReport:
    """The leader signs II.06a of the term of this length that ended last."""
    code = demo.agencies[ward].code
    term = newest_over(at.astimezone(VIETNAM).date(), Closings.always(None), span).key
    actor = actor_for_session(demo.accounts[f"lanhdao.{ward}"].pk, at=at)
    assert actor is not None
    seen = fingerprint(report_of(Kind.HANDLING, code, term, "", at=at).filled)
    asked = Asked(Kind.HANDLING, code, term)
    return sign(asked=asked, seen=seen, actor=actor, at=at)
