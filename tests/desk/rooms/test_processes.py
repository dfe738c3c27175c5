"""The room of processes: read, copied, edited as text, published when sound."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from motcua.desk.rooms.flow import drawing_of
from motcua.process.actions import create_draft
from motcua.process.models import Definition
from motcua.process.queries import published
from motcua.process.rules.reading import parse_graph
from tests.desk.rooms.conftest import As
from tests.office import NOW, Office


def standing() -> Definition:
    found = published("mac-dinh")
    assert found is not None
    return found


def copied(client: Client) -> Definition:
    made = {"key": "rieng", "name": "Quy trình riêng"}
    where = f"/desk/processes/{standing().pk}/copy/"
    assert client.post(where, made).status_code == 302
    return Definition.objects.get(key="rieng")


@pytest.mark.parametrize(
    ("who", "status"),
    [("quantri", 200), ("kiemsoat", 200), ("thuly", 403), ("lanhdao", 403), ("tiepnhan", 403)],
)
def test_administrators_and_controllers_see_processes(sign_in: As, who: str, status: int) -> None:
    client = sign_in(who)
    pages = ["/desk/processes/", f"/desk/processes/{standing().pk}/"]
    assert [client.get(page).status_code for page in pages] == [status, status]


def test_the_steps_are_a_table_and_a_drawing(sign_in: As) -> None:
    page = sign_in("kiemsoat").get(f"/desk/processes/{standing().pk}/").content.decode()
    assert "Thụ lý, thẩm định hồ sơ" in page
    assert "50 % thời hạn" in page
    assert "<svg" in page
    assert "Đề nghị giải quyết" in page
    assert page.count("Đề nghị giải quyết") == 1  # both outcomes lead on: no words on the arrow


def test_a_copy_is_edited_and_published(sign_in: As) -> None:
    client = sign_in("kiemsoat")
    draft = copied(client)
    graph = draft.graph
    graph["nodes"][1]["name"] = "Thẩm định kỹ"
    where = f"/desk/processes/{draft.pk}/"
    typed = {"name": "Quy trình kỹ", "graph": json.dumps(graph)}
    assert client.post(f"{where}edit/", typed).status_code == 302
    assert "Thẩm định kỹ" in client.get(where).content.decode()
    assert client.post(f"{where}publish/", {"limit": "10 ngày làm việc"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.name) == ("published", "Quy trình kỹ")
    assert client.post(f"{where}edit/", typed).status_code == 422


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "dòng 1"),
        ('{"version": 2}', "version"),
        ("[" * 100_000, "quá sâu"),
        ('{"version": 1, "start": "x", "nodes": [], "flows": []}', "Nút bắt đầu"),
    ],
)
def test_text_that_is_no_process_is_refused_at_its_field(sign_in: As, text: str, said: str) -> None:
    client = sign_in("kiemsoat")
    draft = copied(client)
    answer = client.post(f"/desk/processes/{draft.pk}/edit/", {"name": "x", "graph": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_graph-error"' in page
    assert said in page


def test_an_unsound_draft_shows_its_faults_and_is_not_published(
    sign_in: As, office: Office
) -> None:
    graph = json.loads(json.dumps(standing().graph))
    graph["flows"] = graph["flows"][:-1]
    draft = create_draft(
        key="hong", name="Hỏng", graph=graph, actor=office.actor("kiemsoat"), at=NOW
    )
    client = sign_in("kiemsoat")
    page = client.get(f"/desk/processes/{draft.pk}/").content.decode()
    assert "Chưa ban hành được" in page
    assert 'class="faulty"' in page
    assert client.post(f"/desk/processes/{draft.pk}/publish/", {}).status_code == 422
    assert Definition.objects.get(pk=draft.pk).state == "draft"


def test_a_second_draft_under_one_key_is_refused(sign_in: As) -> None:
    client = sign_in("kiemsoat")
    copied(client)
    again = client.post(f"/desk/processes/{standing().pk}/copy/", {"key": "rieng", "name": "Nữa"})
    assert 'id="id_key-error"' in again.content.decode()


def test_every_shipped_process_can_be_drawn(office: Office) -> None:
    for definition in Definition.objects.all():
        graph = parse_graph(definition.graph)
        drawing = drawing_of(graph)
        assert {box.key for box in drawing.boxes} == set(graph.nodes)
        assert all(box.x >= 0 and box.x + box.width <= drawing.width for box in drawing.boxes)
        assert all(box.bottom <= drawing.height for box in drawing.boxes)
        places = [(box.x, box.y) for box in drawing.boxes]
        assert len(set(places)) == len(places)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    sign_in: As, office: Office, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        create_draft(
            key=f"k{n}",
            name="x",
            graph=standing().graph,
            actor=office.actor("kiemsoat"),
            at=NOW,
        )
    client = sign_in("kiemsoat")
    client.get("/desk/processes/")
    with django_assert_num_queries(6):
        client.get("/desk/processes/")
