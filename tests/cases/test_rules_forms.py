"""What a clerk hands in, checked by values alone: papers, parties, the form of an intake."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from motcua.cases.rules.intake import IntakeForm, checked, search_text
from motcua.cases.rules.papers import (
    AskedPaper,
    PaperIn,
    check_complete,
    checked_items,
    chosen_case,
    named,
)
from motcua.cases.rules.parties import FIRM, Party, checked_party, party_from
from motcua.cases.states import PaperForm
from motcua.catalogue.rules.papers import Paper
from motcua.kernel.refusals import Refused

WANTED = (
    Paper("don", "Đơn đề nghị"),
    Paper("can_cuoc", "Thẻ căn cước", kind="present"),
    Paper("ho_khau", "Thông tin cư trú", satisfied_by="database:dan-cu"),
    Paper("khac", "Giấy tờ khác", required=False),
    Paper("anh", "Ảnh 3x4"),
)
HOA = Party(name="Nguyễn Thị Hoa", id_number="079301012345", phone="0901234567")


def case(key: str, *names: str, **more: Any) -> dict[str, Any]:
    papers = [{"key": name, "name": name.title()} for name in names]
    return {"key": key, "name": f"Trường hợp {key}", "papers": papers} | more


def test_a_single_case_needs_no_key() -> None:
    assert chosen_case({"cases": [case("chung", "don")]}, "").key == "chung"


def test_several_cases_are_named_when_none_or_a_wrong_one_is_given() -> None:
    content = {"cases": [case("moi", "don"), case("sua", limit="20 days")]}
    assert chosen_case(content, "sua").limit == "20 days"
    for key in ("", "khac"):
        with pytest.raises(Refused, match="“moi” .*“sua”") as refusal:
            chosen_case(content, key)
        assert refusal.value.field == "case_key"


def test_a_procedure_not_edited_yet_asks_for_no_papers() -> None:
    assert chosen_case({}, "").papers == ()
    with pytest.raises(Refused):
        chosen_case({}, "moi")


def test_complete_is_what_is_required_to_be_handed_in() -> None:
    check_complete([PaperIn("don"), PaperIn("anh")], WANTED)
    with pytest.raises(Refused, match=r"Đơn đề nghị; Ảnh 3x4\.") as refusal:
        check_complete([PaperIn("khac"), PaperIn("can_cuoc")], WANTED)
    assert refusal.value.field == "papers"


def test_papers_take_their_names_from_the_list_and_bring_them_when_they_are_not_on_it() -> None:
    rows = named([PaperIn("don", name="Tên khác"), PaperIn("x", name=" Bản đồ ")], WANTED)
    assert [row.name for row in rows] == ["Đơn đề nghị", "Bản đồ"]


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (PaperIn("x"), "papers.1.name"),
        (PaperIn("don", quantity=0), "papers.1.quantity"),
        (PaperIn("don", quantity=1000), "papers.1.quantity"),
        (PaperIn("don", form="scan"), "papers.1.form"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_paper_is_refused_at_its_place(paper: PaperIn, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        named([PaperIn("don", PaperForm.COPY), paper], WANTED)
    assert refusal.value.field == field


def test_asked_papers_are_kept_trimmed() -> None:
    assert checked_items([AskedPaper(" Đơn ", " Ký tên ", "don")]) == [
        {"key": "don", "name": "Đơn", "change": "Ký tên"}
    ]


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ((), "items"),
        ((AskedPaper("Đơn", "Ký"), AskedPaper("", "Ký")), "items.1.name"),
        ((AskedPaper("Đơn", ""),), "items.0.change"),
    ],
)
def test_a_request_that_does_not_say_what_to_change(
    items: tuple[AskedPaper, ...], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        checked_items(items)
    assert refusal.value.field == field


def test_a_party_is_normalised() -> None:
    typed = Party(
        name="  Nguyễn  Thị Hoa ",  # decomposed, as some keyboards write it
        id_number="0793 0101 2345",
        phone="+84 901 234 567",
        email=" hoa@thu.vn ",
        address=" 12  đường số 3 ",
    )
    party = checked_party(typed, role="applicant")
    assert party.name == "Nguyễn Thị Hoa"
    assert (party.id_number, party.email) == ("079301012345", "hoa@thu.vn")
    assert party.phone == checked_party(HOA, role="applicant").phone
    assert party.address == "12 đường số 3"
    assert checked_party(party, role="applicant") == party


@pytest.mark.parametrize(
    "party",
    [
        Party("Trẻ em"),
        Party("John Smith", phone="0901234567"),
        Party("Người có CMND", id_number="023456789"),
        Party("Công ty A", kind=FIRM, id_number="0100233488"),
    ],
    ids=lambda party: party.name,
)
def test_a_number_is_asked_for_but_not_demanded(party: Party) -> None:
    assert checked_party(party, role="owner").name == party.name


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a" * 161}, "name"),
        ({"kind": "robot"}, "kind"),
        ({"id_number": "07930101234"}, "id_number"),
        ({"id_number": "0793O1012345"}, "id_number"),
        ({"kind": FIRM, "id_number": "0100233489"}, "id_number"),
        ({"phone": "12"}, "phone"),
        *(({"email": text}, "email") for text in ("hoa", "hoa@", "@thu.vn", "hoa@thu", "h a@t.vn")),
    ],
)
def test_what_is_given_must_be_well_formed(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_party(replace(HOA, **changes), role="owner")
    assert refusal.value.field == f"owner.{field}"


def test_a_party_is_stored_small_and_read_back() -> None:
    assert HOA.as_json().keys() == {"name", "kind", "id_number", "phone", "acting_as"}
    assert party_from(HOA.as_json()) == HOA
    assert party_from({"name": "Lê An", "unknown": "x"}) == Party("Lê An")


def form(**changes: Any) -> IntakeForm:
    return replace(IntakeForm("1.000894", "H29.101", HOA), **changes)


def test_a_form_is_normalised_as_a_whole() -> None:
    done = checked(form(summary="  Kết   hôn ", owner=Party(" Lê  An ")))
    assert done.summary == "Kết hôn"
    assert done.owner == Party("Lê An")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "fax"}, "channel"),
        ({"return_channel": "fax"}, "return_channel"),
        ({"copies": 0}, "copies"),
        ({"copies": 100}, "copies"),
        ({"fee_pages": 0}, "fee_copies"),
        ({"fee_copies": 10_000}, "fee_copies"),
        ({"return_channel": "postal"}, "applicant.address"),
        ({"owner": Party("")}, "owner.name"),
    ],
)
def test_a_wrong_form_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked(form(**changes))
    assert refusal.value.field == field


def test_a_file_is_found_by_its_number_and_its_people_without_diacritics() -> None:
    words = search_text("H29.101-260302-0001", HOA, Party("Đỗ Văn Đức", id_number="079201011111"))
    for word in ("h29.101-260302-0001", "nguyen thi hoa", "0901234567", "do van duc", "079201"):
        assert word in words
    assert "none" not in search_text("TN-1", Party("Lê An"), None)
