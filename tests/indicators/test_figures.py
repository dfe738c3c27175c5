"""Every figure is what counting by hand gives, and the identities hold for every group."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.indicators.queries import statistics
from motcua.indicators.rules import FIGURES, Group
from motcua.kernel.refusals import NotFound, Refused
from tests.indicators.oracle import HANOI, History, count
from tests.indicators.stories import AGENCIES, histories, store
from tests.office import BUILDING, COPIES, MARRIAGE, Office

FIELDS = {MARRIAGE: "ho-tich", BUILDING: "xay-dung", COPIES: "chung-thuc"}
LEVELS = {"tphcm": "province", "anlac": "commune", "binhtan": "commune"}
CODES = {"tphcm": "H29", "anlac": "H29.101", "binhtan": "H29.102"}
NOW = dt.datetime(2026, 3, 16, 9, 30, tzinfo=HANOI)

days = st.dates(dt.date(2026, 1, 25), dt.date(2026, 4, 20))
periods = st.tuples(days, days).map(sorted)
nows = st.integers(0, 90 * 24).map(lambda hours: NOW + dt.timedelta(hours=hours - 30 * 24))


def check_identities(figures: dict[str, Any]) -> None:
    n = figures
    assert n["carried_over"] + n["received"] == n["finished"] + n["in_progress"]
    assert n["finished"] == n["early"] + n["on_time"] + n["late"]
    assert n["received"] == n["received_online"] + n["received_counter"] + n["received_postal"]
    assert n["in_progress"] == n["in_progress_on_time"] + n["in_progress_overdue"]


def check_counts(
    figures: dict[str, Any], files: list[History], first: dt.date, last: dt.date, at: dt.datetime
) -> None:
    check_identities(figures)
    wanted = count(files, first, last, at)
    counts = [name for name in FIGURES if not name.endswith("_rate")]
    assert {name: figures[name] for name in counts} == {name: wanted[name] for name in counts}
    received = wanted["received"] or None
    assert figures["postal_rate"] == (received and wanted["to_post"] / received)
    assert figures["online_rate"] == (received and wanted["received_online"] / received)
    assert figures["supplement_rate"] == (received and wanted["supplement_files"] / received)
    finished = wanted["finished"] or None
    in_time = wanted["early"] + wanted["on_time"]
    assert figures["on_time_rate"] == (finished and in_time / finished)


def key_of(file: History, by: Group) -> str:
    return {
        Group.AGENCY: CODES[file.agency],
        Group.FIELD: FIELDS[file.procedure],
        Group.PROCEDURE: file.procedure,
        Group.LEVEL: LEVELS[file.agency],
        Group.CHANNEL: file.channel,
        Group.SERVICE_LEVEL: file.service_level,
        Group.OFFICER: file.officer,
    }[by]


def check_months(
    groups: list[dict[str, Any]], files: list[History], first: dt.date, last: dt.date, at: Any
) -> None:
    """Each month as if it were the period, the ends cut; none is left out."""
    months: dict[str, list[dt.date]] = defaultdict(list)
    for ahead in range((last - first).days + 1):
        day = first + dt.timedelta(days=ahead)
        months[day.strftime("%Y-%m")].append(day)
    assert [group["key"] for group in groups] == list(months)
    for group in groups:
        inside = months[group["key"]]
        check_counts(group, files, inside[0], inside[-1], at)
    for before, after in pairwise(groups):
        assert after["carried_over"] == before["in_progress"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    files=st.lists(histories(), max_size=25),
    period=periods,
    at=nows,
    by=st.sampled_from(list(Group)),
    agency=st.sampled_from([None, *AGENCIES]),
)
def test_fast_is_brute_force(
    office: Office,
    files: list[History],
    period: list[dt.date],
    at: dt.datetime,
    by: Group,
    agency: str | None,
) -> None:
    first, last = period
    with transaction.atomic():
        store(office, files)
        found = statistics(
            from_day=first, to_day=last, agency_code=agency and CODES[agency], by=by, at=at
        )
        transaction.set_rollback(True)
    # The city brings its wards; a ward stands alone.
    seen = [f for f in files if agency in (None, "tphcm", f.agency)]
    check_counts(found["total"], seen, first, last, at)
    if by == Group.MONTH:
        check_months(found["groups"], seen, first, last, at)
        return
    groups = {group["key"]: group for group in found["groups"]}
    assert list(groups) == sorted(groups)
    by_key: dict[str, list[History]] = defaultdict(list)
    for file in seen:
        by_key[key_of(file, by)].append(file)
    for key, group in groups.items():
        check_counts(group, by_key[key], first, last, at)
    idle = set(by_key) - set(groups)
    assert all(not +count(by_key[key], first, last, at) for key in idle)


MARCH = {"from_day": dt.date(2026, 3, 1), "to_day": dt.date(2026, 3, 31)}


def test_the_answer_has_exactly_the_published_keys(office: Office) -> None:
    office.take_in()
    found = statistics(**MARCH, agency_code="H29.101", by="channel", at=NOW)
    assert list(found) == ["from", "to", "agency", "total", "groups"]
    assert (found["from"], found["to"]) == ("2026-03-01", "2026-03-31")
    assert found["agency"] == "H29.101"
    assert list(found["total"]) == list(FIGURES)
    assert len(FIGURES) == 28
    (group,) = found["groups"]
    assert list(group) == ["key", "label", *FIGURES]
    assert (group["key"], group["label"]) == ("counter", "Trực tiếp")


@pytest.mark.parametrize(
    ("by", "key", "label"),
    [
        ("agency", "H29.101", "Phường An Lạc"),
        ("field", "ho-tich", "Hộ tịch"),
        ("procedure", MARRIAGE, "Thủ tục đăng ký kết hôn"),
        ("level", "commune", "Cấp xã"),
        ("channel", "counter", "Trực tiếp"),
        ("service_level", "full", "Toàn trình"),
        ("month", "2026-03", "Tháng 03/2026"),
        ("officer", "tiepnhan.anlac", "Trần Tiếp Nhận"),
    ],
)
def test_groups_are_named_in_words(office: Office, by: str, key: str, label: str) -> None:
    office.take_in()
    (group,) = statistics(**MARCH, agency_code=None, by=by, at=NOW)["groups"]
    assert (group["key"], group["label"], group["received"]) == (key, label, 1)


@pytest.mark.parametrize("files", [1, 12])
@pytest.mark.parametrize(
    ("agency", "by", "statements"),
    [
        # Whether there are sums, the files, the answers about them; agency two, names one.
        (None, None, 3),
        (None, "field", 3),
        (None, "month", 3),
        ("H29", None, 5),
        ("H29", "officer", 4),
        ("H29", "procedure", 5),
    ],
)
def test_statements_do_not_grow(
    office: Office,
    django_assert_num_queries: Any,
    files: int,
    agency: str | None,
    by: str | None,
    statements: int,
) -> None:
    for _file in range(files):
        office.take_in()
    with django_assert_num_queries(statements):
        statistics(
            from_day=dt.date(2025, 1, 1),
            to_day=dt.date(2026, 12, 31),
            agency_code=agency,
            by=by,
            at=NOW,
        )


def test_an_old_code_of_an_agency_opens_its_figures(office: Office) -> None:
    office.ward.legacy_code = "000.00.01.H29"
    office.ward.save()
    office.take_in()
    found = statistics(**MARCH, agency_code="000.00.01.H29", by=None, at=NOW)
    assert (found["agency"], found["total"]["received"]) == ("H29.101", 1)
    assert found["groups"] == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"to_day": dt.date(2026, 2, 1)}, "from", "ở sau ngày cuối"),
        ({"by": "colour"}, "by", "service_level"),
        ({"by": "month", "from_day": dt.date(2000, 1, 1)}, "to", "120 tháng"),
        ({"agency_code": "H99"}, "agency_code", "H99"),
    ],
)
def test_bad_questions_are_refused_at_their_field(
    office: Office, changes: dict[str, Any], field: str, words: str
) -> None:
    asked = {**MARCH, "agency_code": None, "by": None, "at": NOW, **changes}
    with pytest.raises((Refused, NotFound)) as refusal:
        statistics(**asked)
    assert refusal.value.field == field
    assert words in refusal.value.text
