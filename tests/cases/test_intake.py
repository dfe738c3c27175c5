"""Taking a file in: what is written, what is refused, and that nothing is half-written."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import TestCase

from motcua.cases.actions.intake import take_in
from motcua.cases.models import Case, CasePaper, Counter
from motcua.cases.rules.papers import PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import Money, PaperForm, ReturnChannel, State
from motcua.catalogue.queries import NotInForce, NotOffered
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.journal.rules import act_key
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.kernel.worktime import VIETNAM, BeyondHorizon
from motcua.process.models import Run, WorkItem
from tests.office import BUILDING, COPIES, MARRIAGE, NOW, Office

pytestmark = pytest.mark.django_db


def test_an_accepted_file_has_code_date_work_and_a_journal(office: Office) -> None:
    case = office.take_in()
    assert case.code == f"{office.ward.code}-260302-0001"
    assert case.state == State.RECEIVED
    # Five working days after Monday 2 March: 3, 4, 5, 6, 9.
    assert case.due_at == dt.datetime(2026, 3, 9, 23, 59, 59, tzinfo=VIETNAM)
    assert case.due_original_at == case.due_at
    (item,) = WorkItem.objects.filter(run_id=case.pk)
    assert (item.step, item.unit_id) == ("tiep_nhan", office.units["anlac", "MC"].pk)
    (entry,) = Entry.objects.filter(subject_id=case.pk, subject=1)
    assert (entry.verb, entry.seq, bytes(entry.hash)) == ("accept", 1, bytes(case.journal_head))
    assert not list(faults())


def test_numbers_of_a_day_follow_each_other_and_start_again_the_next(office: Office) -> None:
    codes = [office.take_in().code or "" for _ in range(3)]
    assert [code[-4:] for code in codes] == ["0001", "0002", "0003"]
    tomorrow = office.take_in(at=NOW + dt.timedelta(days=1))
    assert str(tomorrow.code).endswith("-260303-0001")


def test_a_file_received_at_night_counts_for_the_day_in_vietnam(office: Office) -> None:
    late = dt.datetime(2026, 3, 2, 17, 30, tzinfo=dt.UTC)  # half past midnight of the 3rd there
    assert "-260303-" in str(office.take_in(at=late).code)


def test_the_fee_is_the_rule_of_the_day_of_submission(office: Office) -> None:
    case = office.take_in(COPIES, fee_pages=3, fee_copies=2)
    assert case.fee is not None
    # The office's copies cost 2.000 a page: three pages, two copies.
    assert (case.fee["total"], case.money) == (12_000, Money.DUE)
    assert office.take_in(MARRIAGE).money == Money.NONE


def test_papers_are_kept_with_form_and_number(office: Office) -> None:
    papers = (PaperIn("to_khai"), PaperIn("xac_nhan", PaperForm.CERTIFIED_COPY, 2))
    case = office.take_in(papers=papers)
    rows = CasePaper.objects.filter(case=case).order_by("id").values_list("key", "form", "quantity")
    assert list(rows) == [("to_khai", "original", 1), ("xac_nhan", "certified_copy", 2)]


def nothing_was_written() -> bool:
    tables = (Case, Run, WorkItem, CasePaper, Counter)
    return not any(table.objects.exists() for table in tables) and not (
        Entry.objects.filter(subject=1).exists()
    )


REFUSALS = {
    "a missing required paper": ({"papers": (PaperIn("to_khai"),)}, "papers"),
    "an applicant without a name": ({"applicant": Party(name="  ")}, "applicant.name"),
    "a number of eleven digits": (
        {"applicant": Party(name="Lê An", id_number="07930101234")},
        "applicant.id_number",
    ),
    "a firm with a wrong tax code": (
        {"applicant": Party(name="Công ty A", kind="firm", id_number="0100233489")},
        "applicant.id_number",
    ),
    "a phone that cannot ring": (
        {"applicant": Party(name="Lê An", phone="12")},
        "applicant.phone",
    ),
    "no sets of papers": ({"copies": 0}, "copies"),
    "an unknown channel": ({"channel": "fax"}, "channel"),
    "result by post without an address": (
        {"applicant": Party(name="Lê An"), "return_channel": ReturnChannel.POSTAL},
        "applicant.address",
    ),
    "a paper in no known form": ({"papers": (PaperIn("to_khai", "scan"),)}, "papers.0.form"),  # type: ignore[arg-type]
    "a paper nobody named": ({"papers": (PaperIn("la"),)}, "papers.0.name"),
    "nought of a paper": ({"papers": (PaperIn("to_khai", quantity=0),)}, "papers.0.quantity"),
}


@pytest.mark.parametrize(("changes", "field"), REFUSALS.values(), ids=REFUSALS)
def test_bad_input_is_refused_at_its_field_and_nothing_is_written(
    office: Office, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        office.take_in(**changes)
    assert refusal.value.field == field
    assert nothing_was_written()


def test_the_case_of_a_procedure_with_several_must_be_named(office: Office) -> None:
    with pytest.raises(Refused, match="trường hợp") as refusal:
        office.take_in(BUILDING, case_key="")
    assert refusal.value.field == "case_key"


def test_a_procedure_not_in_force_that_day_is_refused_with_its_dates(office: Office) -> None:
    before = dt.datetime(2025, 6, 2, 9, tzinfo=VIETNAM)
    with pytest.raises((NotInForce, NotFound, Forbidden)):
        office.take_in(at=before)
    with pytest.raises(NotFound, match="Không có thủ tục"):
        office.take_in(procedure_code="9.999999")


def test_a_procedure_the_agency_does_not_offer_is_refused(office: Office) -> None:
    with pytest.raises(NotOffered):
        office.take_in(BUILDING, by="tiepnhan.binhtan", agency_code=office.neighbour.code)


def test_a_due_date_beyond_the_declared_calendar_says_how_far_it_goes(office: Office) -> None:
    far = dt.datetime(2028, 12, 29, 9, tzinfo=VIETNAM)
    with pytest.raises((BeyondHorizon, Refused), match="2028"):
        office.take_in(at=far)
    assert nothing_was_written()


@pytest.mark.parametrize(
    "who", ["thuly", "truongphong", "lanhdao", "vanthu", "quantri", "thanhtra", "tiepnhan.binhtan"]
)
def test_only_the_desk_of_the_agency_takes_files_in(office: Office, who: str) -> None:
    with pytest.raises(Forbidden):
        office.take_in(by=who)
    assert nothing_was_written()


def test_a_registered_file_has_a_provisional_number_and_no_promise(office: Office) -> None:
    case = office.take_in(accept=False, papers=())
    assert re.fullmatch(r"TN-[0-9A-F]{10}", case.number)
    assert (case.state, case.code, case.due_at) == (State.REGISTERED, None, None)
    assert not WorkItem.objects.filter(run_id=case.pk).exists()
    assert not Counter.objects.exists()


def test_the_same_key_takes_the_file_in_once(office: Office) -> None:
    actor, key = office.actor("tiepnhan"), act_key(1, "k-1", b"body")
    first = take_in(form=office.form(), actor=actor, at=NOW, key=key)
    again = take_in(form=office.form(), actor=actor, at=NOW, key=key)
    assert (again.pk, again.code, Case.objects.count()) == (first.pk, first.code, 1)


@pytest.mark.parametrize("extra", [0, 20])
def test_an_intake_costs_the_same_with_two_papers_or_twenty_two(office: Office, extra: int) -> None:
    office.take_in()  # what a process reads once and keeps
    papers = (*office.form().papers, *(PaperIn(f"them-{n}", name="Khác") for n in range(extra)))
    form, actor = office.form(papers=papers), office.actor("tiepnhan")
    # PostgreSQL takes the rows of all tables at once; the savepoint pair of the test is included.
    with TestCase().assertNumQueries(6 if connection.vendor == "postgresql" else 9):
        take_in(form=form, actor=actor, at=NOW)
