"""Agencies and procedures that a history file names and nobody has entered: bare, to be mended."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from motcua.catalogue.actions import import_catalogue
from motcua.organisation.actions import create_agency, create_unit
from motcua.organisation.models import Agency
from motcua.organisation.rules import CONSOLE, AgencyFacts
from motcua.organisation.states import Level, UnitKind
from motcua.process.actions import install_seed_definitions
from motcua.process.queries import published
from motcua.process.states import DEFAULT_DEFINITION

UNSORTED: Final = {"code": "chua-phan-linh-vuc", "name": "Chưa phân lĩnh vực"}


@dataclass(slots=True)
class Missing:
    """Codes that nobody knows, each with the day of its first file; agencies without a unit."""

    agencies: dict[str, dt.date] = field(default_factory=dict)
    procedures: dict[str, dt.date] = field(default_factory=dict)
    units: dict[int, dt.date] = field(default_factory=dict)

    def note(self, codes: dict[str, dt.date], code: str, day: dt.date) -> None:
        """One more file of a code."""
        codes[code] = min(day, codes.get(code, day))


def make_placeholders(*, missing: Missing, at: dt.datetime) -> None:
    """Agencies with a counter under the nearest one known by its code; procedures of no field.

    A new installation gets the processes that come with the product too: a file is a run of one.
    Raises Refused.
    """
    if published(DEFAULT_DEFINITION) is None:
        install_seed_definitions(actor_id=None, at=at)
    # The shorter code first: it may be the place above the longer one.
    for code, day in sorted(missing.agencies.items(), key=lambda item: (len(item[0]), item[0])):
        _agency(code, day, at)
    for agency_id in missing.units:
        _counter(Agency.objects.get(pk=agency_id), at)
    if missing.procedures:
        import_catalogue(data=_catalogue(missing.procedures), actor=None, at=at)


def _agency(code: str, day: dt.date, at: dt.datetime) -> None:
    parent = _above(code)
    level = Level.PROVINCE if parent is None and "." not in code else Level.COMMUNE
    facts = AgencyFacts(
        code=code,
        name=f"Cơ quan mang mã {code}",
        short_name=f"Cơ quan {code}",
        slug="-".join(["ma", *re.findall(r"[a-z0-9]+", code.lower())]),
        level=level,
        valid_from=max(day, parent.valid_from) if parent else day,
        valid_to=parent.valid_to if parent else None,
        document="Nạp từ dữ liệu cũ",
    )
    made = create_agency(actor=CONSOLE, facts=facts, parent_id=parent.pk if parent else None, at=at)
    _counter(made, at)


def _above(code: str) -> Agency | None:
    """The agency with the longest code that this one continues, else the root."""
    parts = code.split(".")
    nearest = [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
    by_code = {agency.code: agency for agency in Agency.objects.filter(code__in=nearest)}
    found = next((by_code[name] for name in nearest if name in by_code), None)
    return found or Agency.objects.filter(parent__isnull=True).order_by("id").first()


def _counter(agency: Agency, at: dt.datetime) -> None:
    create_unit(
        actor=CONSOLE,
        agency_id=agency.pk,
        code="MC",
        name="Bộ phận Tiếp nhận và Trả kết quả",
        kind=UnitKind.RECEPTION,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        at=at,
    )


def _catalogue(procedures: Mapping[str, dt.date]) -> dict[str, Any]:
    return {
        "format": "motcua-catalogue/1",
        "fields": [UNSORTED],
        "procedures": [
            {
                "code": code,
                "field": UNSORTED["code"],
                "versions": [
                    {
                        "number": 1,
                        "name": f"Thủ tục {code} (nạp từ dữ liệu cũ)",
                        "valid_from": day.isoformat(),
                        "state": "published",
                    }
                ],
            }
            for code, day in procedures.items()
        ],
    }
