"""The same verb to many files: one refusal stops no other."""

import datetime as dt

from motcua.cases.actions.verbs import act_on_many
from motcua.cases.models import Case
from motcua.cases.states import State, Verb
from tests.cases.story import entries, stored
from tests.office import NOW, Office


def states(cases: list[Case]) -> list[State]:
    return [State(stored(case).state) for case in cases]


def test_one_refusal_stops_no_other(office: Office) -> None:
    first, gone, last = (office.take_in() for _ in range(3))
    office.act(gone, Verb.WITHDRAW, by="tiepnhan")
    numbers = [first.number, gone.number, "H29.101-260302-9999", last.number]
    fates = act_on_many(numbers, Verb.FORWARD, actor=office.actor("tiepnhan"), at=NOW)
    assert [fate.number for fate in fates] == numbers
    assert [bool(fate.fault) for fate in fates] == [False, True, True, False]
    assert "Công dân rút hồ sơ" in fates[1].fault
    assert "Không tìm thấy hồ sơ" in fates[2].fault
    assert states([first, gone, last]) == [
        State.PROCESSING,
        State.WITHDRAWN,
        State.PROCESSING,
    ]


def test_a_file_named_twice_is_done_once(office: Office) -> None:
    case = office.take_in()
    fates = act_on_many([case.number] * 2, Verb.FORWARD, actor=office.actor("tiepnhan"), at=NOW)
    assert [bool(fate.fault) for fate in fates] == [False, True]
    assert [entry.verb for entry in entries(case)] == ["accept", "forward"]


def test_what_a_verb_needs_is_said_for_each_file(office: Office) -> None:
    cases = [office.walk(office.take_in(), to="thu_ly") for _ in range(2)]
    numbers = [case.number for case in cases]
    leader = office.actor("truongphong")
    fates = act_on_many(numbers, Verb.REASSIGN, actor=leader, at=NOW, username="thuly2.anlac")
    assert [fate.fault for fate in fates] == ["", ""]
    fates = act_on_many(numbers, Verb.REASSIGN, actor=leader, at=NOW, username="vanthu.anlac")
    assert all("Hồ Thụ Lý" in fate.fault for fate in fates)


def test_a_date_beyond_the_calendar_stops_no_other_either(office: Office) -> None:
    cases = [office.walk(office.take_in(), to="thu_ly") for _ in range(2)]
    fates = act_on_many(
        [case.number for case in cases],
        Verb.EXTEND,
        actor=office.actor("thuly"),
        at=NOW,
        new_due=dt.date(2040, 1, 2),
        reason="Chờ xác minh",
    )
    assert all("2028" in fate.fault for fate in fates)


def test_nothing_to_do_is_done(office: Office) -> None:
    assert act_on_many([], Verb.FORWARD, actor=office.actor("tiepnhan"), at=NOW) == []
