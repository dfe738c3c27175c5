"""Definitions: drafted, checked, published, and never changed after that."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from motcua.journal.queries import entries_of
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.process.actions import (
    NotSound,
    create_draft,
    discard_draft,
    import_draft,
    install_seed_definitions,
    publish_definition,
    update_draft,
)
from motcua.process.models import Definition
from motcua.process.queries import default_definition, draft_of, graph_of, published
from motcua.process.rules.bpmn import to_bpmn
from motcua.process.rules.editing import stamp
from motcua.process.rules.graph import BadGraph
from motcua.process.rules.reading import parse_graph
from motcua.process.states import DefinitionState
from tests.organisation.builders import NOW, acting
from tests.process.conftest import Office
from tests.process.graphs import raw, seed

BROKEN = raw("a > b", "b > !e")


@pytest.fixture
def editor(office: Office) -> Actor:
    return acting(office.people[Role.CONTROLLER])


def draft(editor: Actor, graph: dict[str, Any] | None = None, **more: Any) -> Definition:
    given: dict[str, Any] = {"key": "dat-dai", "name": "Đất đai", "graph": graph or seed("default")}
    return create_draft(**{**given, **more}, actor=editor, at=NOW)


def test_a_draft_is_made_changed_and_published(editor: Actor) -> None:
    made = draft(editor, BROKEN)
    update_draft(
        definition=made, name="  Đất   đai 2 ", graph=seed("default"), actor=editor, at=NOW
    )
    publish_definition(definition=made, actor=editor, at=NOW)
    made.refresh_from_db()
    assert (made.name, made.number, made.state) == ("Đất đai 2", 1, DefinitionState.PUBLISHED)
    assert (made.published_at, made.published_by_id) == (NOW, editor.account_id)
    verbs = [entry.verb for entry in entries_of(Subject.PROCESS, made.pk)]
    assert verbs == ["create_draft", "update_draft", "publish"]


def test_a_published_definition_never_changes(editor: Actor) -> None:
    made = draft(editor)
    stale = Definition.objects.get(pk=made.pk)
    publish_definition(definition=made, actor=editor, at=NOW)
    for known in (made, stale):
        with pytest.raises(Refused, match="đã ban hành thì không sửa được"):
            update_draft(definition=known, name="x", graph=BROKEN, actor=editor, at=NOW)
        with pytest.raises(Refused, match="đã ban hành rồi"):
            publish_definition(definition=known, actor=editor, at=NOW)
    assert Definition.objects.get(pk=made.pk).graph == seed("default")


def test_publishing_names_every_fault_and_changes_nothing(editor: Actor) -> None:
    made = draft(editor, BROKEN)
    with pytest.raises(NotSound) as caught:
        publish_definition(definition=made, actor=editor, at=NOW)
    assert [fault.text for fault in caught.value.faults] == [
        "Quy trình chưa có bước trả kết quả.",
        "Quy trình chưa có bước ban hành kết quả.",
    ]
    assert "chưa có bước trả kết quả" in caught.value.text
    assert Definition.objects.get(pk=made.pk).state == DefinitionState.DRAFT


def test_publishing_checks_the_limit_it_is_meant_for(editor: Actor) -> None:
    graph = seed("default")
    graph["nodes"][0]["budget"] = "2 working_days"
    made = draft(editor, graph)
    with pytest.raises(NotSound, match="thời hạn của thủ tục chỉ có 8 giờ"):
        publish_definition(definition=made, actor=editor, at=NOW, limit_minutes=480)
    publish_definition(definition=made, actor=editor, at=NOW, limit_minutes=10 * 480 * 2)


def test_the_next_version_has_the_next_number_and_the_old_one_stays(editor: Actor) -> None:
    first = draft(editor)
    publish_definition(definition=first, actor=editor, at=NOW)
    second = draft(editor, seed("same_day"))
    assert second.number == 2
    assert published("dat-dai") == first
    assert draft_of("dat-dai") == second
    publish_definition(definition=second, actor=editor, at=NOW)
    assert published("dat-dai") == second
    assert Definition.objects.get(pk=first.pk).graph == seed("default")


def test_one_draft_at_a_time(editor: Actor) -> None:
    draft(editor)
    with pytest.raises(Conflict, match="đã có một bản dự thảo"):
        draft(editor)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"graph": {"version": 1}}, BadGraph),
        ({"name": "  "}, Refused),
        ({"name": "x" * 201}, Refused),
    ],
)
def test_a_draft_must_at_least_be_readable(
    editor: Actor, more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        draft(editor, **more)
    assert not Definition.objects.exists()


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.RECEPTION, Role.AGENCY_LEADER, Role.CLERK])
def test_only_administrators_and_controllers_change_definitions(office: Office, role: Role) -> None:
    made = draft(acting(office.people[Role.CONTROLLER]))
    actor = acting(office.people[role])
    with pytest.raises(Forbidden):
        draft(actor, key="khac")
    with pytest.raises(Forbidden):
        update_draft(definition=made, name="x", graph=BROKEN, actor=actor, at=NOW)
    with pytest.raises(Forbidden):
        publish_definition(definition=made, actor=actor, at=NOW)


def test_a_graph_of_a_published_definition_is_read_once(
    editor: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = draft(editor)
    assert graph_of(made.pk).start == "tiep_nhan"
    update_draft(definition=made, name="x", graph=raw("z > !e"), actor=editor, at=NOW)
    assert graph_of(made.pk).start == "z"
    update_draft(definition=made, name="x", graph=seed("default"), actor=editor, at=NOW)
    publish_definition(definition=made, actor=editor, at=NOW)
    with django_assert_num_queries(1):
        graph_of(made.pk)
    with django_assert_num_queries(0):
        graph_of(made.pk)
    with pytest.raises(NotFound):
        graph_of(0)


@pytest.mark.django_db
def test_shipped_processes_are_installed_once() -> None:
    with pytest.raises(NotFound, match="quy trình mặc định"):
        default_definition()
    made = install_seed_definitions(actor_id=None, at=NOW)
    assert [definition.key for definition in made] == [
        "khai-sinh-thuong-tru-bhyt",
        "cap-phep-xay-dung",
        "mac-dinh",
        "ho-kinh-doanh",
        "dat-dai-lien-thong-thue",
        "trong-ngay",
    ]
    assert install_seed_definitions(actor_id=None, at=NOW) == []
    assert Definition.objects.count() == 6
    assert default_definition().key == "mac-dinh"
    assert default_definition(same_day=True).key == "trong-ngay"


@pytest.mark.django_db
def test_a_shipped_process_that_changed_becomes_the_next_version() -> None:
    install_seed_definitions(actor_id=None, at=NOW)
    Definition.objects.filter(key="mac-dinh").update(graph=seed("same_day"))
    (again,) = install_seed_definitions(actor_id=None, at=NOW)
    assert (again.key, again.number) == ("mac-dinh", 2)


def test_an_office_that_has_its_own_default_keeps_it(editor: Actor) -> None:
    """A newer version published by people is theirs; the installation does not put its own over it."""
    install_seed_definitions(actor_id=None, at=NOW)
    own = draft(editor, seed("same_day"), key="mac-dinh")
    publish_definition(definition=own, actor=editor, at=NOW)
    assert install_seed_definitions(actor_id=None, at=NOW) == []
    assert default_definition() == own


def test_two_views_of_one_draft_do_not_write_over_each_other(editor: Actor) -> None:
    made = draft(editor, BROKEN)
    seen = stamp(made.graph)
    update_draft(
        definition=made, name="Bảng", graph=seed("default"), actor=editor, at=NOW, seen=seen
    )
    with pytest.raises(Conflict, match="vừa được sửa ở trang khác"):
        update_draft(definition=made, name="Vẽ", graph=BROKEN, actor=editor, at=NOW, seen=seen)
    made.refresh_from_db()
    assert (made.name, made.graph) == ("Bảng", seed("default"))


def test_a_draft_is_discarded_and_its_text_stays_in_the_journal(editor: Actor) -> None:
    made = draft(editor, BROKEN)
    discard_draft(definition=made, actor=editor, at=NOW)
    assert draft_of("dat-dai") is None
    last = entries_of(Subject.PROCESS, made.pk)[-1]
    assert (last.verb, "Bước a" in last.body) == ("discard_draft", True)


def test_what_is_published_is_not_discarded(editor: Actor) -> None:
    made = draft(editor)
    publish_definition(definition=made, actor=editor, at=NOW)
    with pytest.raises(Refused, match="bản dự thảo"):
        discard_draft(definition=made, actor=editor, at=NOW)
    assert published("dat-dai") == made


def test_a_sound_diagram_becomes_a_draft(editor: Actor) -> None:
    data = to_bpmn(parse_graph(seed("default")), "Đăng ký đất").encode()
    made = import_draft(key="dat-dai", data=data, actor=editor, at=NOW)
    assert (made.name, made.state) == ("Đăng ký đất", DefinitionState.DRAFT)
    publish_definition(definition=made, actor=editor, at=NOW)


def test_a_diagram_with_a_circle_without_exit_is_not_taken_in(editor: Actor) -> None:
    made = parse_graph(
        raw("s > ?c", "?c > !e when data.x == 1", "?c > a otherwise", "a > b", "b > a")
    )
    with pytest.raises(NotSound, match="Từ “Bước a” không có đường nào đến kết thúc") as refusal:
        import_draft(key="vong", data=to_bpmn(made, "Vòng").encode(), actor=editor, at=NOW)
    assert {fault.node for fault in refusal.value.faults} == {"a", "b"}
    assert draft_of("vong") is None


def test_who_may_not_edit_neither_imports_nor_discards(editor: Actor, office: Office) -> None:
    made = draft(editor, BROKEN)
    clerk = acting(office.people[Role.CLERK])
    data = to_bpmn(parse_graph(seed("default")), "x").encode()
    with pytest.raises(Forbidden):
        import_draft(key="khac", data=data, actor=clerk, at=NOW)
    with pytest.raises(Forbidden):
        discard_draft(definition=made, actor=clerk, at=NOW)
