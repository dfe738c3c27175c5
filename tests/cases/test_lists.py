"""Each list holds what it should for each post; counts agree; pages cover everything once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from motcua.cases.models import Case
from motcua.cases.queries.lists import (
    Moments,
    Page,
    WorkList,
    counts,
    listed,
    lists_for,
    page_of,
)
from motcua.cases.queries.page import case_page
from motcua.cases.states import Verb
from motcua.process.models import WorkItem
from motcua.process.states import ItemState
from tests.cases.story import ASKED, WHY, ask, on, propose
from tests.office import COPIES, NOW, Office

MOMENTS = Moments(at=NOW, soon=on("2026-03-03 23:59"), stale=NOW - dt.timedelta(days=1))
ALL = WorkList.ALL

# Who sees which files in which lists; letters are the files below. Lists not named are empty.
WATCHED = {"overdue": "l", "due_soon": "s", "waiting": "h", "untouched": "l"}
SEEN: dict[str, dict[str, str]] = {
    "tiepnhan": {
        **WATCHED,
        "unit": "cjls",
        "to_accept": "ab",
        "to_hand_out": "g",
        "to_return": "j",
    },
    "thuly": {**WATCHED, "mine": "e", "unit": "dfghi"},
    "thuly2": {**WATCHED, "unit": "dfghi"},
    "diachinh": {},
    "truongphong": {**WATCHED, "unit": "defghi", "to_approve": "fi"},
    "lanhdao": {**WATCHED, "unit": "p", "to_approve": "fi"},
    "vanthu": {**WATCHED, "unit": "q"},
    "kiemsoat": WATCHED,
    "thanhtra": WATCHED,
    "quantri": {},
    "lanhdao.tphcm": WATCHED,
    "tiepnhan.binhtan": {"unit": "m"},
    "thuly.binhtan": {},
}


@pytest.fixture
def files(office: Office) -> dict[str, Case]:
    """One file in every position, by letter."""

    def at(step: str) -> Case:
        return office.walk(office.take_in(), to=step)

    laid = office.take_in(accept=False)
    counter = {"items": ASKED, "reason": WHY}
    asked = office.act(
        office.take_in(accept=False), Verb.REQUEST_SUPPLEMENT, by="tiepnhan", **counter
    )
    approved = propose(office, at("thu_ly"))
    new_date = {"new_due": dt.date(2026, 3, 12), "reason": "Chờ xác minh"}
    there = office.take_in(by="tiepnhan.binhtan", agency_code=office.neighbour.code)
    return {
        "a": laid,
        "b": asked,
        "c": office.take_in(),
        "d": at("thu_ly"),
        "e": office.act(at("thu_ly"), Verb.CLAIM, by="thuly"),
        "f": propose(office, at("thu_ly")),
        "g": office.act(approved, Verb.REQUEST_SUPPLEMENT, by="truongphong"),
        "h": ask(office, at("thu_ly")),
        "i": office.act(at("thu_ly"), Verb.EXTEND, by="thuly", **new_date),
        "j": at("tra_ket_qua"),
        "k": at(""),
        "l": office.take_in(at=on("2026-02-02 09:00")),
        "m": there,
        "p": at("lanh_dao_ky"),
        "q": at("van_thu"),
        "s": office.take_in(COPIES),
    }


def letters(page: Page, files: dict[str, Case]) -> str:
    names = {case.pk: letter for letter, case in files.items()}
    return "".join(sorted(names[row.pk] for row in page.rows))


def test_who_sees_what_and_how_many(office: Office, files: dict[str, Case]) -> None:
    for who, wanted in SEEN.items():
        actor = office.actor(who)
        shown = {name: letters(page_of(name, actor, MOMENTS), files) for name in lists_for(actor)}
        assert shown == {name: wanted.get(name, "") for name in lists_for(actor)}, who
        assert wanted.keys() <= set(lists_for(actor)), who
        sizes = {name: len(found) for name, found in shown.items()}
        assert counts(actor, MOMENTS) == sizes, who


def test_all_is_what_one_may_know_of(office: Office, files: dict[str, Case]) -> None:
    ward = "".join(sorted(set(files) - {"m"}))
    for who, wanted in [
        ("tiepnhan", ward),
        ("lanhdao", ward),
        ("thuly", ward),
        ("diachinh", ""),
        ("quantri", ""),
        ("lanhdao.tphcm", "".join(sorted(files))),
        ("tiepnhan.binhtan", "m"),
    ]:
        assert letters(page_of(ALL, office.actor(who), MOMENTS), files) == wanted, who


def test_a_row_says_where_the_file_is(office: Office, files: dict[str, Case]) -> None:
    page = page_of(WorkList.MINE, office.actor("thuly"), MOMENTS)
    (row,) = page.rows
    case = files["e"]
    assert (row.pk, row.number, row.seen) == (case.pk, case.code, case.journal_seq)
    assert (row.procedure, row.step) == ("Thủ tục đăng ký kết hôn", "thu_ly")
    assert (row.holder, row.due_at) == ("Lê Thụ Lý", case.due_at)
    registered = page_of(WorkList.TO_ACCEPT, office.actor("tiepnhan"), MOMENTS).rows[0]
    assert registered.number.startswith("TN-")
    assert (registered.step, registered.holder, registered.due_at) == (None, None, None)


@pytest.mark.parametrize("most", [1, 2, 3, 50])
def test_pages_cover_everything_once_the_most_urgent_first(
    office: Office, files: dict[str, Case], most: int
) -> None:
    actor = office.actor("tiepnhan")
    rows, after = [], ""
    for _turn in range(len(files) + 1):
        page = page_of(ALL, actor, MOMENTS, after=after, most=most)
        rows += page.rows
        after = page.next
        if not after:
            break
    assert len(rows) == len({row.pk for row in rows}) == len(files) - 1
    far = on("9999-01-01 00:00")
    assert rows == sorted(rows, key=lambda row: (row.due_at or far, row.pk))


@pytest.mark.parametrize("most", [1, 2, 50])
def test_work_stands_in_the_order_of_its_step_not_of_its_file(
    office: Office, files: dict[str, Case], most: int
) -> None:
    # The file "d" has the latest due date of all and the step that is due first.
    Case.objects.filter(pk=files["d"].pk).update(due_at=on("2026-06-01 17:00"))
    WorkItem.objects.filter(run_id=files["d"].pk).update(due_at=on("2026-03-02 08:00"))
    WorkItem.objects.filter(run_id=files["i"].pk).update(due_at=None)
    rows, after = [], ""
    for _turn in range(len(files)):
        page = page_of(WorkList.UNIT, office.actor("thuly"), MOMENTS, after=after, most=most)
        rows += page.rows
        after = page.next
        if not after:
            break
    far = on("9999-01-01 00:00")
    assert (rows[0].pk, rows[-1].pk) == (files["d"].pk, files["i"].pk)
    assert rows == sorted(rows, key=lambda row: (row.step_due_at or far, row.pk))
    assert {row.pk for row in rows} == {files[letter].pk for letter in "dfghi"}


def test_a_file_with_two_branches_here_stands_once(office: Office, files: dict[str, Case]) -> None:
    item = WorkItem.objects.get(run_id=files["d"].pk, state=ItemState.OPEN)
    item.pk = None
    item.due_at = on("2026-03-01 08:00")
    item.save()
    page = page_of(WorkList.UNIT, office.actor("thuly"), MOMENTS)
    assert letters(page, files) == "dfghi"
    assert page.rows[0].step_due_at == item.due_at


def test_a_file_done_meanwhile_hides_none_of_the_others(
    office: Office, files: dict[str, Case]
) -> None:
    actor = office.actor("thuly2")
    first = page_of(WorkList.UNIT, actor, MOMENTS, most=2)
    office.act(files["d"], Verb.CLAIM, by="thuly2")
    second = page_of(WorkList.UNIT, actor, MOMENTS, most=50, after=first.next)
    assert sorted(letters(first, files) + letters(second, files)) == list("dfghi")


@pytest.mark.parametrize("cursor", ["x", ".", "1.2.3", "99999999999999999.1", "-1.5", "1.-5", "é"])
def test_a_made_up_cursor_begins_anew(office: Office, files: dict[str, Case], cursor: str) -> None:
    actor = office.actor("vanthu")
    assert letters(page_of(WorkList.UNIT, actor, MOMENTS, after=cursor), files) == "q"


def test_words_narrow_a_list_without_diacritics(office: Office, files: dict[str, Case]) -> None:
    actor = office.actor("tiepnhan")
    case = files["c"]
    assert letters(page_of(ALL, actor, MOMENTS, q=str(case.code)), files) == "c"
    everybody = letters(page_of(ALL, actor, MOMENTS), files)
    assert letters(page_of(ALL, actor, MOMENTS, q="nguyen thi hoa"), files) == everybody
    assert letters(page_of(ALL, actor, MOMENTS, q="khong co ai"), files) == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_the_same_statements_for_one_row_and_for_three(
    office: Office, rows: int, django_assert_num_queries: Any
) -> None:
    cases = [office.walk(office.take_in(), to="thu_ly") for _ in range(rows)]
    thuly, desk = office.actor("thuly"), office.actor("tiepnhan")
    for actor, name in [(thuly, WorkList.UNIT), (desk, ALL), (desk, WorkList.OVERDUE)]:
        with django_assert_num_queries(1):
            page_of(name, actor, MOMENTS)
    with django_assert_num_queries(1):
        counts(thuly, MOMENTS)
    with django_assert_num_queries(7):
        case_page(cases[0].number, thuly)


def test_the_condition_that_counts_is_the_one_that_lists(
    office: Office, files: dict[str, Case]
) -> None:
    for who in ("tiepnhan", "lanhdao", "thuly"):
        actor = office.actor(who)
        for name, number in counts(actor, MOMENTS).items():
            assert listed(name, actor, MOMENTS).count() == number, (who, name)
