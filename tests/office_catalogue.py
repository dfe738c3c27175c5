"""The three procedures of the small office, as a catalogue file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

SINCE: Final = dt.date(2025, 7, 1)

# The procedures. Marriage: 5 working days, no fee, one list of papers, both wards, room HT.
# Building: 20 days, a fee, two cases of papers, An Lạc's room DC only, the clock pauses.
# Certified copies: the same day, a fee per page, both wards.
MARRIAGE: Final = "1.000894"
BUILDING: Final = "1.009994"
COPIES: Final = "2.000815"


def catalogue_file() -> dict[str, Any]:
    """The three procedures as a catalogue file."""
    return {
        "format": "motcua-catalogue/1",
        "fields": [
            {"code": "ho-tich", "name": "Hộ tịch"},
            {"code": "xay-dung", "name": "Hoạt động xây dựng"},
            {"code": "chung-thuc", "name": "Chứng thực"},
        ],
        "decisions": [
            {
                "number": "2268/QĐ-BTP",
                "date": "2025-07-01",
                "issuer": "Bộ Tư pháp",
                "title": "Công bố thủ tục hành chính",
            }
        ],
        "procedures": [_marriage(), _building(), _copies()],
        "offers": [
            *(_offer(MARRIAGE, agency, "HT") for agency in ("H29.101", "H29.102")),
            _offer(BUILDING, "H29.101", "DC"),
            *(_offer(COPIES, agency, "HT") for agency in ("H29.101", "H29.102")),
        ],
    }


def _marriage() -> dict[str, Any]:
    papers = [
        {"key": "to_khai", "name": "Tờ khai đăng ký kết hôn"},
        {"key": "xac_nhan", "name": "Giấy xác nhận tình trạng hôn nhân"},
        {"key": "can_cuoc", "name": "Thẻ căn cước", "kind": "present"},
        {"key": "khac", "name": "Giấy tờ khác", "required": False},
    ]
    return _procedure(
        MARRIAGE,
        "ho-tich",
        name="Thủ tục đăng ký kết hôn",
        limit="5 working_days",
        results=[{"name": "Giấy chứng nhận kết hôn"}],
        content={
            "summary": "Đăng ký kết hôn giữa công dân Việt Nam cư trú trong nước.",
            "steps": [{"title": "Nộp hồ sơ", "text": "Nộp tại bộ phận một cửa."}],
            "cases": [{"key": "chung", "name": "Trường hợp chung", "papers": papers}],
            "keywords": ["cưới", "giấy kết hôn"],
        },
    )


def _building() -> dict[str, Any]:
    papers = [
        {"key": "don", "name": "Đơn đề nghị cấp giấy phép xây dựng"},
        {"key": "ban_ve", "name": "Bản vẽ thiết kế", "form": "copy"},
    ]
    return _procedure(
        BUILDING,
        "xay-dung",
        name="Cấp giấy phép xây dựng nhà ở riêng lẻ",
        limit="20 days",
        clock_policy="pause",
        fees=[_fee("charge", "Lệ phí cấp giấy phép xây dựng", 75_000)],
        content={
            "cases": [
                {"key": "xay_moi", "name": "Xây dựng mới", "papers": papers},
                {"key": "sua_chua", "name": "Sửa chữa, cải tạo", "papers": papers[:1]},
            ],
        },
    )


def _copies() -> dict[str, Any]:
    papers = [{"key": "ban_chinh", "name": "Bản chính giấy tờ cần chứng thực"}]
    return _procedure(
        COPIES,
        "chung-thuc",
        name="Chứng thực bản sao từ bản chính",
        limit="same_day",
        on_the_spot=True,
        online_level="information",
        fees=[_fee("fee", "Phí chứng thực bản sao", 2_000, per="page")],
        content={"cases": [{"key": "chung", "name": "Trường hợp chung", "papers": papers}]},
    )


def _procedure(code: str, field_code: str, **version: Any) -> dict[str, Any]:
    plain = {
        "number": 1,
        "levels": ["commune"],
        "valid_from": SINCE.isoformat(),
        "state": "published",
        "decision": "2268/QĐ-BTP",
        "edited": True,
    }
    return {"code": code, "field": field_code, "versions": [plain | version]}


def _fee(kind: str, name: str, amount: int, *, per: str = "file") -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "amount": amount,
        "per": per,
        "valid_from": SINCE.isoformat(),
    }


def _offer(code: str, agency: str, unit: str) -> Mapping[str, str]:
    return {"procedure": code, "agency": agency, "unit": unit, "valid_from": SINCE.isoformat()}
