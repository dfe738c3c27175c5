"""The background: every pass runs, none stops another, the worker ends when told."""

from __future__ import annotations

import datetime as dt
import os
import signal
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from motcua.management import passes
from motcua.management.commands import worker
from motcua.notices.actions import enqueue
from motcua.notices.models import Message
from motcua.notices.states import Way
from tests.office import NOW, Clock, Office


def letter(key: str, at: dt.datetime = NOW) -> None:
    enqueue(key=key, way=Way.EMAIL, to="dao@example.vn", subject="Thư", body="…", at=at)


def ran(at: dt.datetime, turns: dict[str, dt.datetime] | None = None) -> list[str]:
    return [outcome.name for outcome in passes.run(at, turns)]


@pytest.mark.django_db(transaction=True)
def test_a_tick_runs_every_pass_and_says_what_each_did(
    transactional_db: None, clock: Clock
) -> None:
    for n in range(25):
        letter(f"k{n}")
    said = StringIO()
    call_command("tick", stdout=said)
    assert "letters: 25" in said.getvalue()
    assert {line.split(":")[0] for line in said.getvalue().split("\n") if line} == {
        step.name for step in passes.STEPS
    }
    assert len(mail.outbox) == 25
    call_command("tick", stdout=said)
    assert len(mail.outbox) == 25


@pytest.mark.django_db(transaction=True)
def test_a_pass_that_fails_is_told_and_stops_no_other(
    transactional_db: None, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_at: dt.datetime) -> int:
        raise RuntimeError("hỏng")

    steps = (passes.Step("broken", broken, passes.MINUTE), *passes.STEPS)
    monkeypatch.setattr(passes, "STEPS", steps)
    letter("k")
    with pytest.raises(CommandError, match="broken"):
        call_command("tick", stdout=StringIO())
    assert Message.objects.get().state == "sent"


def test_each_pass_waits_for_its_turn(office: Office) -> None:
    turns: dict[str, dt.datetime] = {}
    everything = [step.name for step in passes.STEPS]
    assert ran(NOW, turns) == everything
    assert ran(NOW + dt.timedelta(seconds=30), turns) == []
    assert ran(NOW + dt.timedelta(minutes=1), turns) == [
        "calendar",
        "reorganisation",
        "figures",
        "steps",
        "digests",
        "letters",
    ]
    assert ran(NOW + dt.timedelta(hours=2), turns) == everything


def test_a_clock_set_back_stops_no_pass(office: Office) -> None:
    turns: dict[str, dt.datetime] = {}
    ran(NOW, turns)
    assert ran(NOW - dt.timedelta(days=1), turns) == [step.name for step in passes.STEPS]


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_when_told(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, name: signal.Signals
) -> None:
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    looks: list[dt.datetime] = []

    def look(at: dt.datetime, _turns: object) -> list[passes.Outcome]:
        looks.append(at)
        if len(looks) == 2:
            os.kill(os.getpid(), name)
        return [passes.Outcome("x", 1)]

    monkeypatch.setattr(worker, "run", look)
    said = StringIO()
    try:
        call_command("worker", "--every", "0.1", stdout=said)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert len(looks) == 2
    assert "đã dừng" in said.getvalue()


@pytest.mark.parametrize("text", ["0", "một", "-1", "99999", "nan"])
def test_a_bad_interval_is_one_clear_line(text: str) -> None:
    with pytest.raises(CommandError, match="giây"):
        call_command("worker", f"--every={text}")
