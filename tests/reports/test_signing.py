"""Signed reports: frozen numbers, who may, replacement, and why a number is another today."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.catalogue.models import Offer
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.journal.rules import act_key
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.reports.actions import Asked, set_cut_off, sign
from motcua.reports.models import SignedReport
from motcua.reports.queries import (
    behind_change,
    closings_of,
    compared,
    reasons_for,
    report_of,
    signed_reports,
)
from motcua.reports.queries import (
    signed_report as kept,
)
from motcua.reports.rules import fingerprint
from tests.office import BUILDING, NOW, Office
from tests.reports.signing import FEBRUARY, signed_report

pytestmark = pytest.mark.django_db
FEB_10 = dt.datetime(2026, 2, 10, 9, 0, tzinfo=VIETNAM)
APRIL = dt.datetime(2026, 4, 2, 9, 0, tzinfo=VIETNAM)
DAY = dt.timedelta(days=1)


def received_in_february(office: Office) -> Case:
    return office.take_in(at=FEB_10)


def test_signing_freezes_every_number_with_who_and_when(office: Office) -> None:
    received_in_february(office)
    row = signed_report(office)
    assert (row.signed_by, row.signed_at, row.edition) == (office.account("lanhdao"), NOW, 1)
    assert row.total["cells"]["to_handle"] == 1
    assert [line["label"] for line in row.rows] == ["Hộ tịch"]
    entry = Entry.objects.get(subject=Subject.REPORT, subject_id=row.pk)
    assert (entry.verb, entry.actor) == ("report.signed", office.account("lanhdao"))
    assert (
        json.loads(entry.body)["fingerprint"] == row.fingerprint == fingerprint(kept(row.pk).filled)
    )
    assert list(faults()) == []


def test_a_report_signed_in_april_shows_what_changed_since(office: Office) -> None:
    """Received and due in February, still open then; the applicant takes it back in April, and a
    second file of February comes to light in a correction of the past.
    """
    first = received_in_february(office)
    row = signed_report(office, at=APRIL)
    later = APRIL + DAY
    second = office.take_in(BUILDING, at=FEB_10 + DAY)
    signed = kept(row.pk)
    found = compared(signed, later)
    assert found.changed["", "received_direct"] == (1, 2)
    assert found.changed["", "to_handle"] == (1, 2)
    assert ("", "finished") not in found.changed
    assert signed.filled.total is not None
    assert signed.filled.total.cells["to_handle"] == 1
    moved = behind_change(signed, "", "to_handle", later)
    assert moved is not None
    assert [one.key for one in moved] == [str(second.pk)]
    reasons = reasons_for(moved, since=row.signed_at, actor=office.actor("lanhdao"))
    assert [one.number for one in reasons] == [second.number]
    assert reasons[0].then is None
    assert first.number not in [one.number for one in reasons]


def test_the_reason_names_what_was_done_since_and_by_whom(office: Office) -> None:
    """A withdrawal on the last day, written after the books were signed at noon."""
    case = received_in_february(office)
    last = dt.datetime(2026, 2, 28, 9, 0, tzinfo=VIETNAM)
    row = signed_report(office, term="2026-02", at=NOW)
    case = office.act(case, Verb.WITHDRAW, by="tiepnhan", reason="nộp nhầm", at=NOW + DAY)
    Case.objects.filter(pk=case.pk).update(finished_at=last)
    signed = kept(row.pk)
    moved = behind_change(signed, "", "finished", NOW + 2 * DAY)
    assert moved is not None
    (reason,) = reasons_for(moved, since=row.signed_at, actor=office.actor("lanhdao"))
    assert [(act.verb, act.who) for act in reason.acts] == [(Verb.WITHDRAW, "Trần Tiếp Nhận")]
    assert reason.then is not None
    assert reason.now is not None
    assert reason.then.cells - reason.now.cells <= {"in_progress_on_time", "in_progress_overdue"}


def test_reasons_show_only_files_one_may_know_of(office: Office) -> None:
    row = signed_report(office)
    received_in_february(office)
    moved = behind_change(kept(row.pk), "", "to_handle", NOW)
    assert moved is not None
    assert len(moved) == 1
    stranger = office.actor("lanhdao.binhtan")
    assert reasons_for(moved, since=row.signed_at, actor=stranger) == []


@pytest.mark.parametrize("who", ["kiemsoat", "lanhdao.binhtan", "lanhdao.tphcm", "quantri"])
def test_only_the_leader_of_the_agency_itself_signs(office: Office, who: str) -> None:
    with pytest.raises(Forbidden, match="lãnh đạo của chính cơ quan"):
        signed_report(office, by=who)


def test_numbers_that_moved_while_one_read_are_not_signed(office: Office) -> None:
    asked = Asked("06a", office.ward.code, FEBRUARY)
    seen = fingerprint(report_of("06a", office.ward.code, FEBRUARY, "", at=NOW).filled)
    received_in_february(office)
    with pytest.raises(Conflict, match="đã thay đổi"):
        sign(asked=asked, seen=seen, actor=office.actor("lanhdao"), at=NOW)
    assert not SignedReport.objects.exists()


def test_a_term_that_still_runs_is_not_signed(office: Office) -> None:
    with pytest.raises(Refused, match="mới kết thúc") as refusal:
        signed_report(office, term="2026-03")
    assert refusal.value.field == "term"


def test_a_signed_report_is_replaced_for_a_reason_and_stays(office: Office) -> None:
    first = signed_report(office)
    with pytest.raises(Refused, match="đúng các số này"):
        signed_report(office, reason="lần nữa")
    received_in_february(office)
    with pytest.raises(Refused, match="ghi lý do") as refusal:
        signed_report(office)
    assert refusal.value.field == "reason"
    second = signed_report(office, reason="Bổ sung hồ sơ giấy")
    assert second.edition == 2
    old = kept(first.pk)
    assert old.replaced_by == second
    assert old.filled.total is not None
    assert old.filled.total.cells["to_handle"] == 0
    assert kept(second.pk).replaced_by is None
    assert [row.pk for row in signed_reports(office.agencies["tphcm"])] == [second.pk, first.pk]


@pytest.mark.parametrize(
    "statement", ["UPDATE report_signed SET text = 'x'", "DELETE FROM report_signed"]
)
def test_the_database_refuses_to_rewrite_what_was_signed(office: Office, statement: str) -> None:
    signed_report(office)
    with (
        pytest.raises(IntegrityError, match="never rewritten"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert SignedReport.objects.count() == 1


def test_pressing_twice_signs_once(office: Office) -> None:
    key = act_key(office.account("lanhdao").pk, "k", b"x")
    assert signed_report(office, key=key) == signed_report(office, key=key)


def test_a_changed_offer_is_the_reason_of_07b(office: Office) -> None:
    row = signed_report(office, kind="07b")
    offer = Offer.objects.filter(agency=office.ward).select_related("procedure").latest("pk")
    Offer.objects.filter(pk=offer.pk).update(valid_to=dt.date(2026, 2, 1))
    signed = kept(row.pk)
    was, is_now = compared(signed, NOW).changed[office.ward.code, "one_stop"]
    assert is_now == was - 1
    moved = behind_change(signed, office.ward.code, "one_stop", NOW)
    assert moved is not None
    assert [one.key for one in moved] == [offer.procedure.code]


def test_the_closing_day_is_the_agency_s_own_else_the_one_above(office: Office) -> None:
    july, august = dt.date(2026, 7, 1), dt.date(2026, 8, 1)
    above = office.actor("kiemsoat.tphcm")
    set_cut_off(agency_code="H29", day=14, valid_from=july, actor=above, at=NOW)
    own = office.actor("quantri")
    set_cut_off(agency_code="H29.101", day=20, valid_from=august, actor=own, at=NOW)
    closings = closings_of(office.ward)
    days = [closings.day_of(dt.date(2026, month, 1)) for month in (6, 7, 8)]
    assert days == [None, 14, 20]
    assert closings_of(office.neighbour).day_of(august) == 14
    entry = Entry.objects.filter(verb="reports.cut_off").latest("pk")
    assert json.loads(entry.body) == {"valid_from": "2026-08-01", "day": 20, "was": None}
    term = report_of("07b", "H29.101", "2026-08", "", at=NOW).filled
    assert (term.first, term.last) == (dt.date(2026, 7, 15), dt.date(2026, 8, 20))


def test_who_sets_the_closing_day_and_which(office: Office) -> None:
    facts = {"agency_code": "H29.101", "valid_from": dt.date(2026, 7, 1), "at": NOW}
    for who in ("lanhdao", "tiepnhan", "lanhdao.binhtan"):
        with pytest.raises(Forbidden):
            set_cut_off(day=14, actor=office.actor(who), **facts)
    with pytest.raises(Refused, match="1 đến 28"):
        set_cut_off(day=29, actor=office.actor("kiemsoat"), **facts)
    with pytest.raises(Refused, match="đầu một tháng"):
        set_cut_off(
            day=1,
            actor=office.actor("kiemsoat"),
            **(facts | {"valid_from": dt.date(2026, 7, 2)}),
        )


def test_what_was_never_signed_is_not_there() -> None:
    with pytest.raises(NotFound):
        kept(1)
