"""Open files moved to another version of their process: what fits moves, the rest says why."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client

from motcua.cases.actions.moving import Moving, move_files
from motcua.cases.models import Case
from motcua.cases.states import State, Verb
from motcua.journal.models import Entry
from motcua.kernel.refusals import Forbidden, Refused
from motcua.process.models import Definition, WorkItem
from motcua.process.rules.moving import Stand, moved
from motcua.process.rules.soundness import markings
from tests.cases.story import live, said
from tests.linked import fresh, put_into_use
from tests.office import NOW, Clock, Office
from tests.process.graphs import graph, seed

# --- Rules ----------------------------------------------------------------------------------------

OLD = graph("a > +f", "+f > b", "+f > c", "b > &j", "c > &j", "&j > d", "d > !e")
NEW = graph(
    *("a > x", "x > +f", "+f > b", "+f > c2", "b > &j", "c2 > &j", "&j > d", "d > !e"),
    nodes={"x": {"role": "clerk", "unit": "clerical"}},
)


def go(*steps: str, tokens: dict[str, int] | None = None, **mapping: str) -> Any:
    stand = Stand(steps, tokens or {}, frozenset("a"))
    return moved(OLD, NEW, stand, mapping, markings(NEW))


def test_a_step_that_was_renamed_is_mapped_with_its_tokens() -> None:
    assert go("b", "c", c="c2") == ({"b": "b", "c": "c2"}, {})
    assert go("b", tokens={"c>j": 1}, c="c2") == ({"b": "b"}, {"c2>j": 1})


@pytest.mark.parametrize(
    ("steps", "mapping", "words"),
    [
        (("b", "c"), {}, "“Bước c” không có trong bản mới"),
        (("a",), {"a": "x"}, "vai trò hoặc bộ phận khác"),
        (("b",), {}, "không bao giờ đứng ở “Bước b”"),  # the other branch would be lost
        (("b", "c"), {"c": "d"}, "không bao giờ đứng ở"),
    ],
)
def test_what_does_not_fit_is_told_why(
    steps: tuple[str, ...], mapping: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        go(*steps, **mapping)


# --- Files ----------------------------------------------------------------------------------------


def renamed() -> dict[str, Any]:
    """The default process with the specialist's step under another key."""
    whole = copy.deepcopy(seed("default"))
    for node in whole["nodes"]:
        if node["key"] == "thu_ly":
            node |= {"key": "tham_tra", "name": "Thẩm tra"}
    for flow in whole["flows"]:
        for end in ("from", "to"):
            flow[end] = "tham_tra" if flow[end] == "thu_ly" else flow[end]
    return whole


@pytest.fixture
def versions(office: Office) -> list[Definition]:
    """A file at the specialist's, one past it; then a new version of the process."""
    office.walk(office.take_in(), to="thu_ly")
    office.walk(office.take_in(), to="lanh_dao_ky")
    put_into_use(office, "mac-dinh", renamed())
    return list(Definition.objects.filter(key="mac-dinh").order_by("number"))


def run(
    office: Office, versions: list[Definition], who: str = "kiemsoat.tphcm", **more: Any
) -> Moving:
    asked: dict[str, Any] = {"mapping": {"thu_ly": "tham_tra"}, "dry_run": False, **more}
    return move_files(
        source=versions[0], target=versions[1], actor=office.actor(who), at=NOW, **asked
    )


def test_a_dry_run_says_what_would_move_and_writes_nothing(
    office: Office, versions: list[Definition]
) -> None:
    before = Entry.objects.count()
    first, second = Case.objects.order_by("pk")
    report = run(office, versions, dry_run=True)
    assert report.moved == [first.number]
    assert report.kept == [
        (second.number, "Bước đã qua “Thụ lý, thẩm định hồ sơ” không còn trong bản mới.")
    ]
    assert Entry.objects.count() == before
    assert {case.run.definition_id for case in (fresh(first), fresh(second))} == {versions[0].pk}


def test_a_file_moves_and_goes_on_to_its_end(office: Office, versions: list[Definition]) -> None:
    case = Case.objects.order_by("pk")[0]
    run(office, versions)
    moved_case = fresh(case)
    assert moved_case.run.definition_id == versions[1].pk
    assert [item.step for item in live(moved_case)] == ["tham_tra"]
    assert said(moved_case)["versions"] == [1, 2]
    assert office.walk(moved_case).state == State.RETURNED


def test_without_a_mapping_nothing_moves(office: Office, versions: list[Definition]) -> None:
    assert run(office, versions, mapping={}).moved == []


def test_only_who_keeps_the_process_moves_files(office: Office, versions: list[Definition]) -> None:
    for who in ("kiemsoat", "thuly", "lanhdao.tphcm"):
        with pytest.raises(Forbidden):
            run(office, versions, who)


def test_the_page_tries_first_and_then_moves(
    office: Office, clock: Clock, versions: list[Definition]
) -> None:
    client, account = Client(), office.account("kiemsoat.tphcm")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    where, asked = f"/desk/processes/{versions[0].pk}/move/", {"thu_ly": "tham_tra"}
    assert "2 hồ sơ đang chạy theo bản 1" in client.get(where).content.decode()
    tried = client.post(where, asked | {"do": "try"}).content.decode()
    assert "1 hồ sơ chuyển được." in tried
    assert WorkItem.objects.filter(step="tham_tra").count() == 0
    assert client.post(where, asked | {"do": "move"}).status_code == 302
    assert WorkItem.objects.filter(step="tham_tra").count() == 1
    assert Verb.MOVE in Entry.objects.values_list("verb", flat=True)
