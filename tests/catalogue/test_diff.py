"""The difference between two versions is told in sentences, and nothing is left out."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from motcua.catalogue.rules.diff import Kind, diff
from motcua.catalogue.rules.document import Document, full_version
from tests.catalogue.conftest import SMALL

BASE: Document = full_version(SMALL["procedures"][0]["versions"][1])


def changed(change: Callable[[Any], object]) -> list[tuple[str, Kind, str]]:
    new = copy.deepcopy(BASE)
    change(new)
    return [(c.part, c.kind, c.text) for c in diff(BASE, full_version(new))]


def paper(key: str, name: str) -> dict[str, str]:
    return {"key": key, "name": name}


def test_two_equal_versions_differ_in_nothing() -> None:
    assert diff(BASE, copy.deepcopy(BASE)) == []


def test_dates_and_numbers_say_when_not_what() -> None:
    assert changed(lambda v: v.update(number=9, valid_from="2027-01-01", decision=None)) == []


def test_a_paper_added_removed_and_changed() -> None:
    def change(version: Any) -> None:
        papers = version["content"]["cases"][0]["papers"]
        papers[0]["copies"] = 2
        papers[1] = paper("giay-ra-vien", "Giấy ra viện")

    assert changed(change) == [
        ("Thành phần hồ sơ: Đúng hạn", Kind.REMOVED, "Bỏ giấy tờ: Giấy chứng sinh."),
        (
            "Thành phần hồ sơ: Đúng hạn",
            Kind.CHANGED,
            "Sửa giấy tờ: Tờ khai đăng ký khai sinh: bản sao “0” thành “2”.",
        ),
        ("Thành phần hồ sơ: Đúng hạn", Kind.ADDED, "Thêm giấy tờ: Giấy ra viện."),
    ]


def test_a_limit_is_told_in_words() -> None:
    assert changed(lambda v: v.update(limit="3 working_days", limits_by_channel={})) == [
        (
            "Thời hạn giải quyết",
            Kind.CHANGED,
            "Thời hạn giải quyết: “trong ngày” đổi thành “3 ngày làm việc”.",
        ),
        (
            "Thời hạn khi nộp trực tuyến",
            Kind.REMOVED,
            "Bỏ thời hạn khi nộp trực tuyến: 1 ngày làm việc.",
        ),
    ]


def test_a_fee_is_told_with_its_condition_and_amount() -> None:
    assert changed(lambda v: v["fees"][0].update(amount=10_000)) == [
        (
            "Phí, lệ phí",
            Kind.CHANGED,
            (
                "Sửa khoản: Lệ phí khai sinh (qua-han) từ 01/07/2025 10.000 đồng:"
                " mức “8.000 đồng” thành “10.000 đồng”."
            ),
        )
    ]


def test_a_new_order_of_steps_is_a_change() -> None:
    steps = [{"title": title, "text": ""} for title in ("Nộp", "Nhận")]
    old, new = copy.deepcopy(BASE), copy.deepcopy(BASE)
    old["content"]["steps"], new["content"]["steps"] = steps, steps[::-1]
    assert [c.text for c in diff(old, new)] == ["Trình tự thực hiện: đổi thứ tự."]


@pytest.mark.parametrize(
    "part",
    [key for key in BASE if key not in ("number", "state", "valid_from", "valid_to", "decision")],
)
def test_no_part_changes_in_silence(part: str) -> None:
    other: dict[str, object] = {
        "levels": ["province"],
        "process": "mac-dinh",
        "limit": None,
        "limits_by_channel": {"postal": "2 days"},
        "clock_policy": "pause",
        "supplement_limit": "30 days",
        "online_level": "partial",
        "old_level": 3,
        "copies": 2,
        "applicants": ["citizen"],
        "results": [],
        "legal_basis": [{"number": "1/2026/QH16"}],
        "fees": [],
        "content": {},
        "facts": {},
    }
    flags = {key: not BASE[key] for key in ("day0_shift", "on_the_spot", "edited")}
    assert changed(lambda v: v.update({part: (other | flags).get(part, "khác")}))


@pytest.mark.parametrize(
    "part",
    [
        "summary",
        "where",
        "eligibility",
        "steps",
        "cases",
        "conditions",
        "mistakes",
        "keywords",
        "life_events",
        "related",
    ],
)
def test_no_part_of_the_content_changes_in_silence(part: str) -> None:
    full = {
        "summary": "Khác",
        "where": "Nơi khác",
        "steps": [{"title": "Nộp hồ sơ", "text": "Nộp nơi khác."}],
        "cases": [{"key": "dung-han", "name": "Đúng hạn", "papers": []}],
    }
    assert changed(lambda v: v["content"].update({part: full.get(part, ["khác"])}))
