"""A small province: two wards under it, people with the seats that matter, one procedure."""

import copy
import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from motcua.accounts.models import Account
from motcua.catalogue.actions import import_catalogue
from motcua.catalogue.queries.intake import forget_versions
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency, Unit
from motcua.organisation.rules import Actor, Seat
from motcua.organisation.states import Level, Role, UnitKind
from motcua.process.actions import install_seed_definitions

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)
TODAY = AT.date()

BIRTH = "1.001193"
SMALL: dict[str, Any] = {
    "format": "motcua-catalogue/1",
    "fields": [{"code": "ho-tich", "name": "Hộ tịch"}, {"code": "xay-dung", "name": "Xây dựng"}],
    "decisions": [
        {
            "number": "163/QĐ-BTP",
            "date": "2025-02-10",
            "issuer": "Bộ Tư pháp",
            "items": [{"procedure": BIRTH, "act": "issue"}],
        },
        {"number": "900/QĐ-BTP", "date": "2026-03-01", "issuer": "Bộ Tư pháp"},
    ],
    "procedures": [
        {
            "code": BIRTH,
            "field": "ho-tich",
            "versions": [
                {
                    "number": 1,
                    "name": "Thủ tục đăng ký khai sinh",
                    "levels": ["commune"],
                    "valid_from": "2019-01-01",
                    "valid_to": "2025-06-30",
                    "state": "published",
                    "limit": "5 working_days",
                },
                {
                    "number": 2,
                    "name": "Thủ tục đăng ký khai sinh",
                    "levels": ["commune"],
                    "valid_from": "2025-07-01",
                    "state": "published",
                    "decision": "163/QĐ-BTP",
                    "limit": "same_day",
                    "limits_by_channel": {"online": "1 working_days"},
                    "results": [{"code": "KQ.G15.000031", "name": "Giấy khai sinh"}],
                    "legal_basis": [{"number": "60/2014/QH13", "title": "Luật Hộ tịch"}],
                    "fees": [
                        {
                            "kind": "charge",
                            "name": "Lệ phí khai sinh",
                            "case": "qua-han",
                            "amount": 8000,
                            "valid_from": "2025-07-01",
                        },
                        {
                            "kind": "charge",
                            "name": "Lệ phí khai sinh",
                            "applicant_class": "ho-ngheo",
                            "amount": 0,
                            "valid_from": "2025-07-01",
                        },
                        {
                            "kind": "fee",
                            "name": "Phí bản sao",
                            "amount": 2000,
                            "per": "page",
                            "tiers": [
                                {"from_unit": 1, "amount": 2000},
                                {"from_unit": 3, "amount": 1000},
                            ],
                            "cap": 200000,
                            "valid_from": "2025-07-01",
                        },
                    ],
                    "content": {
                        "summary": "Ghi nhận sự ra đời của trẻ.",
                        "steps": [{"title": "Nộp hồ sơ", "text": "Nộp tại một cửa."}],
                        "cases": [
                            {
                                "key": "dung-han",
                                "name": "Đúng hạn",
                                "papers": [
                                    {"key": "to-khai", "name": "Tờ khai đăng ký khai sinh"},
                                    {
                                        "key": "chung-sinh",
                                        "name": "Giấy chứng sinh",
                                        "satisfied_by": "database:giay-chung-sinh",
                                    },
                                ],
                            },
                            {
                                "key": "qua-han",
                                "name": "Quá hạn",
                                "papers": [{"key": "to-khai", "name": "Tờ khai đăng ký khai sinh"}],
                            },
                        ],
                        "keywords": ["sinh con", "làm giấy khai sinh"],
                        "life_events": ["sinh-con"],
                        "related": [BIRTH, "9.999999"],
                    },
                    "facts": {"limit": {"source": "Cổng DVC", "confidence": "found"}},
                },
            ],
        }
    ],
    "offers": [
        {"procedure": BIRTH, "agency": "H29.16", "unit": "HT", "valid_from": "2025-07-01"},
        {"procedure": BIRTH, "agency": "H29.17", "valid_from": "2025-07-01"},
    ],
}


@dataclass
class Province:
    root: Agency
    ward: Agency
    other: Agency
    handling: Unit

    def actor(self, role: Role, agency: Agency) -> Actor:
        username = f"{role}.{agency.slug}"
        account, _ = Account.objects.get_or_create(username=username, full_name="Trần Thị Mai")
        seat = Seat(
            post_id=1,
            role=role,
            title="",
            unit_id=self.handling.id,
            unit_kind=UnitKind.CONTROL,
            agency_id=agency.id,
            agency_path=agency.path,
            agency_code=agency.code,
        )
        return Actor(account.id, account.full_name, "officer", (seat,))

    @property
    def controller(self) -> Actor:
        return self.actor(Role.CONTROLLER, self.root)


def make_agency(code: str, slug: str, level: Level, parent: Agency | None) -> Agency:
    agency = Agency.objects.create(
        code=code,
        slug=slug,
        name=f"UBND {slug}",
        short_name=slug,
        level=level,
        parent=parent,
        path="",
        valid_from=dt.date(2020, 1, 1),
    )
    agency.path = f"{parent.path if parent else '/'}{agency.id}/"
    agency.save()
    return agency


@pytest.fixture
def province(db: None) -> Province:
    forget_versions()
    install_seed_definitions(actor_id=None, at=AT)
    root = make_agency("H29", "tphcm", Level.PROVINCE, None)
    ward = make_agency("H29.16", "anlac", Level.COMMUNE, root)
    other = make_agency("H29.17", "tantao", Level.COMMUNE, root)
    handling = Unit.objects.create(
        agency=ward,
        code="HT",
        name="Bộ phận Hộ tịch",
        kind=UnitKind.HANDLING,
        valid_from=dt.date(2020, 1, 1),
    )
    return Province(root, ward, other, handling)


@pytest.fixture
def small() -> dict[str, Any]:
    """The file of the small catalogue, to change at will."""
    return copy.deepcopy(SMALL)


@pytest.fixture
def catalogue(province: Province, small: dict[str, Any]) -> Province:
    """The province with the small catalogue loaded."""
    import_catalogue(data=small, actor=None, at=AT)
    return province
