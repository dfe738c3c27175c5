"""What a form may be, what an answer may be, and that nothing typed is lost or smuggled in."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.forms.actions import SEED
from motcua.forms.rules.answers import (
    check_whole,
    is_shown,
    prefilled,
    read_section,
    without_hidden,
)
from motcua.forms.rules.drawn import drawn, lines_of
from motcua.forms.rules.schema import schema_of
from motcua.forms.rules.shape import FormView, When, sections_from
from motcua.forms.states import Kind
from motcua.kernel.refusals import Refused


def question(key: str = "ten", kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "label": f"Câu {key}", "kind": kind, **more}


def layout(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    section = {"key": "mot", "title": "Mục một", "fields": list(fields), **more}
    return {"sections": [section]}


def form(*fields: dict[str, Any]) -> FormView:
    return FormView(
        1, "1.000894", "to_khai", 1, "Tờ khai", "to-khai", sections_from(layout(*fields))
    )


def read(view: FormView, data: dict[str, Any] | None = None, **posted: str) -> Any:
    named = {name.replace("__", "."): [value] for name, value in posted.items()}
    return read_section(view, "mot", named, data or {})


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({}, "từ 1 đến 12 mục"),
        ({"sections": []}, "từ 1 đến 12 mục"),
        ({"sections": ["x"]}, "mục 1: phải là một đối tượng"),
        (layout(), "từ 1 đến 40 câu hỏi"),
        (layout(question(key="Tên")), "mã chỉ gồm chữ thường"),
        (layout(question(), question()), "mã “ten” đã dùng"),
        (layout(question(kind="script")), "loại câu hỏi phải là một trong"),
        (layout(question(kind="choice")), "từ 1 đến 60 lựa chọn"),
        (layout(question(kind="choice", choices=[["a", "A"], ["a", "B"]])), "dùng hai lần"),
        (layout(question(when={"field": "sau", "is": ["a"]})), "đứng trước"),
        (layout(question(), question("b", when={"field": "ten", "is": ["a"]})), "có/không đứng"),
        (
            layout(question("a", "yes_no"), question("b", when={"field": "a", "is": ["có"]})),
            "câu trả lời không có",
        ),
        (layout(question(kind="group", fields=[])), "từ 1 đến 40 câu hỏi"),
        (
            layout(question(kind="group", fields=[question(kind="group", fields=[])])),
            "không chứa nhóm khác",
        ),
        (layout(question(most=-1)), "số nguyên không âm"),
        (layout({"key": "ten", "kind": "text"}), "“label” phải là chữ"),
    ],
)
def test_a_broken_layout_is_refused_with_its_place(broken: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        sections_from(broken)
    assert refusal.value.field == "layout"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  Nguyễn   Thị  Hoa ", "Nguyễn Thị Hoa"),
        ("lines", "một\n\n  hai ", "một\nhai"),
        ("number", "1.250", 1250),
        ("date", "2/9/1990", "1990-09-02"),
        ("date", "1990-09-02", "1990-09-02"),
        ("yes_no", "no", False),
        ("personal_number", "079 301 012 345", "079301012345"),
        ("phone", "0901234567", "0901234567"),
        ("email", "hoa@example.vn", "hoa@example.vn"),
    ],
)
def test_an_answer_is_kept_in_its_plain_form(kind: str, typed: str, kept: Any) -> None:
    view = form(question(kind=kind))
    answer = read(view, ten=typed)
    assert (answer.data, answer.faults) == ({"ten": kept}, {})
    assert check_whole(view, answer.data) == {}


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("text", "x" * 201, "dài quá 200"),
        ("number", "một", "phải là số nguyên"),
        ("number", "-1", "phải là số nguyên"),
        ("date", "31/02/1990", "ngày có thật"),
        ("date", "01/01/0990", "xem lại năm"),
        ("yes_no", "maybe", "Hãy chọn có hoặc không"),
        ("personal_number", "12", "12"),
        ("phone", "12", "điện thoại"),
        ("email", "hoa@", "ten@donvi.vn"),
    ],
)
def test_a_wrong_answer_is_said_and_the_good_ones_are_kept(
    kind: str, typed: str, said: str
) -> None:
    view = form(question(kind=kind), question("khac"))
    answer = read(view, ten=typed, khac="tốt")
    assert said in answer.faults["ten"]
    assert answer.data == {"khac": "tốt"}
    assert drawn(view.sections[0], answer.data, answer)[0]["value"] == typed


def test_a_required_answer_is_asked_for_at_its_place() -> None:
    view = form(question(required=True))
    assert read(view, ten=" ").faults == {"ten": "Hãy trả lời “Câu ten”."}
    assert check_whole(view, {}) == {"mot": ["Hãy trả lời “Câu ten”."]}


@pytest.mark.parametrize("name", ["la", "ten.x", "nhom.0.la", "nhom.x.a", "mot.0.a"])
def test_a_posted_field_the_form_does_not_know_is_refused(name: str) -> None:
    view = form(question(), question("nhom", "group", fields=[question("a")]))
    with pytest.raises(Refused, match="không có câu hỏi"):
        read_section(view, "mot", {name: ["x"]}, {})


def test_a_section_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="không có mục"):
        read_section(form(question()), "hai", {}, {})


DEPENDS = (
    question("co", "yes_no", required=True),
    question("so", required=True, when={"field": "co", "is": ["yes"]}),
)


def test_what_depends_is_asked_only_then_and_goes_with_its_ground() -> None:
    view = form(*DEPENDS)
    yes = read(view, co="yes", so="12")
    assert yes.data == {"co": True, "so": "12"}
    assert check_whole(view, {"co": True}) == {"mot": ["Hãy trả lời “Câu so”."]}
    no = read(view, yes.data, co="no", so="12")
    assert no.data == {"co": False}
    assert without_hidden(view, {"co": False, "so": "12"}) == {"co": False}
    assert [one["name"] for one in drawn(view.sections[0], {"co": False})] == ["co"]


GROUP = question(
    "nguoi", "group", most=3, fields=[question("ten", required=True), question("sinh", "date")]
)


def test_rows_are_read_emptied_dropped_and_added_without_script() -> None:
    view = form(GROUP)
    posted = {"nguoi__0__ten": "An", "nguoi__1__ten": "", "nguoi__2__ten": "Chi"}
    answer = read(view, **posted)
    assert answer.data == {"nguoi": [{"ten": "An"}, {"ten": "Chi"}]}
    less = read(view, **posted, _less="nguoi.0")
    assert less.data == {"nguoi": [{"ten": "Chi"}]}
    more = read(view, nguoi__0__ten="An", _more="nguoi")
    rows = drawn(view.sections[0], more.data, more)[0]["rows"]
    assert [row["number"] for row in rows] == [0, 1]
    assert rows[0]["fields"][0]["value"] == "An"
    full = drawn(view.sections[0], {"nguoi": [{}, {}, {}]})[0]
    assert full["full"]
    assert read(view, nguoi__0__sinh="1990-09-02").faults == {
        "nguoi.0.ten": "Hãy trả lời “Câu ten”."
    }


def test_rows_above_the_most_are_said_and_stay_on_the_page() -> None:
    view = form(GROUP)
    posted = {f"nguoi__{number}__ten": f"Người {number}" for number in range(5)}
    answer = read(view, **posted)
    assert answer.faults == {"nguoi": "“Câu nguoi” có nhiều nhất 3 dòng."}
    drawn_group = drawn(view.sections[0], answer.data, answer)[0]
    assert len(drawn_group["rows"]) == 5
    assert "nhiều nhất 3" in drawn_group["fault"]


def test_a_wrong_answer_takes_the_old_one_with_it() -> None:
    view = form(question(kind="number", required=True))
    answer = read(view, {"ten": 5}, ten="abc")
    assert answer.data == {}
    assert check_whole(view, answer.data)


def test_an_address_is_kept_as_it_was_written() -> None:
    view = form(question("o", "address"))
    answer = read(
        view, o__detail="12 đường 3", o__commune="Phường An Lạc A", o__province="TP. Hồ Chí Minh"
    )
    assert answer.data["o"]["commune"] == "Phường An Lạc A"
    assert "xã, phường và tỉnh" in read(view, o__detail="12").faults["o"]
    assert lines_of(view, answer.data)[0][1] == [
        ("Câu o", "12 đường 3, Phường An Lạc A, TP. Hồ Chí Minh")
    ]


def test_what_is_known_is_filled_in_only_where_nothing_was_answered() -> None:
    view = form(question(**{"from": "applicant.name"}), question("b", **{"from": "x"}))
    facts = {"applicant.name": "Hoa", "x": ""}
    assert prefilled(view, {}, facts) == {"ten": "Hoa"}
    assert prefilled(view, {"ten": "Lan"}, facts) == {"ten": "Lan"}


def test_answers_are_read_in_words() -> None:
    view = form(
        question("c", "choice", choices=[["nam", "Nam"], ["nu", "Nữ"]]),
        question("k", "yes_no"),
        question("d", "date"),
        question("n", "number"),
        question("x"),
    )
    data = {"c": "nu", "k": True, "d": "1990-09-02", "n": 1250}
    assert lines_of(view, data)[0][1] == [
        ("Câu c", "Nữ"),
        ("Câu k", "Có"),
        ("Câu d", "02/09/1990"),
        ("Câu n", "1.250"),
        ("Câu x", ""),
    ]


def test_a_condition_reads_yes_and_no_as_answers() -> None:
    when = When("co", ("yes",))
    assert is_shown(when, {"co": True})
    assert not is_shown(when, {"co": False})
    assert not is_shown(when, {})


KINDS = [
    question("t"),
    question("l", "lines"),
    question("n", "number", most=10**6),
    question("d", "date"),
    question("c", "choice", choices=[["a", "A"], ["b", "B"]]),
    question("k", "yes_no"),
    question("p", "personal_number"),
    question("f", "phone"),
    question("e", "email"),
    question("o", "address"),
    GROUP,
]
NAMES = [
    *"tlndckpfe",
    "o.detail",
    "o.commune",
    "o.province",
    "nguoi.0.ten",
    "nguoi.0.sinh",
    "nguoi.7.ten",
]
TYPED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["a", "yes", "no", "2/9/1990", "079301012345", "0901234567", "a@b.vn", "12"]),
)


@given(st.dictionaries(st.sampled_from(NAMES), TYPED))
def test_whatever_is_typed_is_kept_right_or_said_wrong_and_read_again_the_same(
    typed: dict[str, str],
) -> None:
    view = form(*KINDS)
    answer = read_section(view, "mot", {name: [text] for name, text in typed.items()}, {})
    schema = schema_of(view.name, view.sections)
    assert jsonschema_rs.is_valid(schema, answer.data, validate_formats=True)
    assert json.loads(json.dumps(answer.data)) == answer.data
    lines_of(view, answer.data)
    again = {
        one["name"]: [one["value"]]
        for one in drawn(view.sections[0], answer.data)
        if one["kind"] not in ("group", "address")
    }
    for key, value in read_section(view, "mot", again, {}).data.items():
        assert key == "nguoi" or value == answer.data[key]


def test_the_shipped_forms_are_ten_and_more_and_every_one_is_sound() -> None:
    forms = json.loads(SEED.read_text(encoding="utf-8"))["forms"]
    assert len(forms) >= 10
    for one in forms:
        sections = sections_from(one["layout"])
        jsonschema_rs.validator_for(schema_of(one["name"], sections))
        assert "chưa đối chiếu" in one["source"]
        assert any(field.required for part in sections for field in part.fields)


def test_every_kind_has_a_schema_and_a_reader() -> None:
    drawn_kinds = {one["kind"] for one in drawn(form(*KINDS).sections[0], {})}
    assert drawn_kinds == set(Kind.values)
