"""A field: its label, help and error are tied to it, on every kind of widget."""

import re

import pytest
from django import forms

from motcua.ui.forms import error_list, field

HOSTILE = "<script>alert(1)</script>"


class Applicant(forms.Form):
    full_name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước")
    phone = forms.CharField(
        label="Điện thoại",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code"}),
    )
    kind = forms.ChoiceField(
        label="Bạn là", choices=[("p", "Cá nhân"), ("f", "Doanh nghiệp")], widget=forms.RadioSelect
    )
    sector = forms.ChoiceField(label="Lĩnh vực", choices=[("h", "Hộ tịch")])
    agreed = forms.BooleanField(label="Tôi đồng ý")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def refused() -> Applicant:
    form = Applicant({"sector": "nowhere"})
    assert not form.is_valid()
    return form


def test_a_label_points_to_its_control():
    drawn = field(Applicant()["full_name"])
    assert 'for="id_full_name"' in drawn
    assert 'id="id_full_name"' in drawn


def test_help_and_error_are_read_with_the_control():
    drawn = field(refused()["full_name"])
    assert 'aria-describedby="id_full_name-help id_full_name-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_full_name-help"' in drawn
    assert 'id="id_full_name-error"' in drawn


@pytest.mark.parametrize("name", [name for name in Applicant.base_fields if name != "token"])
@pytest.mark.parametrize("make", [Applicant, refused])
def test_whatever_describes_a_control_exists(name, make):
    drawn = field(make()[name])
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    for described in re.findall(r'aria-describedby="([^"]+)"', drawn):
        assert set(described.split()) <= set(ids)
    for target in re.findall(r'\bfor="([^"]+)"', drawn):
        assert target in ids


def test_a_field_without_help_or_error_is_described_by_nothing():
    assert "aria-describedby" not in field(Applicant()["phone"])
    assert "aria-invalid" not in field(Applicant()["phone"])


def test_choices_are_a_group_with_a_legend():
    drawn = field(Applicant({"kind": "f"})["kind"])
    assert drawn.strip().startswith("<fieldset")
    assert "<legend" in drawn
    assert re.search(r'value="f"[^>]*checked', drawn)
    assert not re.search(r'value="p"[^>]*checked', drawn)


def test_a_tick_box_stands_before_its_label():
    drawn = field(Applicant()["agreed"])
    assert drawn.index('type="checkbox"') < drawn.index("Tôi đồng ý")


def test_a_phone_offers_the_right_keyboard_and_the_form_may_say_otherwise():
    drawn = field(Applicant()["phone"], width="short")
    assert 'inputmode="tel"' in drawn
    assert 'autocomplete="off"' in drawn
    assert 'class="form-control w-short code"' in drawn


def test_a_required_field_is_marked_for_eyes_and_for_readers():
    assert 'class="need"' in field(Applicant()["full_name"])
    assert re.search(r"<input[^>]*\brequired\b", field(Applicant()["full_name"]))
    assert 'class="need"' not in field(Applicant()["phone"])


def test_a_hidden_field_is_only_its_input():
    assert field(Applicant()["token"]).startswith('<input type="hidden"')


def test_values_from_outside_are_escaped():
    form = Applicant({"full_name": HOSTILE, "note": HOSTILE, "kind": HOSTILE, "sector": HOSTILE})
    form.is_valid()
    drawn = "".join(field(form[name]) for name in form.fields)
    assert "<script>" not in drawn


def test_the_summary_leads_to_each_field():
    form = refused()
    errors = error_list(form)
    assert [error["href"] for error in errors] == [
        "#id_full_name", "#id_kind", "#id_sector", "#id_agreed",
    ]  # fmt: skip
    drawn = "".join(field(form[name]) for name in form.fields)
    assert all(f'id="{error["href"][1:]}"' in drawn for error in errors)
    assert errors[0]["text"].startswith("Họ và tên: ")


def test_a_fault_of_the_whole_form_stands_first_without_a_place():
    form = refused()
    form.add_error(None, "Hồ sơ này vừa được nộp.")
    assert error_list(form)[0] == {"href": "", "text": "Hồ sơ này vừa được nộp."}


def test_an_empty_form_has_no_errors():
    assert error_list(Applicant()) == []
