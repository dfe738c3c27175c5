"""Figures from the sums are the figures from the files, whatever happened and whenever folded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.cases.actions.calendar_change import confirm_change
from motcua.cases.models import Case
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import Verb
from motcua.indicators.actions import fold_figures, forget_finished, rebuild_figures
from motcua.indicators.models import DayCell, Folded, MonthCell, Progress, TotalCell
from motcua.indicators.queries import figures as figures_module
from motcua.indicators.queries import statistics
from motcua.indicators.rules import Facts, Group, events_of
from motcua.kernel.worktime import MarkKind
from motcua.surveys.actions import rate
from motcua.surveys.models import Rating
from motcua.workcalendar.queries import revision_number
from motcua.workcalendar.rules import SetDay
from tests.indicators.oracle import HANOI, History, count
from tests.indicators.stories import AGENCIES, histories, store
from tests.indicators.test_figures import CODES, periods
from tests.office import BUILDING, NOW, Office

LATER = dt.datetime(2026, 9, 1, 12, tzinfo=HANOI)
SPLITS = [None, *Group]


@contextmanager
def from_files() -> Iterator[None]:
    """The sums are not used."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures_module, "tail_of_sums", lambda: None)
        yield


def asked(first: dt.date, last: dt.date, at: dt.datetime, by: Any, agency: Any) -> dict[str, Any]:
    return statistics(from_day=first, to_day=last, agency_code=agency, by=by, at=at)


def check(first: dt.date, last: dt.date, at: dt.datetime, agency: str | None = None) -> None:
    for by in SPLITS:
        with from_files():
            wanted = asked(first, last, at, by, agency)
        assert asked(first, last, at, by, agency) == wanted, by


def facts(file: History) -> Facts:
    return Facts(
        channel=file.channel,
        service_level=file.service_level,
        return_channel=file.return_channel,
        outcome=file.outcome,
        supplements=len(file.waits),
        paid_online=None,
        received=file.received,
        due=file.due if file.received else None,
        finished=file.finished,
        returned=file.returned,
        refused=file.registered if file.outcome == "refused" else None,
        waits=file.waits,
    )


@settings(max_examples=150, deadline=None)
@given(files=st.lists(histories(), max_size=6), period=periods)
def test_what_files_add_to_days_sums_up_to_the_count_by_hand(
    files: list[History], period: list[dt.date]
) -> None:
    first, last = period
    wanted = count(files, first, last, LATER)
    before: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for file in files:
        for event, number in events_of(facts(file)).items():
            if event.day <= last:
                (before if event.day < first else inside)[event.measure] += number
    carried = before["received"] - before["finished"]
    assert carried == wanted["carried_over"]
    assert carried + inside["received"] - inside["finished"] == wanted["in_progress"]
    assert before["overdue"] + inside["overdue"] == wanted["in_progress_overdue"]
    names = ("received", "received_saturday", "supplement_files", "to_post", "finished", "early")
    for name in (*names, "late", "withdrawn", "refused", "returned_postal", "received_full"):
        assert inside[name] == wanted[name], name


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    files=st.lists(histories(), min_size=5, max_size=25),
    period=periods,
    agency=st.sampled_from([None, *AGENCIES]),
)
def test_sums_counted_anew_give_what_the_files_give(
    office: Office, files: list[History], period: list[dt.date], agency: str | None
) -> None:
    with transaction.atomic():
        store(office, files)
        # Nothing lies ahead of the clock but promises.
        moments = [m for f in files for m in (f.registered, f.finished, f.returned) if m]
        waits = [m for f in files for pair in f.waits for m in pair if m]
        at = max([*moments, *waits, NOW])
        assert rebuild_figures(at=at) == len(files)
        check(*period, at, agency and CODES[agency])
        transaction.set_rollback(True)


ASKED = {"items": [AskedPaper("Tờ khai", "Ký tên")], "reason": "Chưa ký"}
FIRST, LAST = dt.date(2026, 2, 20), dt.date(2026, 4, 10)


def on(month: int, day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=HANOI)


def live_through(office: Office) -> Iterator[dt.datetime]:
    """A month of an office: pauses, an extension, a withdrawal, a refusal, a new holiday."""
    yield NOW
    plain, asks = office.take_in(at=NOW), office.take_in(at=NOW)
    late, gone = office.take_in(BUILDING, at=NOW), office.take_in(at=NOW, return_channel="postal")
    refused = office.take_in(at=NOW, accept=False)
    yield NOW
    asks = office.walk(asks, to="thu_ly", at=on(3, 3))
    for who in ("thuly", "truongphong", "tiepnhan"):
        asks = office.act(asks, Verb.REQUEST_SUPPLEMENT, by=who, at=on(3, 4), **ASKED)
    office.act(refused, Verb.REFUSE, by="tiepnhan", at=on(3, 4), reason="Không thuộc thẩm quyền")
    yield on(3, 4)
    plain = office.walk(plain, to="thu_ly", at=on(3, 5))
    plain = office.act(
        plain, Verb.EXTEND, by="thuly", at=on(3, 5), new_due=dt.date(2026, 3, 17), reason="Xác minh"
    )
    plain = office.act(plain, Verb.EXTEND, by="truongphong", at=on(3, 5))
    yield on(3, 10)
    change = SetDay(
        date=dt.date(2026, 3, 16),
        kind=MarkKind.HOLIDAY,
        name="Nghỉ bù",
        document="QĐ 1",
        agency_id=None,
    )
    confirm_change(
        change, actor=office.actor("quantri.tphcm"), at=on(3, 11), seen=revision_number()
    )
    yield on(3, 12)
    office.act(gone, Verb.WITHDRAW, by="tiepnhan", at=on(3, 13))
    asks = office.act(asks, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on(3, 20))
    office.walk(plain, to="tra_ket_qua", at=on(3, 20))
    for case, value in ((gone, "dissatisfied"), (refused, "very_satisfied")):
        rate(case_id=case.pk, value=value, at=on(3, 20, 11))
    yield on(3, 20, 12)
    office.act(
        late, Verb.STOP, by="lanhdao", at=on(4, 9), reason="Hết đối tượng", legal_ground="Luật HCTT"
    )
    yield on(4, 9)
    yield on(4, 30)


