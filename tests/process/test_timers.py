"""Timers of a step: how they are written, what forbids publishing, how BPMN draws them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from motcua.process.rules.bpmn import from_bpmn, to_bpmn
from motcua.process.rules.bpmn.names import BPMN, MOTCUA
from motcua.process.rules.checks import faults, warnings
from motcua.process.rules.graph import BadGraph, Graph, Timer, TimerKind
from motcua.process.rules.reading import parse_graph
from motcua.process.rules.timers import gone_off, next_wake, ripe
from tests.process.graphs import graph, seed
from tests.timed import OPINION, on, timed

MONDAY = on(2, "09:00")
ALL = {"remind": "4 working_hours", "escalate": "10%", "expire": "2 working_days"}


def of(**timers: str) -> Graph:
    return parse_graph(timed(**timers))


def test_timers_are_read_one_of_a_kind_the_mildest_first() -> None:
    assert of(**ALL, outcome="im_lang").task(OPINION).timers == (
        Timer(TimerKind.REMIND, "4 working_hours"),
        Timer(TimerKind.ESCALATE, "10%"),
        Timer(TimerKind.EXPIRE, "2 working_days", "im_lang"),
    )


@pytest.mark.parametrize(
    ("timers", "words"),
    [
        ({"remind": "soon"}, "“remind”: Không hiểu thời gian “soon”"),
        ({"expire": "0 working_days"}, "“expire”: Không hiểu thời gian"),
        ({"explode": "1 working_days"}, "thuộc tính lạ “explode”"),
        ([], "phải là một đối tượng JSON"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_step(timers: Any, words: str) -> None:
    whole = timed()
    whole["nodes"][1]["timers"] = timers
    with pytest.raises(BadGraph, match=re.escape(words)) as fault:
        parse_graph(whole)
    assert fault.value.node == OPINION


@pytest.mark.parametrize(
    ("key", "timers", "words"),
    [
        (OPINION, {"expire": "1 working_days"}, "hết hạn phải chọn một kết quả"),
        (OPINION, {"expire": "1 working_days", "outcome": "x"}, "không có kết quả “x”"),
        ("ban_hanh", {"expire": "1 working_days"}, "do người làm mới xong"),
        ("tiep_nhan", {"expire": "1 working_days"}, "do người làm mới xong"),
    ],
)
def test_nobody_issues_or_hands_over_by_letting_time_pass(
    key: str, timers: dict[str, str], words: str
) -> None:
    whole = timed()
    for node in whole["nodes"]:
        if node["key"] == key:
            node["timers"] = timers
    found = [(fault.node, fault.text) for fault in faults(parse_graph(whole))]
    assert any(node == key and words in text for node, text in found)


def test_a_reminder_after_the_end_is_worth_a_look() -> None:
    late = of(remind="3 working_days", expire="1 working_days", outcome="im_lang")
    assert faults(late) == []
    assert any("hết hạn trước khi kịp nhắc" in one.text for one in warnings(late))
    assert not any("hết hạn" in one.text for one in warnings(of(**ALL, outcome="im_lang")))


def hours(start: dt.datetime, after: str | None) -> dt.datetime | None:
    """Hours around the clock; a share has no moment: the file has no limit."""
    number, _, unit = str(after).partition(" ")
    size = {"working_hours": 1, "working_days": 8}.get(unit)
    return start + dt.timedelta(hours=int(number) * size) if size else None


def test_each_goes_off_once_in_order_and_a_share_without_a_limit_never() -> None:
    task, fired, told = of(**ALL, outcome="im_lang").task(OPINION), 0, []
    for hour in range(40):
        at = MONDAY + dt.timedelta(hours=hour)
        for timer in ripe(task, fired=fired, since=MONDAY, due_for=hours, at=at):
            told.append((hour, timer.kind.value))
            fired = gone_off(fired, timer)
    assert told == [(4, "remind"), (16, "expire")]
    assert next_wake(task, fired=fired, since=MONDAY, due_for=hours) is None


def test_after_a_long_sleep_a_step_that_has_expired_is_not_reminded_of() -> None:
    task = of(**ALL, outcome="im_lang").task(OPINION)
    late = ripe(task, fired=0, since=MONDAY, due_for=hours, at=MONDAY + dt.timedelta(days=9))
    assert [timer.kind for timer in late] == [TimerKind.EXPIRE]


# --- BPMN -----------------------------------------------------------------------------------------


def again(made: Graph) -> Graph:
    return parse_graph(from_bpmn(to_bpmn(made, "Thử").encode()).graph)


@pytest.mark.parametrize("outcome", ["dong_y", "im_lang"])
def test_timers_are_clocks_on_the_step_and_come_back_the_same(outcome: str) -> None:
    made = of(**ALL, outcome=outcome)
    text = to_bpmn(made, "Thử")
    assert text.count("<bpmn:boundaryEvent") == 3
    assert text.count('cancelActivity="true"') == 1
    assert ">P2D<" in text
    assert ">PT4H<" in text
    assert again(made).task(OPINION) == made.task(OPINION)
    assert set(again(made).flows) == set(made.flows)


def test_the_shipped_opinions_end_by_themselves() -> None:
    made = parse_graph(seed("building_permit"))
    ends = [t for task in made.tasks for t in task.timers if t.kind is TimerKind.EXPIRE]
    assert [one.outcome for one in ends] == ["khong_tra_loi", "khong_tra_loi"]
    assert again(made).tasks == made.tasks


def drawn(*events: str, flows: str = "") -> bytes:
    """What another tool saves: a step that ends one way, with clocks on it."""
    lines = [("s", "a"), ("a", "b"), ("b", "e")]
    ways = "".join(
        f'<sequenceFlow id="{x}_{y}" sourceRef="{x}" targetRef="{y}"/>' for x, y in lines
    )
    tasks = "".join(
        f'<userTask id="{key}" name="Bước {key}" m:role="specialist"/>' for key in ("a", "b")
    )
    return (
        f'<definitions xmlns="{BPMN}" xmlns:m="{MOTCUA}"><process id="p" name="Thử">'
        f'<startEvent id="s"/>{tasks}<endEvent id="e"/>{ways}\n{"".join(events)}{flows}'
        "</process></definitions>"
    ).encode()


def clock(key: str, after: str, *, interrupts: bool = True, more: str = "") -> str:
    return (
        f'<boundaryEvent id="{key}" attachedToRef="a" cancelActivity="{str(interrupts).lower()}"'
        f" {more}><timerEventDefinition><timeDuration>{after}</timeDuration>"
        "</timerEventDefinition></boundaryEvent>"
    )


OUT = '<sequenceFlow id="x" sourceRef="t" targetRef="{}"/>'


def test_clocks_of_another_tool_are_read() -> None:
    data = drawn(
        clock("r", "PT4H", interrupts=False),
        clock("l", "P1D", interrupts=False, more='m:timer="escalate"'),
        clock("t", "P2D"),
        flows=OUT.format("b"),
    )
    read = parse_graph(from_bpmn(data).graph)
    assert read.task("a").timers == (
        Timer(TimerKind.REMIND, "4 working_hours"),
        Timer(TimerKind.ESCALATE, "1 working_days"),
        Timer(TimerKind.EXPIRE, "2 working_days", ""),
    )
    assert len(read.flows) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (drawn(clock("t", "P2D"), flows=OUT.format("e")), "Dòng 2 (t): hết hạn phải đi đến nơi"),
        (drawn(clock("t", "P2D")), "đúng một đường ra"),
        (drawn(clock("t", "2026-03-02"), flows=OUT.format("b")), "timeDuration"),
        (drawn(clock("t", "P1D", interrupts=False), flows=OUT.format("b")), "không có đường ra"),
        (
            drawn(clock("t", "P1D", interrupts=False), clock("u", "P2D", interrupts=False)),
            "hai đồng hồ cùng loại",
        ),
        (drawn('<boundaryEvent id="m" attachedToRef="a"/>'), "sự kiện gắn trên bước"),
        (
            drawn(clock("t", "P2D").replace('"a"', '"ghost"'), flows=OUT.format("b")),
            "không gắn vào bước nào",
        ),
    ],
)
def test_clocks_that_say_nothing_here_are_refused_with_the_place(data: bytes, words: str) -> None:
    with pytest.raises(BadGraph, match=re.escape(words)):
        from_bpmn(data)


def test_a_graph_without_timers_has_none() -> None:
    assert all(task.timers == () for task in graph("a > b", "b > !e").tasks)
