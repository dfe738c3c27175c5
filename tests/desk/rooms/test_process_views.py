"""The views of a draft: a table that needs no script, a drawing, a file; all of the same graph."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.process.models import Definition
from motcua.process.queries import published
from motcua.process.rules.bpmn import to_bpmn
from motcua.process.rules.checks import faults
from motcua.process.rules.editing import stamp
from motcua.process.rules.reading import parse_graph
from tests.desk.rooms.conftest import As
from tests.office import Office


@pytest.fixture
def client(sign_in: As) -> Client:
    return sign_in("kiemsoat")


@pytest.fixture
def draft(client: Client) -> Definition:
    standing = published("mac-dinh")
    assert standing is not None
    made = {"key": "rieng", "name": "Quy trình riêng"}
    assert client.post(f"/desk/processes/{standing.pk}/copy/", made).status_code == 302
    return Definition.objects.get(key="rieng")


def sent(client: Client, draft: Definition, where: str = "steps", **fields: Any) -> Any:
    fields.setdefault("seen", stamp(Definition.objects.get(pk=draft.pk).graph))
    return client.post(f"/desk/processes/{draft.pk}/{where}/", fields)


def steps(draft: Definition) -> list[str]:
    draft.refresh_from_db()
    return [task.key for task in parse_graph(draft.graph).tasks]


def test_steps_are_added_moved_and_removed_without_script(
    client: Client, draft: Definition
) -> None:
    before = steps(draft)
    new = {"name": "Đối chiếu", "role": "specialist", "unit": "handling"}
    answer = sent(client, draft, do="add", block="step", after="thu_ly", **new)
    assert answer.status_code == 302
    assert steps(draft) == [*before[:2], "buoc_1", *before[2:]]
    assert sent(client, draft, do="up", key="buoc_1").status_code == 302
    assert steps(draft)[:3] == ["tiep_nhan", "buoc_1", "thu_ly"]
    assert sent(client, draft, do="down", key="buoc_1").status_code == 302
    assert sent(client, draft, do="move", key="buoc_1", after="tiep_nhan").status_code == 302
    assert steps(draft)[:3] == ["tiep_nhan", "buoc_1", "thu_ly"]
    assert sent(client, draft, do="remove", key="buoc_1").status_code == 302
    assert steps(draft) == before


def test_one_step_is_edited_with_its_ways(client: Client, draft: Definition) -> None:
    typed = {
        "name": "Thẩm định kỹ",
        "role": "specialist",
        "unit": "handling",
        "verb": "complete",
        "budget": "2 working_days",
        "plain": "Đang thẩm định",
        "rows": 2,
        "do": "save",
        "row0-name": "Đạt",
        "row0-tone": "success",
        "row0-to": "lanh_dao_phong",
        "row1-name": "Cần làm lại",
        "row1-to": "tiep_nhan",
    }
    assert sent(client, draft, "steps/thu_ly", **typed).status_code == 302
    draft.refresh_from_db()
    task = parse_graph(draft.graph).task("thu_ly")
    assert (task.name, task.budget, task.can_send_back) == ("Thẩm định kỹ", "2 working_days", False)
    assert [(o.key, o.tone) for o in task.outcomes] == [("dat", "success"), ("can_lam_lai", "")]


TIMED = {
    "name": "Cho ý kiến",
    "role": "specialist",
    "unit": "handling",
    "verb": "complete",
    "remind": "4 working_hours",
    "escalate": "10%",
    "expire": "2 working_days",
    "rows": 2,
    "do": "save",
    "row0-name": "Đồng ý",
    "row0-to": "lanh_dao_phong",
    "row1-name": "Không trả lời",
    "row1-to": "lanh_dao_phong",
}


def test_timers_are_typed_and_the_outcome_is_named_as_it_is_read(
    client: Client, draft: Definition
) -> None:
    typed = TIMED | {"expire_outcome": "khong tra loi"}
    assert sent(client, draft, "steps/thu_ly", **typed).status_code == 302
    draft.refresh_from_db()
    task = parse_graph(draft.graph).task("thu_ly")
    assert [(t.kind.value, t.after, t.outcome) for t in task.timers] == [
        ("remind", "4 working_hours", ""),
        ("escalate", "10%", ""),
        ("expire", "2 working_days", "khong_tra_loi"),
    ]
    page = client.get(f"/desk/processes/{draft.pk}/steps/thu_ly/").content.decode()
    assert 'value="Không trả lời"' in page
    table = client.get(f"/desk/processes/{draft.pk}/steps/").content.decode()
    assert "hết hạn sau 2 ngày làm việc → Không trả lời" in table
    none = {"remind": "", "escalate": "", "expire": "", "expire_outcome": "Không trả lời"}
    assert sent(client, draft, "steps/thu_ly", **(TIMED | none)).status_code == 302
    draft.refresh_from_db()
    assert parse_graph(draft.graph).task("thu_ly").timers == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"remind": "sớm"}, "Không hiểu thời gian “sớm”"),
        ({"expire_outcome": "Ai biết"}, "chọn một kết quả của bước: “Đồng ý”, “Không trả lời”"),
    ],
)
def test_a_timer_that_says_nothing_comes_back_with_words(
    client: Client, draft: Definition, fields: dict[str, str], words: str
) -> None:
    answer = sent(client, draft, "steps/thu_ly", **(TIMED | fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_fault_stands_in_the_list_at_its_row_and_in_the_drawing(
    client: Client, draft: Definition
) -> None:
    assert sent(client, draft, do="remove", key="van_thu").status_code == 302
    page = client.get(f"/desk/processes/{draft.pk}/steps/").content.decode()
    assert "Quy trình chưa có bước ban hành kết quả." in page
    assert page.count("trả kết quả khi chưa ban hành") == 2  # in the list and at its row
    assert '<g class="faulty">' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "add", "block": "step", "after": "thu_ly", "name": ""}, "Tên bước"),
        ({"do": "fly", "key": "thu_ly"}, "Không hiểu nút"),
        ({"do": "remove", "key": "ghost"}, "không có bước"),
        ({"do": "remove", "key": "thu_ly", "seen": "x" * 20}, "vừa được sửa ở trang khác"),
    ],
)
def test_what_cannot_be_done_comes_back_with_words(
    client: Client, draft: Definition, fields: dict[str, str], words: str
) -> None:
    before = steps(draft)
    answer = sent(client, draft, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert steps(draft) == before


def test_the_drawing_saves_what_the_table_then_shows(client: Client, draft: Definition) -> None:
    page = client.get(f"/desk/processes/{draft.pk}/draw/").content.decode()
    assert "bpmn-modeler.production.min.js" in page
    xml = to_bpmn(parse_graph(draft.graph), "Vẽ lại").replace("Thụ lý, thẩm định", "Thẩm tra")
    assert sent(client, draft, "draw", xml=xml).status_code == 302
    table = client.get(f"/desk/processes/{draft.pk}/steps/").content.decode()
    assert "Vẽ lại" in table
    assert "Thẩm tra hồ sơ" in table
    answer = sent(client, draft, "draw", xml=xml.replace("userTask", "scriptTask"))
    assert answer.status_code == 422
    assert "tác vụ kịch bản" in answer.content.decode()


def test_a_diagram_goes_out_and_comes_in(client: Client, draft: Definition) -> None:
    out = client.get(f"/desk/processes/{draft.pk}/bpmn/")
    assert out["Content-Disposition"] == 'attachment; filename="rieng-1.bpmn"'
    file = SimpleUploadedFile("x.bpmn", out.content)
    answer = client.post("/desk/processes/import/", {"file": file, "key": "nhap"})
    assert answer.status_code == 302
    made = Definition.objects.get(key="nhap")
    assert (made.name, made.graph["start"]) == ("Quy trình riêng", "tiep_nhan")
    bad = SimpleUploadedFile("x.bpmn", b"<!DOCTYPE x>\n<x/>")
    answer = client.post("/desk/processes/import/", {"file": bad, "key": "bom"})
    assert answer.status_code == 422
    assert "DOCTYPE" in answer.content.decode()


def test_a_draft_is_discarded_and_a_published_one_is_not_edited(
    client: Client, draft: Definition, office: Office
) -> None:
    standing = published("mac-dinh")
    assert standing is not None
    for view in ("steps", "draw", "steps/thu_ly"):
        answer = client.get(f"/desk/processes/{standing.pk}/{view}/")
        assert "không sửa được" in answer.content.decode()
    assert client.post(f"/desk/processes/{draft.pk}/discard/").status_code == 302
    assert not Definition.objects.filter(pk=draft.pk).exists()


def test_a_step_is_made_to_wait_for_another_agency_in_the_table(
    client: Client, draft: Definition
) -> None:
    typed = {
        "name": "Xin bản sao",
        "role": "specialist",
        "unit": "handling",
        "verb": "complete",
        "child_procedure": "2.000815",
        "other_than": "tiep_nhan",
        "rows": 1,
        "do": "save",
        "row0-to": "lanh_dao_phong",
    }
    assert sent(client, draft, "steps/thu_ly", **typed).status_code == 302
    draft.refresh_from_db()
    graph = parse_graph(draft.graph)
    task = graph.task("thu_ly")
    assert (task.child and task.child.procedure, task.other_than) == ("2.000815", "tiep_nhan")
    assert task.outcome_keys == ("granted", "rejected")
    assert faults(graph) == []