@pytest.mark.parametrize("every", [1, 99])
def test_the_sums_follow_the_journal_and_the_tail_makes_up_for_what_is_not_folded(
    office: Office, every: int
) -> None:
    fold_figures(at=NOW)
    for turn, at in enumerate(live_through(office), start=1):
        if turn % every == 0:
            fold_figures(at=at)
            fold_figures(at=at + dt.timedelta(minutes=1))
        check(FIRST, LAST, at)
        check(FIRST, LAST, at, "H29.101")
    assert Case.objects.count() == 5


def cells() -> list[Any]:
    return [
        sorted(row for row in table.objects.values_list() if any(row[5:]))
        for table in (DayCell, MonthCell, TotalCell)
    ]


def without_ids(rows: list[Any]) -> list[Any]:
    return [sorted(row[1:] for row in table) for table in rows]


def test_folding_again_changes_nothing_and_counting_anew_gives_the_same(office: Office) -> None:
    fold_figures(at=NOW)
    for at in live_through(office):
        fold_figures(at=at)
    fold_figures(at=on(4, 30, 10))
    folded = cells()
    fold_figures(at=on(4, 30, 20))
    assert cells() == folded
    assert forget_finished(at=on(5, 3)) > 0
    # Files that are over are forgotten, and stay in the sums.
    assert Folded.objects.count() < Case.objects.count()
    assert cells() == folded
    rebuild_figures(at=on(4, 30, 21))
    fold_figures(at=on(4, 30, 22))  # answers, once they are settled
    assert without_ids(cells()) == without_ids(folded)
    check(FIRST, LAST, on(5, 3))


def test_an_entry_that_was_on_its_way_is_not_passed_over(office: Office) -> None:
    fold_figures(at=NOW)
    office.take_in(at=NOW)
    fold_figures(at=NOW + dt.timedelta(seconds=5))
    # Not settled yet: an entry with a lower number may still be committed.
    assert Progress.objects.get().safe == 0 or Folded.objects.count() == 1
    fold_figures(at=NOW + dt.timedelta(minutes=1))
    fold_figures(at=NOW + dt.timedelta(minutes=2))
    assert Folded.objects.count() == 1
    check(FIRST, LAST, NOW + dt.timedelta(minutes=3))


def test_while_they_are_counted_anew_figures_come_from_the_files(office: Office) -> None:
    office.take_in(at=NOW)
    rebuild_figures(at=NOW)
    Progress.objects.update(counted=0)
    DayCell.objects.update(received=77)
    MonthCell.objects.update(received=77)
    assert asked(FIRST, LAST, NOW, None, None)["total"]["received"] == 1


@pytest.mark.parametrize("files", [1, 3])
@pytest.mark.parametrize(
    ("by", "statements"), [(None, 7), ("agency", 8), ("field", 8), ("month", 7), ("channel", 7)]
)
def test_statements_do_not_grow(
    office: Office, django_assert_num_queries: Any, files: int, by: str | None, statements: int
) -> None:
    for _file in range(files):
        office.take_in(at=NOW)
    rebuild_figures(at=NOW)
    # Agency: two; the sums: how far, files and answers behind, the cells, overdue now; names.
    with django_assert_num_queries(statements):
        asked(FIRST, LAST, NOW, by, "H29")


def test_totals_are_given_up_for_a_flood_and_added_up_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Totals kept file by file and those added up from the months are the same."""
    for at in live_through(office):
        fold_figures(at=at)
    kept = without_ids(cells())
    assert TotalCell.objects.exists()
    for carried in (0, 20_000):
        monkeypatch.setattr("motcua.indicators.actions._MOST_CARRIED", carried)
        rebuild_figures(at=on(4, 30))
        fold_figures(at=on(4, 30, 10))
        assert without_ids(cells()) == kept
    assert Progress.objects.get().totals == dt.date(2026, 4, 1)
    check(FIRST, LAST, on(4, 30, 10))


def test_answers_are_counted_in_short_transactions(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million answers of an import in one transaction would outlast the database's patience."""
    monkeypatch.setattr("motcua.indicators.actions._CHUNK", {"sqlite": 1, "postgresql": 1})
    for value in ("satisfied", "neutral", "dissatisfied"):
        rate(case_id=office.walk(office.take_in()).pk, value=value, at=NOW)
    fold_figures(at=NOW + dt.timedelta(minutes=1))
    fold_figures(at=NOW + dt.timedelta(minutes=2))
    assert Progress.objects.get().rated == Rating.objects.latest("pk").pk
    check(FIRST, LAST, NOW + dt.timedelta(minutes=3))
