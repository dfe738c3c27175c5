"""One answer a file, whoever asks how often; an unhappy one is followed to its outcome."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.surveys.actions import close_follow_up, enter_slip, rate, take_slip_back, take_up
from motcua.surveys.models import FollowUp, Rating
from motcua.surveys.queries import By, answers_by, follow_ups_of, slips_entered, total_of
from motcua.surveys.states import FollowUpState, RatingChannel
from tests.office import NOW, Office

DAY = dt.timedelta(days=1)
YEAR = {"first": dt.date(NOW.year, 1, 1), "last": dt.date(NOW.year, 12, 31)}


@pytest.fixture
def ended(office: Office) -> Case:
    return end(office)


def end(office: Office) -> Case:
    """A file that is over: the applicant took it back."""
    return office.act(office.take_in(), Verb.WITHDRAW, by="tiepnhan", reason="nộp nhầm")


def test_a_file_is_rated_once_it_is_over(office: Office) -> None:
    case = office.take_in()
    with pytest.raises(Refused, match="chưa kết thúc"):
        rate(case_id=case.pk, value="satisfied", at=NOW)
    case = office.act(case, Verb.WITHDRAW, by="tiepnhan", reason="nộp nhầm")
    rating = rate(case_id=case.pk, value="satisfied", comment=" cảm ơn ", at=NOW)
    assert (rating.agency, rating.comment, rating.channel) == (office.ward, "cảm ơn", "tracking")


def test_the_same_answer_twice_counts_once_and_another_is_refused(ended: Case) -> None:
    first = rate(case_id=ended.pk, value="neutral", at=NOW)
    assert rate(case_id=ended.pk, value="neutral", at=NOW + DAY) == first
    with pytest.raises(Conflict, match="đã được đánh giá ngày") as refusal:
        rate(case_id=ended.pk, value="satisfied", at=NOW + DAY)
    assert refusal.value.field == "value"
    assert Rating.objects.get().value == "neutral"
    assert Entry.objects.filter(subject=Subject.SURVEY).count() == 1


def test_the_database_keeps_one_answer_a_file_of_the_five(ended: Case) -> None:
    rate(case_id=ended.pk, value="neutral", at=NOW)
    row = {"agency_id": ended.agency_id, "channel": "paper", "at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(case=ended, value="satisfied", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.update(value="great")


def test_the_chain_of_the_file_does_not_tell_who_was_unhappy(office: Office, ended: Case) -> None:
    """Those who worked on the file read its history; the answer stands on a chain of its own."""
    before = Entry.objects.filter(subject=Subject.CASE, subject_id=ended.pk).count()
    rating = rate(case_id=ended.pk, value="dissatisfied", comment="chậm", at=NOW)
    assert Entry.objects.filter(subject=Subject.CASE, subject_id=ended.pk).count() == before
    entry = Entry.objects.get(subject=Subject.SURVEY, subject_id=rating.pk)
    assert json.loads(entry.body) == {
        "case": ended.pk,
        "value": "dissatisfied",
        "channel": "tracking",
    }
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("value", "follows"),
    [
        ("very_satisfied", False),
        ("satisfied", False),
        ("neutral", False),
        ("dissatisfied", True),
        ("very_dissatisfied", True),
    ],
)
def test_an_unhappy_answer_must_be_looked_into(ended: Case, value: str, *, follows: bool) -> None:
    rating = rate(case_id=ended.pk, value=value, at=NOW)
    found = FollowUp.objects.filter(rating=rating).first()
    assert (found is not None) == follows
    if found is not None:
        # Monday 2 March 2026 and five working days: the Monday after.
        assert found.due_at.date() > NOW.date()
        assert found.state == FollowUpState.OPEN


def test_an_unhappy_answer_is_followed_to_its_outcome(office: Office, ended: Case) -> None:
    rate(case_id=ended.pk, value="dissatisfied", at=NOW)
    leader = office.actor("lanhdao")
    (found,), closed = follow_ups_of(leader)
    assert closed == []
    taken = take_up(follow_up_id=found.pk, actor=leader, at=NOW)
    assert (taken.state, taken.owner_id) == (FollowUpState.TAKEN, leader.account_id)
    with pytest.raises(Conflict, match="đã có người nhận"):
        take_up(follow_up_id=found.pk, actor=leader, at=NOW)
    with pytest.raises(Refused) as refusal:
        close_follow_up(follow_up_id=found.pk, outcome=" ", actor=leader, at=NOW)
    assert refusal.value.field == "outcome"
    words = "Đã gọi điện xin lỗi, hướng dẫn nộp lại."
    close_follow_up(follow_up_id=found.pk, outcome=words, actor=leader, at=NOW + DAY)
    with pytest.raises(Conflict, match="đã được trả lời"):
        close_follow_up(follow_up_id=found.pk, outcome=words, actor=leader, at=NOW + DAY)
    waiting, (last,) = follow_ups_of(leader)
    assert (waiting, last.outcome, last.closed_at) == ([], words, NOW + DAY)
    verbs = Entry.objects.filter(subject=Subject.SURVEY).order_by("seq").values_list("verb")
    assert [verb for (verb,) in verbs] == ["rating.given", "follow_up.taken", "follow_up.closed"]


@pytest.mark.parametrize("who", ["tiepnhan", "thuly", "truongphong", "vanthu", "lanhdao.binhtan"])
def test_nobody_but_the_leader_learns_of_an_unhappy_answer(
    office: Office, ended: Case, who: str
) -> None:
    rate(case_id=ended.pk, value="dissatisfied", at=NOW)
    found, actor = FollowUp.objects.get(), office.actor(who)
    assert follow_ups_of(actor) == ([], [])
    with pytest.raises(NotFound):
        take_up(follow_up_id=found.pk, actor=actor, at=NOW)
    with pytest.raises(NotFound):
        close_follow_up(follow_up_id=found.pk, outcome="x", actor=actor, at=NOW)


def test_a_paper_slip_is_typed_in_and_taken_back(office: Office, ended: Case) -> None:
    desk = office.actor("tiepnhan")
    rating = enter_slip(code=ended.number.lower(), value="dissatisfied", actor=desk, at=NOW)
    assert (rating.channel, rating.entered_by_id) == (RatingChannel.PAPER, desk.account_id)
    assert [one.pk for one in slips_entered(desk, since=NOW)] == [rating.pk]
    for who in ("tiepnhan2", "tiepnhan.binhtan"):
        with pytest.raises(NotFound):
            take_slip_back(rating_id=rating.pk, actor=office.actor(who), at=NOW)
    with pytest.raises(NotFound):
        take_slip_back(rating_id=rating.pk, actor=desk, at=NOW + DAY)
    assert take_slip_back(rating_id=rating.pk, actor=desk, at=NOW) == ended.number
    assert not Rating.objects.exists()
    assert not FollowUp.objects.exists()
    assert enter_slip(code=ended.number, value="satisfied", actor=desk, at=NOW).value == "satisfied"
    assert list(faults()) == []


def test_a_slip_that_is_looked_into_is_not_taken_back(office: Office, ended: Case) -> None:
    desk = office.actor("tiepnhan")
    rating = enter_slip(code=ended.number, value="dissatisfied", actor=desk, at=NOW)
    take_up(follow_up_id=FollowUp.objects.get().pk, actor=office.actor("lanhdao"), at=NOW)
    with pytest.raises(Refused, match="đang xem xét"):
        take_slip_back(rating_id=rating.pk, actor=desk, at=NOW)


@pytest.mark.parametrize(
    ("who", "code", "kind"),
    [
        ("thuly", None, Forbidden),
        ("lanhdao", None, Forbidden),
        ("tiepnhan.binhtan", None, Refused),
        ("tiepnhan", "H29.101-260302-9999", Refused),
        ("tiepnhan", "không phải mã", Refused),
    ],
)
def test_whose_slips_and_which(
    office: Office, ended: Case, who: str, code: str | None, kind: type[Refused]
) -> None:
    with pytest.raises(kind) as refusal:
        enter_slip(code=code or ended.number, value="satisfied", actor=office.actor(who), at=NOW)
    assert kind is Forbidden or refusal.value.field == "code"
    assert not Rating.objects.exists()


def test_answers_are_summed_in_one_statement(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    values = ["satisfied", "very_satisfied", "neutral", "dissatisfied"]
    for value in values:
        rate(case_id=end(office).pk, value=value, at=NOW)
    for by in By:
        with django_assert_num_queries(1):
            (group,) = answers_by(by, **YEAR)
        assert (group.answers.satisfied, group.answers.neutral) == (2, 1)
        assert total_of([group]).count == 4
    assert answers_by(By.MONTH, **YEAR)[0].key == f"{NOW:%Y-%m}"
    assert answers_by(By.AGENCY, path=office.ward.path, **YEAR)[0].label == office.ward.short_name
    assert answers_by(By.AGENCY, path=office.agencies["binhtan"].path, **YEAR) == []


def test_days_are_days_in_vietnam(office: Office, ended: Case) -> None:
    night = dt.datetime(2026, 3, 3, 18, 30, tzinfo=dt.UTC)  # 01:30 on the 4th
    rate(case_id=ended.pk, value="satisfied", at=night)
    for day, found in ((3, 0), (4, 1)):
        one = dt.date(2026, 3, day)
        assert total_of(answers_by(By.AGENCY, first=one, last=one)).count == found
