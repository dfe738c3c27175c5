"""The morning letter and the warnings: who is told what, and that it is told once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from motcua.cases.actions.digest import send_digests
from motcua.cases.actions.warnings import tell_expired_supplements, warn_due_soon
from motcua.cases.models import Case, SupplementRequest
from motcua.cases.states import RequestState, Verb
from motcua.kernel.worktime import VIETNAM
from motcua.notices.models import Message
from motcua.organisation.actions import delegate
from motcua.organisation.models import Post
from motcua.process.models import WorkItem
from tests.office import NOW, Office

LINK = "http://127.0.0.1:8000/desk/"
FRIDAY = dt.datetime(2026, 3, 6, 7, 0, tzinfo=VIETNAM)


def morning(at: dt.datetime) -> int:
    return send_digests(at=at, link=LINK)


def letter(office: Office, who: str) -> str:
    rows = Message.objects.filter(account=office.account(who), way="desk", key__startswith="digest")
    return "\n".join(f"{row.subject}\n{row.body}" for row in rows)


def held(office: Office, count: int = 1) -> list[Case]:
    """Files whose appraisal the specialist holds; they are due on Monday 9 March."""
    cases = [office.walk(office.take_in(), to="thu_ly") for _ in range(count)]
    return [office.act(case, Verb.CLAIM, by="thuly") for case in cases]


def test_who_has_nothing_to_do_gets_no_letter(office: Office) -> None:
    assert morning(FRIDAY) == 0
    assert not Message.objects.exists()


def test_an_officer_reads_what_is_late_due_today_held_and_waiting(office: Office) -> None:
    held(office, 2)
    office.walk(office.take_in(), to="thu_ly")
    first, second = Case.objects.order_by("pk")[:2]
    Case.objects.filter(pk=first.pk).update(due_at=FRIDAY - dt.timedelta(days=1))
    Case.objects.filter(pk=second.pk).update(due_at=FRIDAY + dt.timedelta(hours=3))
    morning(FRIDAY)
    text = letter(office, "thuly")
    assert "Việc ngày 06/03/2026: 1 quá hạn, 1 đến hạn hôm nay" in text
    assert "- Bạn đang giữ: 2 hồ sơ" in text
    assert "- Chờ người nhận ở vị trí của bạn: 1 hồ sơ" in text
    assert "- Một ngày chưa ai xử lý: 3 hồ sơ" in text
    assert LINK in text
    assert letter(office, "thuly.binhtan") == ""


def test_a_leader_reads_it_by_unit_and_officer(office: Office) -> None:
    case = held(office)[0]
    Case.objects.filter(pk=case.pk).update(due_at=FRIDAY - dt.timedelta(days=1))
    morning(FRIDAY)
    for who in ("truongphong", "lanhdao"):
        text = letter(office, who)
        assert "Tư pháp - Hộ tịch: 1 quá hạn" in text
        assert "- Lê Thụ Lý: 1 quá hạn" in text
    assert letter(office, "lanhdao.binhtan") == ""


def test_who_sits_in_for_a_colleague_reads_it_too(office: Office) -> None:
    office.walk(office.take_in(), to="lanh_dao_phong")
    post = Post.objects.get(account=office.account("truongphong"))
    delegate(
        actor=office.actor("truongphong"),
        post_id=post.pk,
        to_id=office.account("thuly").pk,
        valid_from=NOW.date(),
        valid_to=FRIDAY.date(),
        reason="Nghỉ phép",
        at=NOW,
    )
    morning(FRIDAY)
    assert "Chờ người nhận ở vị trí của bạn: 1 hồ sơ" in letter(office, "thuly")


def test_a_day_has_one_letter_and_by_mail_when_there_is_an_address(office: Office) -> None:
    held(office)
    account = office.account("thuly")
    account.email = "thuly@example.vn"
    account.save()
    assert morning(FRIDAY) > 0
    assert morning(FRIDAY + dt.timedelta(minutes=1)) == 0
    assert Message.objects.filter(account=account).count() == 2
    assert morning(FRIDAY + dt.timedelta(days=3)) > 0


@pytest.mark.parametrize(
    "at",
    [
        FRIDAY.replace(hour=6, minute=59),
        FRIDAY.replace(hour=12),
        FRIDAY + dt.timedelta(days=1),
        dt.datetime(2026, 2, 18, 7, 30, tzinfo=VIETNAM),
    ],
    ids=["too early", "afternoon", "Saturday", "Tết"],
)
def test_nothing_is_written_out_of_hours_or_on_days_off(office: Office, at: dt.datetime) -> None:
    held(office)
    assert morning(at) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_letters_take_the_same_number_of_statements_however_many_files(
    office: Office, count: int, django_assert_num_queries: Any
) -> None:
    held(office, count)
    morning(FRIDAY - dt.timedelta(days=1))
    with django_assert_num_queries(6):
        morning(FRIDAY)


def test_a_holder_is_warned_once_when_the_promise_is_near(office: Office) -> None:
    case = held(office)[0]
    assert warn_due_soon(at=NOW) == 0
    assert warn_due_soon(at=FRIDAY) == 1
    assert warn_due_soon(at=FRIDAY + dt.timedelta(minutes=5)) == 0
    told = Message.objects.get(key__startswith="due-soon")
    assert told.account == office.account("thuly")
    assert case.number in told.subject
    assert "09/03/2026" in told.body
    assert "Nguyễn Thị Hoa" not in told.body


def test_a_promise_that_moved_is_warned_of_again(office: Office) -> None:
    case = held(office)[0]
    warn_due_soon(at=FRIDAY)
    assert case.due_at is not None
    Case.objects.filter(pk=case.pk).update(due_at=case.due_at + dt.timedelta(days=7))
    assert warn_due_soon(at=FRIDAY) == 0
    assert warn_due_soon(at=FRIDAY + dt.timedelta(days=7)) == 1


def test_a_new_holder_is_warned_too(office: Office) -> None:
    case = held(office)[0]
    warn_due_soon(at=FRIDAY)
    WorkItem.objects.filter(run_id=case.pk, holder=office.account("thuly")).update(
        holder=office.account("thuly2")
    )
    assert warn_due_soon(at=FRIDAY) == 1


def test_reception_hears_once_that_papers_did_not_come(office: Office) -> None:
    case = held(office)[0]
    request = SupplementRequest.objects.create(
        case=case,
        number=1,
        state=RequestState.IN_FORCE,
        items=[],
        reason="thiếu",
        requested_by=office.account("thuly"),
        requested_at=NOW,
        limit_at=FRIDAY,
    )
    later = FRIDAY + dt.timedelta(days=3)
    assert tell_expired_supplements(at=FRIDAY) == 0
    assert tell_expired_supplements(at=later) == 2
    assert tell_expired_supplements(at=later) == 0
    told = Message.objects.filter(key__startswith=f"supplement-expired:{request.pk}:")
    assert {row.account for row in told} == {
        office.account("tiepnhan"),
        office.account("tiepnhan2"),
    }
