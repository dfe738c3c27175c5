"""Signing a report, and saying when the books of an agency close."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction

from motcua.journal.actions import record
from motcua.journal.queries import entry_for
from motcua.journal.rules import ActKey, ChainEnd
from motcua.journal.states import Subject
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import day_of
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.queries import agency_by_code
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.reports.access import check_can_correct, check_can_set_cut_off, check_can_sign
from motcua.reports.layouts import sums_of
from motcua.reports.models import Correction, CutOff, SignedReport
from motcua.reports.queries import Report, current_report, members_of, report_of
from motcua.reports.rules import (
    MOST_CUT_OFF,
    MOST_VALUE,
    Line,
    cell_to_correct,
    check_over,
    check_seen,
    check_whole,
    checked_reason,
    checked_text,
    fingerprint,
    packed,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report: as its address says it (reports.queries.report_of)."""

    kind: str
    agency_code: str
    term: str
    cut_off: str = ""


def sign(
    *,
    asked: Asked,
    seen: str,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
    text: str = "",
    key: ActKey | None = None,
) -> SignedReport:
    """Freeze a report with the numbers that were read: `seen` is their fingerprint, `text` what is
    said about them.

    A signed report is never rewritten; another one may replace it, for a `reason`. Raises Refused
    (field "term", "reason", "text"; and those of report_of), Forbidden, and Conflict when numbers
    moved.
    """
    agency = agency_by_code(asked.agency_code)
    check_can_sign(actor, agency.pk)
    with transaction.atomic():
        agency = locked_agency(agency.pk)
        done = entry_for(key)
        if done is not None:
            return SignedReport.objects.get(pk=done.subject_id)
        report = report_of(asked.kind, agency.code, asked.term, asked.cut_off, at=at)
        _check(report, seen, at)
        print_now = fingerprint(report.filled)
        before = current_report(agency, asked.kind, report.term)
        words = checked_text(text)
        if before is not None and (before.fingerprint, before.text) == (print_now, words):
            raise Refused(f"Đã ký đúng các số này ngày {short_date(day_of(before.signed_at))}.")
        why = checked_reason(reason) if before is not None else ""
        edition = before.edition + 1 if before is not None else 1
        signed = _kept(report, Words(words, why), edition, actor, at)
        _say(signed, report, key)
    return signed


def _check(report: Report, seen: str, at: dt.datetime) -> None:
    check_over(report.filled, day_of(at))
    check_whole(report.faults)
    check_seen(seen, fingerprint(report.filled))


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote: the text of the report, and why it replaces another."""

    text: str
    reason: str


def _kept(
    report: Report, words: Words, edition: int, actor: Actor, at: dt.datetime
) -> SignedReport:
    filled, agency = report.filled, report.agency
    seat = actor.seat_in(agency.code, Role.AGENCY_LEADER)
    assert seat is not None
    members = members_of(report.layout.kind, agency, (filled.first, filled.last), at)
    return SignedReport.objects.create(
        agency=agency,
        kind=report.layout.kind,
        layout=report.layout.version,
        term=report.term.key,
        edition=edition,
        first=filled.first,
        last=filled.last,
        rows=[_plain(line) for line in filled.lines],
        total=_plain(filled.total) if filled.total else None,
        members=packed(members) if members is not None else None,
        text=words.text,
        reason=words.reason,
        fingerprint=fingerprint(filled),
        signed_by_id=actor.account_id,
        signer_title=seat.title or str(seat.role.label),
        signed_at=at,
    )


def _plain(line: Line) -> dict[str, object]:
    return {"key": line.key, "label": line.label, "cells": dict(line.cells)}


def _say(signed: SignedReport, report: Report, key: ActKey | None) -> None:
    record(
        ChainEnd(Subject.REPORT, signed.pk, 0, b""),
        verb="report.signed",
        body={
            "agency": report.agency.code,
            "kind": str(signed.kind),
            "layout": signed.layout,
            "term": signed.term,
            "edition": signed.edition,
            "first": signed.first,
            "last": signed.last,
            "fingerprint": signed.fingerprint,
            "reason": signed.reason,
            "text": hashlib.sha256(signed.text.encode()).hexdigest(),
        },
        actor_id=signed.signed_by_id,
        at=signed.signed_at,
        key=key,
    )


def set_cut_off(
    *, agency_code: str, day: int | None, valid_from: dt.date, actor: Actor, at: dt.datetime
) -> CutOff:
    """From a month on the agency's books close on this day; None: on the last of each month.

    `valid_from`: the first day of that month. What was signed keeps its days. Raises Refused
    (field "day" or "valid_from"), Forbidden.
    """
    if day is not None and not 1 <= day <= MOST_CUT_OFF:
        raise Refused(f"Ngày chốt phải từ 1 đến {MOST_CUT_OFF}, hoặc cuối tháng.", field="day")
    if valid_from.day != 1:
        raise Refused("Ngày chốt có hiệu lực từ đầu một tháng.", field="valid_from")
    with transaction.atomic():
        agency = locked_agency(agency_by_code(agency_code).pk)
        check_can_set_cut_off(actor, agency)
        was = CutOff.objects.filter(agency=agency, valid_from=valid_from).first()
        body = {"valid_from": valid_from, "day": day, "was": was.day if was else None}
        found = was or CutOff(agency=agency, valid_from=valid_from)
        found.day = day
        found.save()
        note(agency.pk, "reports.cut_off", body, actor=actor, at=at)
    return found


def correct(
    *,
    asked: Asked,
    row: str,
    column: str,
    value: int,
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> Correction:
    """Put one number of a report right; the one that was counted is kept beside it, with why.

    The same number as counted takes a correction back. What was signed stays. Raises Refused
    (field "row", "column", "value", "reason"; and those of report_of), Forbidden.
    """
    agency = agency_by_code(asked.agency_code)
    check_can_correct(actor, agency.pk)
    why = checked_reason(reason)
    if not 0 <= value <= MOST_VALUE:
        raise Refused("Số phải từ 0 trở lên.", field="value")
    with transaction.atomic():
        agency = locked_agency(agency.pk)
        report = report_of(asked.kind, agency.code, asked.term, asked.cut_off, at=at)
        counted = _counted(report, row, column, value)
        made = Correction.objects.create(
            agency=agency,
            kind=report.layout.kind,
            term=report.term.key,
            first=report.filled.first,
            last=report.filled.last,
            row=row,
            column=column,
            counted=counted,
            value=value,
            reason=why,
            made_by_id=actor.account_id,
            made_at=at,
        )
        note(agency.pk, "reports.corrected", _said_of(made), actor=actor, at=at)
    return made


def _counted(report: Report, row: str, column: str, value: int) -> int:
    """What stands in the cell without people. Raises Refused, also when it is `value` already."""
    sums = sums_of(report.layout)
    if cell_to_correct(report.filled, row, column, sums) == value:
        raise Refused("Số này đang đúng như vậy rồi.", field="value")
    return cell_to_correct(report.counted, row, column, sums)


def _said_of(made: Correction) -> dict[str, object]:
    names = ("term", "first", "last", "row", "column", "counted", "value", "reason")
    return {"kind": str(made.kind)} | {name: getattr(made, name) for name in names}
