"""Every number opens: the files behind a figure are as many as it counts, by right."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.cases.models import Case
from motcua.indicators.queries import SECRET, Question, files_behind, statistics
from motcua.indicators.rules import FIGURES, Group
from motcua.kernel.refusals import NotFound, Refused
from tests.indicators.oracle import History
from tests.indicators.stories import histories, store
from tests.indicators.test_figures import nows, periods
from tests.office import NOW, Office

MARCH = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
COUNTS = [name for name in FIGURES if not name.endswith("_rate") and name not in SECRET]


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    files=st.lists(histories(), min_size=3, max_size=20),
    period=periods,
    at=nows,
    by=st.sampled_from(list(Group)),
)
def test_a_figure_opens_as_many_files_as_it_counts(
    office: Office, files: list[History], period: list[dt.date], at: dt.datetime, by: Group
) -> None:
    first, last = period
    everybody = office.actor("kiemsoat.tphcm")
    with transaction.atomic():
        store(office, files)
        found = statistics(from_day=first, to_day=last, agency_code=None, by=by, at=at)
        for group in found["groups"][:3]:
            for name in COUNTS:
                asked = Question(name, first, last, None, by, group["key"])
                behind = files_behind(asked, actor=everybody, at=at)
                assert behind.counted == behind.visible == group[name], asked
                assert len(behind.page.rows) == group[name]
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("who", "visible"),
    [("kiemsoat.tphcm", 1), ("thuly", 1), ("diachinh", 0), ("tiepnhan.binhtan", 0), ("quantri", 0)],
)
def test_the_count_is_everybodys_the_files_are_for_who_may_know_of_them(
    office: Office, who: str, visible: int
) -> None:
    office.take_in()
    behind = files_behind(Question("received", *MARCH), actor=office.actor(who), at=NOW)
    assert (behind.counted, behind.visible, len(behind.page.rows)) == (1, visible, visible)


def test_a_rate_opens_its_numerator(office: Office) -> None:
    office.take_in(return_channel="postal", applicant=office.form().applicant)
    office.take_in()
    asked = Question("postal_rate", *MARCH)
    assert files_behind(asked, actor=office.actor("tiepnhan"), at=NOW).counted == 1


def test_pages_follow_one_another(office: Office) -> None:
    for _file in range(3):
        office.take_in()
    actor, asked = office.actor("tiepnhan"), Question("received", *MARCH)
    first = files_behind(asked, actor=actor, at=NOW, most=2)
    second = files_behind(asked, actor=actor, at=NOW, most=2, after=first.page.next)
    seen = [row.pk for part in (first, second) for row in part.page.rows]
    assert sorted(seen) == sorted(Case.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("files", [1, 3])
def test_statements_do_not_grow(office: Office, django_assert_num_queries: Any, files: int) -> None:
    for _file in range(files):
        office.take_in()
    actor = office.actor("tiepnhan")
    with django_assert_num_queries(4):
        files_behind(Question("received", *MARCH, "H29"), actor=actor, at=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"figure": "happy"}, "figure"),
        ({"figure": "dissatisfied_rate"}, "figure"),
        ({"to_day": dt.date(2026, 2, 1)}, "from"),
        ({"by": "colour"}, "by"),
        ({"by": "month", "key": "2026-05"}, "key"),
        ({"agency": "H99"}, "agency_code"),
    ],
)
def test_a_bad_question_is_refused_at_its_field(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    asked = {"figure": "late", "from_day": MARCH[0], "to_day": MARCH[1], **changes}
    with pytest.raises((Refused, NotFound)) as refusal:
        files_behind(Question(**asked), actor=office.actor("tiepnhan"), at=NOW)
    assert refusal.value.field == field
