"""The builder: a form made question by question in the browser, without script."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from motcua.forms.models import FormVersion
from motcua.forms.queries import form_for
from motcua.forms.rules import editing
from motcua.forms.rules.shape import sections_from
from motcua.kernel.refusals import NotFound, Refused
from tests.forms.test_versions import document
from tests.office import MARRIAGE, Clock, Office
from tests.portal.conftest import text_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def editor(office: Office, clock: Clock) -> Client:
    browser = Client()
    browser.force_login(office.account("kiemsoat.tphcm"), backend=BACKEND)
    return browser


NEW = {
    "procedure": MARRIAGE,
    "key": "to_khai",
    "name": "Tờ khai kết hôn",
    "paper": "to_khai",
    "section": "Bên nữ",
    "question": "Họ tên bên nữ",
}
FIELD = {"key": "co", "label": "Có con riêng", "kind": "yes_no", "required": "on"}


def started(editor: Client) -> FormVersion:
    answer = editor.post("/desk/eforms/new/", NEW)
    draft = FormVersion.objects.get()
    assert answer.headers["Location"] == f"/desk/eforms/versions/{draft.pk}/draft/"
    return draft


def test_a_form_is_built_published_and_filled_in(editor: Client) -> None:
    draft = started(editor)
    at = f"/desk/eforms/versions/{draft.pk}"
    assert editor.post(f"{at}/sections/muc_1/new/", FIELD).status_code == 302
    many = {
        "key": "con",
        "label": "Các con",
        "kind": "group",
        "rows": "ten = Họ tên = text *\nsinh = Ngày sinh = date",
        "when": "co=yes",
    }
    assert editor.post(f"{at}/sections/muc_1/new/", many).status_code == 302
    choice = {"key": "lan", "label": "Lần", "kind": "choice", "choices": "a = Một\nb = Hai"}
    editor.post(f"{at}/sections/new/", {"key": "muc_2", "title": "Khác"})
    editor.post(f"{at}/sections/muc_2/muc_2_1/", choice)
    page = editor.get(f"{at}/draft/")
    assert "co = yes" in text_of(page)
    editor.post(f"{at}/change/", {"section": "muc_2", "what": "up"})
    assert editor.get(f"{at}/").status_code == 200
    editor.post(f"{at}/publish/")
    found = form_for(MARRIAGE)
    assert found is not None
    assert [section.key for section in found.sections] == ["muc_2", "muc_1"]
    group = found.sections[1].fields[2]
    assert [(one.key, one.required) for one in group.fields] == [("ten", True), ("sinh", False)]
    assert group.when is not None
    assert group.when.answers == ("yes",)
    assert editor.get(f"{at}/draft/").status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"key": "Có"}, "mã chỉ gồm chữ thường"),
        ({"kind": "choice", "choices": "a"}, "viết mã = nhãn"),
        ({"kind": "choice", "choices": ""}, "lựa chọn"),
        ({"kind": "group", "rows": "ten"}, "viết mã = nhãn = loại"),
        ({"key": "cau_1"}, "đã dùng"),
    ],
)
def test_a_bad_question_is_said_on_its_page(
    editor: Client, change: dict[str, str], said: str
) -> None:
    draft = started(editor)
    page = editor.post(f"/desk/eforms/versions/{draft.pk}/sections/muc_1/new/", FIELD | change)
    assert page.status_code == 422
    assert said in text_of(page)


def test_a_question_on_which_others_depend_is_not_taken_away(editor: Client) -> None:
    draft = started(editor)
    at = f"/desk/eforms/versions/{draft.pk}"
    editor.post(f"{at}/sections/muc_1/new/", FIELD)
    editor.post(
        f"{at}/sections/muc_1/new/",
        {"key": "so", "label": "Mấy con", "kind": "number", "when": "co=yes"},
    )
    gone = editor.post(f"{at}/change/", {"section": "muc_1", "field": "co", "what": "remove"})
    assert gone.status_code == 409
    assert "đứng trước" in text_of(gone)


def test_a_file_goes_out_and_comes_in(editor: Client) -> None:
    draft = started(editor)
    out = editor.get(f"/desk/eforms/versions/{draft.pk}/file/")
    assert json.loads(out.content)["format"] == "motcua-form/1"
    upload = SimpleUploadedFile("to-khai.json", out.content)
    assert editor.post("/desk/eforms/import/", {"file": upload}).status_code == 302
    for content in (b"{", b"[]", b"\xff", json.dumps(document(format="x")).encode()):
        bad = SimpleUploadedFile("to-khai.json", content)
        assert editor.post("/desk/eforms/import/", {"file": bad}).status_code == 422


LAYOUT = document()["layout"]


@given(st.sampled_from([-1, 1]), st.sampled_from(["nu", "khac"]), st.sampled_from(["ten", None]))
def test_a_change_leaves_the_layout_it_was_given(by: int, section: str, field: str | None) -> None:
    before = json.dumps(LAYOUT)
    try:
        editing.moved(LAYOUT, section, field, by)
        editing.without_field(LAYOUT, section, "ten")
    except NotFound:
        assert section == "khac"
    assert json.dumps(LAYOUT) == before


def test_taking_the_last_question_leaves_no_sound_form() -> None:
    with pytest.raises(Refused):
        sections_from(editing.without_field(LAYOUT, "nu", "ten"))


def test_saving_a_question_unchanged_loses_nothing_the_form_cannot_say(editor: Client) -> None:
    """A condition on several answers, a source of its own, and a column's help, limit, choices."""
    asked = {
        "key": "can_cu",
        "label": "Số, ngày",
        "kind": "text",
        "from": "owner.name",
        "when": {"field": "tinh_trang", "is": ["ly_hon", "goa"]},
    }
    column = {"key": "loai", "label": "Loại", "kind": "choice", "help": "Chọn", "required": True}
    group = {
        "key": "con",
        "label": "Các con",
        "kind": "group",
        "fields": [{**column, "choices": [["a", "Một"], ["b", "Hai"]]}],
    }
    states = [["doc_than", "Độc thân"], ["ly_hon", "Đã ly hôn"], ["goa", "Vợ, chồng đã chết"]]
    deciding = {"key": "tinh_trang", "label": "Tình trạng", "kind": "choice", "choices": states}
    section = {"key": "muc", "title": "Mục", "fields": [deciding, asked, group]}
    upload = SimpleUploadedFile(
        "to-khai.json", json.dumps(document(layout={"sections": [section]})).encode()
    )
    editor.post("/desk/eforms/import/", {"file": upload})
    draft = FormVersion.objects.get()
    before = draft.layout
    for key in ("can_cu", "con"):
        address = f"/desk/eforms/versions/{draft.pk}/sections/muc/{key}/"
        form = editor.get(address).context["form"]
        shown = {one.html_name: one.value() for one in form}
        posted = {
            name: "\n".join(value) if isinstance(value, list) else value
            for name, value in shown.items()
            if value not in ("", None, False)
        }
        assert editor.post(address, posted).status_code == 302
    draft.refresh_from_db()
    assert draft.layout == before
    assert "hoặc" in text_of(editor.get(f"/desk/eforms/versions/{draft.pk}/sections/muc/can_cu/"))
