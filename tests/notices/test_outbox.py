"""The outbox: nothing lost, nothing sent twice but after a death, nothing kept for ever."""

import datetime as dt
import smtplib
import threading
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from motcua.kernel.worktime import VIETNAM
from motcua.notices import actions, queries
from motcua.notices.models import Message
from motcua.notices.rules import (
    BACK_OFF,
    BATCH,
    LEASE,
    MOST_TRIES,
    Draft,
    Letter,
    Point,
    Undeliverable,
    message_id,
    next_try,
    one_line,
    stored_key,
)
from motcua.notices.states import MessageState, Way
from tests.organisation import builders

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


def write(key: str = "digest/1", **more: object) -> None:
    given = {
        "way": Way.EMAIL,
        "to": "hoa@anlac.example",
        "subject": "Việc hôm nay",
        "body": "Có 2 hồ sơ đến hạn.",
        "at": NOW,
    }
    actions.enqueue(key=key, **(given | more))


def row(key: str = "digest/1") -> Message:
    return Message.objects.get(key=key)


def failing(problem: Exception) -> Callable[[Letter], None]:
    def send(_: Letter) -> None:
        raise problem

    return send


@pytest.fixture
def sent() -> list[Letter]:
    return []


# Writing


def test_same_key_is_written_once_in_one_statement(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        write()
    write(subject="Lần hai")
    assert Message.objects.get().subject == "Việc hôm nay"


def test_many_messages_are_one_statement(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    drafts = [Draft(f"d/{n}", Way.EMAIL, "a@b.example", "s", "b") for n in range(3)]
    with django_assert_num_queries(1):
        actions.enqueue_many(drafts, at=NOW)
    with django_assert_num_queries(0):
        actions.enqueue_many([], at=NOW)
    assert Message.objects.count() == 3


def test_message_goes_with_its_act(db: None) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_header_is_one_line(db: None, sent: list[Letter]) -> None:
    write(subject="Hồ sơ\r\nBcc: all@example.org\u202e" + " dài" * 100)
    assert "\n" not in row().subject
    assert "\u202e" not in row().subject
    assert len(row().subject) <= 200


@pytest.mark.parametrize(
    "address", ["", "hoa", "a@b\r\nBcc: c@d.example", "a@b.example, c@d.example"]
)
def test_bad_address_does_not_stop_the_act(db: None, address: str, sent: list[Letter]) -> None:
    write(to=address)
    assert row().state == MessageState.FAILED
    assert row().fault == "Địa chỉ thư điện tử không đúng."
    assert actions.send_due(at=NOW, sender=sent.append).sent == 0


def test_long_keys_stay_apart() -> None:
    keys = {stored_key("x" * 200 + tail) for tail in "ab"}
    assert len(keys) == 2
    assert max(map(len, keys)) <= 120


# The desk


def test_desk_message_is_there_at_once_and_read_once(db: None) -> None:
    hoa, lan = builders.account("hoa"), builders.account("lan")
    write(way=Way.DESK, to="Hoa", account_id=hoa.pk)
    (message,) = queries.inbox_of(hoa.pk)
    assert message.state == MessageState.SENT
    assert queries.inbox_of(lan.pk) == []
    assert queries.unread_of(hoa.pk) == 1
    assert actions.mark_read(account_id=lan.pk, message_ids=[message.pk], at=NOW) == 0
    assert actions.mark_read(account_id=hoa.pk, message_ids=[message.pk], at=NOW) == 1
    later = NOW + dt.timedelta(days=1)
    assert actions.mark_read(account_id=hoa.pk, message_ids=[message.pk], at=later) == 0
    assert queries.inbox_of(hoa.pk)[0].read_at == NOW
    assert queries.unread_of(hoa.pk) == 0


def test_desk_message_without_a_person_is_a_fault(db: None) -> None:
    write(way=Way.DESK)
    assert row().state == MessageState.FAILED


@pytest.mark.parametrize("messages", [1, 3])
def test_inbox_costs_one_query(
    db: None, messages: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hoa = builders.account("hoa")
    for n in range(messages):
        write(f"k{n}", way=Way.DESK, account_id=hoa.pk)
    with django_assert_num_queries(1):
        assert len(queries.inbox_of(hoa.pk)) == messages


# Sending


def test_letter_leaves_by_mail_with_its_own_message_id(db: None) -> None:
    write()
    with actions.post_office() as sender:
        assert actions.send_due(at=NOW, sender=sender).sent == 1
    (letter,) = mail.outbox
    assert letter.to == ["hoa@anlac.example"]
    assert letter.extra_headers["Message-ID"] == message_id("digest/1", "127.0.0.1")
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert (row().state, row().sent_at, row().tries) == (MessageState.SENT, NOW, 1)


def test_sent_message_is_not_sent_again(db: None, sent: list[Letter]) -> None:
    write()
    for hours in range(3):
        actions.send_due(at=NOW + dt.timedelta(hours=hours), sender=sent.append)
    assert len(sent) == 1


def test_message_waits_for_its_time(db: None, sent: list[Letter]) -> None:
    write(at=NOW + dt.timedelta(hours=1))
    assert actions.send_due(at=NOW, sender=sent.append).sent == 0


def test_pass_takes_few_and_the_oldest_first(db: None, sent: list[Letter]) -> None:
    for n in range(BATCH + 5):
        write(f"k{n:02}", subject=str(n), at=NOW - dt.timedelta(minutes=n))
    assert actions.send_due(at=NOW, sender=sent.append, limit=1000).sent == BATCH
    assert sent[0].subject == str(BATCH + 4)
    assert actions.send_due(at=NOW, sender=sent.append, limit=3).sent == 3


def test_one_bad_message_does_not_stop_the_others(db: None, sent: list[Letter]) -> None:
    write("a", subject="xấu")
    write("b")

    def sender(letter: Letter) -> None:
        if letter.subject == "xấu":
            raise RuntimeError
        sent.append(letter)

    outcome = actions.send_due(at=NOW, sender=sender)
    assert (outcome.sent, outcome.postponed) == (1, 1)


def test_failure_is_tried_again_later_and_later_then_given_up(db: None) -> None:
    write()
    at, waits = NOW, []
    for _ in range(MOST_TRIES):
        actions.send_due(at=at, sender=failing(ConnectionRefusedError("bí mật")))
        if row().state == MessageState.QUEUED:
            waits.append(row().next_try_at - at)
            early = row().next_try_at - dt.timedelta(seconds=1)
            assert actions.send_due(at=early, sender=failing(OSError())).postponed == 0
            at = row().next_try_at
    assert waits == list(BACK_OFF)
    assert (row().state, row().tries) == (MessageState.FAILED, 8)
    assert row().fault == "Không gửi được (ConnectionRefusedError)."
    assert queries.given_up(since=NOW) == [row()]


@pytest.mark.parametrize(
    ("problem", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")}), MessageState.FAILED),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"greylisted")}), MessageState.QUEUED),
        (smtplib.SMTPDataError(554, b"spam"), MessageState.FAILED),
        (smtplib.SMTPDataError(451, b"later"), MessageState.QUEUED),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), MessageState.QUEUED),
        (smtplib.SMTPServerDisconnected("gone"), MessageState.QUEUED),
        (TimeoutError(), MessageState.QUEUED),
        (Undeliverable("Chưa cấu hình"), MessageState.FAILED),
        (ValueError("bad header"), MessageState.FAILED),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_will_never_work_is_given_up_at_once(
    db: None, problem: Exception, state: MessageState
) -> None:
    write()
    actions.send_due(at=NOW, sender=failing(problem))
    assert row().state == state
    assert "hoa@anlac" not in row().fault


def test_text_message_is_given_up_while_no_gateway_is_set_up(db: None) -> None:
    write(way=Way.SMS, to="0901234567")
    with actions.post_office() as sender:
        assert actions.send_due(at=NOW, sender=sender).failed == 1
    assert row().fault == "Chưa cấu hình cách gửi “Tin nhắn”."


def test_age_of_the_queue(db: None, sent: list[Letter]) -> None:
    hour = dt.timedelta(hours=1)
    assert queries.waiting_since(NOW) == dt.timedelta()
    write()
    assert queries.waiting_since(NOW + hour) == hour
    actions.send_due(at=NOW, sender=sent.append)
    assert queries.waiting_since(NOW + hour) == dt.timedelta()


# Death in the middle


@pytest.mark.parametrize("point", list(Point))
def test_death_at_any_point_loses_nothing_and_repeats_under_one_id(
    db: None, point: Point, sent: list[Letter]
) -> None:
    write()

    def kill(reached: Point) -> None:
        if reached == point:
            raise Killed

    with pytest.raises(Killed):
        actions.send_due(at=NOW, sender=sent.append, reached=kill)
    within = NOW + LEASE - dt.timedelta(seconds=1)
    handed = len(sent)
    assert actions.send_due(at=within, sender=sent.append).sent == 0
    actions.send_due(at=NOW + LEASE, sender=sent.append)
    assert row().state == MessageState.SENT
    assert len(sent) == (2 if point == Point.HANDED else 1)
    assert handed == (1 if point in (Point.HANDED, Point.MARKED) else 0)
    assert len({letter.message_id for letter in sent}) == 1


def test_worker_that_was_away_too_long_changes_nothing(db: None, sent: list[Letter]) -> None:
    write()

    def slow(_: Letter) -> None:
        # While this one hangs, its lease ends and another worker sends the message.
        actions.send_due(at=NOW + LEASE, sender=sent.append)
        raise TimeoutError

    actions.send_due(at=NOW, sender=slow)
    assert row().state == MessageState.SENT
    assert len(sent) == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_message_once() -> None:
    for n in range(12):
        write(f"k{n}", subject=str(n))
    sent: list[str] = []
    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait(timeout=30)
            actions.send_due(at=NOW, sender=lambda letter: sent.append(letter.subject))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(sent, key=int) == [str(n) for n in range(12)]


@pytest.mark.django_db(transaction=True)
def test_sending_inside_a_transaction_is_refused() -> None:
    """The claim must be on disk before the letter leaves."""
    write()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.send_due(at=NOW, sender=lambda _: None)


# Rules


def test_back_off_grows_and_ends() -> None:
    assert list(BACK_OFF) == sorted(BACK_OFF)
    assert next_try(1, NOW) == NOW + dt.timedelta(minutes=1)
    assert next_try(MOST_TRIES, NOW) is None


def test_lease_outlasts_a_pass_over_the_slowest_mail_server() -> None:
    assert BATCH * dt.timedelta(seconds=20) < LEASE


def test_long_subject_is_cut_at_a_word() -> None:
    assert one_line("Hồ sơ của bà Hoa", 10) == "Hồ sơ…"
    assert one_line("Hồ sơ", 10) == "Hồ sơ"
