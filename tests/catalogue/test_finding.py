"""People find a procedure by their own words: no marks, an event of life, a slip of the finger."""

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from motcua.catalogue import seed
from motcua.catalogue.actions import import_catalogue
from motcua.catalogue.queries import fields_in_force, in_force, search_procedures
from motcua.catalogue.rules.finding import ranked, search_text
from tests.catalogue.conftest import AT, BIRTH, TODAY, Province

BOOK: dict[str, tuple[str, list[str]]] = {
    "1.001193": ("Thủ tục đăng ký khai sinh", ["sinh con", "làm giấy khai sinh", "đẻ con"]),
    "1.000689": ("Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con", []),
    "1.000656": ("Thủ tục đăng ký khai tử", ["người thân qua đời", "báo tử"]),
    "1.000894": ("Thủ tục đăng ký kết hôn", ["lấy vợ", "lấy chồng", "cưới"]),
    "2.000815": ("Thủ tục chứng thực bản sao từ bản chính", ["sao y", "công chứng giấy tờ"]),
    "1.001612": ("Đăng ký thành lập hộ kinh doanh", ["mở quán ăn", "mở cửa hàng"]),
    "1.013225": ("Cấp giấy phép xây dựng nhà ở riêng lẻ", ["làm nhà", "xây nhà", "sửa nhà"]),
    "1.004222": ("Đăng ký thường trú", ["nhập hộ khẩu", "chuyển hộ khẩu"]),
    "1.000111": ("Hỗ trợ chi phí mai táng", []),
    "1.000222": ("Hoà giải tranh chấp đất đai", []),
    "1.000333": ("Cấp bản sao hóa đơn tiền sử dụng đất", []),
}


def find(query: str) -> list[str]:
    texts = {
        code: (code, name, search_text(code, name, {"keywords": keywords}))
        for code, (name, keywords) in BOOK.items()
    }
    return ranked(BOOK, query, texts)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("khai sinh", "1.001193"),
        ("KHAI SINH", "1.001193"),
        ("sinh con", "1.001193"),
        ("đẻ con", "1.001193"),
        ("dang ky khai sinh", "1.001193"),
        ("toi muon lam giay khai sinh cho con", "1.001193"),
        ("khai tử", "1.000656"),
        ("khai tu", "1.000656"),
        ("nguoi than qua doi", "1.000656"),
        ("cưới", "1.000894"),
        ("ket hon", "1.000894"),
        ("mở quán ăn", "1.001612"),
        ("mo quan an", "1.001612"),
        ("sửa nhà", "1.013225"),
        ("lam nha", "1.013225"),
        ("sao y", "2.000815"),
        ("hộ khẩu", "1.004222"),
        ("hòa giải", "1.000222"),
        ("hoà giải", "1.000222"),
        ("2.000815", "2.000815"),
        ("2.0008", "2.000815"),
    ],
)
def test_the_first_answer_is_the_one_meant(query: str, first: str) -> None:
    assert find(query)[0] == first


@pytest.mark.parametrize(
    ("slip", "first"),
    [
        ("khia sinh", "1.001193"),
        ("khaisinh", "1.001193"),
        ("ket honn", "1.000894"),
        ("chuwng thuc ban sao", "2.000815"),
        ("giay phep xay dugn", "1.013225"),
        ("thuong trus", "1.004222"),
    ],
)
def test_one_slip_of_the_finger_is_forgiven(slip: str, first: str) -> None:
    assert find(slip)[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sinh con", "1.001193"),
        ("ket hon", "1.000894"),
        ("lam nha", "1.013225"),
        ("sửa nhà", "1.013229"),
        ("mo quan an", "1.001612"),
        ("người thân qua đời", "1.000656"),
        ("nhap ho khau", "1.004222"),
        ("sao y", "2.000815"),
        ("doc than", "1.004873"),
        ("khia sinh", "1.001193"),
    ],
)
def test_the_everyday_wishes_find_their_procedure_in_the_seed(query: str, first: str) -> None:
    texts = {}
    for procedure in seed.document()["procedures"]:
        version, code = procedure["versions"][-1], procedure["code"]
        text = search_text(code, version["name"], version["content"])
        texts[code] = (code, version["name"], text)
    assert ranked(texts, query, texts)[0] == first


def test_a_row_without_a_search_text_is_found_by_its_name() -> None:
    assert ranked(["a"], "khai sinh", {"a": ("1.1", "Khai sinh", "")}) == ["a"]


def test_a_known_word_is_never_taken_for_its_neighbour() -> None:
    assert find("kinh") == ["1.001612"]


def test_the_word_as_typed_with_marks_comes_before_the_folded_one() -> None:
    assert find("hỗ trợ")[0] == "1.000111"
    assert find("hộ")[0] in {"1.001612", "1.004222"}
    assert find("hóa")[0] == "1.000333"
    assert find("hòa")[0] == "1.000222"


def test_the_beginning_of_a_longer_word_comes_after_the_word_itself() -> None:
    names = {"long": "Vệ sinh công cộng", "whole": "Thủ tục cho trẻ mới sinh, con nuôi"}
    texts = {key: (key, name, search_text(key, name, {})) for key, name in names.items()}
    assert ranked(names, "sinh con", texts) == ["whole", "long"]


def test_nonsense_finds_nothing() -> None:
    assert find("xyzzy plugh") == []
    assert find("!!! ???") == []


def test_an_empty_query_keeps_everything() -> None:
    assert find("  ") == list(BOOK)


def test_the_search_column_holds_code_name_keywords_and_events() -> None:
    content = {"keywords": ["Đẻ con"], "life_events": ["sinh-con"]}
    text = search_text("1.001193", "Đăng ký khai sinh", content)
    assert text == "1.001193\ndang ky khai sinh\nsinh con\nde con"
    assert search_text("1.001193", "Khai sinh", {}) == "1.001193\nkhai sinh\n"


def test_a_list_is_one_statement_however_long(
    catalogue: Province, small: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        one = search_procedures(q="khai sinh", on=TODAY)
    more = [
        {
            "code": f"1.{number:06}",
            "field": "xay-dung",
            "versions": [
                {
                    "number": 1,
                    "name": f"Đăng ký khai sinh số {number}",
                    "levels": ["province"],
                    "state": "published",
                    "valid_from": "2025-07-01",
                }
            ],
        }
        for number in range(2)
    ]
    import_catalogue(data={**small, "procedures": more}, actor=None, at=AT)
    with django_assert_num_queries(1):
        three = search_procedures(q="khai sinh", on=TODAY)
    assert (len(one), len(three)) == (1, 3)
    assert [row.code for row in search_procedures(level="province", on=TODAY)] == [
        "1.000000",
        "1.000001",
    ]
    assert [row.code for row in search_procedures(field="ho-tich", on=TODAY)] == [BIRTH]
    assert [row.code for row in search_procedures(agency_id=catalogue.ward.id, on=TODAY)] == [BIRTH]
    assert fields_in_force(TODAY) == [("ho-tich", "Hộ tịch", 1), ("xay-dung", "Xây dựng", 2)]
    assert fields_in_force(TODAY, agency_id=catalogue.ward.id) == [("ho-tich", "Hộ tịch", 1)]


def test_only_what_is_in_force_on_the_day_is_listed(catalogue: Province) -> None:
    assert [v.number for v in in_force(dt.date(2025, 6, 30))] == [1]
    assert [v.number for v in in_force(dt.date(2025, 7, 1))] == [2]
    assert not in_force(dt.date(2018, 1, 1)).exists()
    assert search_procedures(agency_id=catalogue.ward.id, on=dt.date(2025, 6, 30)) == []
