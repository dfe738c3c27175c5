"""Agencies and procedures: what anybody may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from motcua.api.answers import OPEN, documented
from motcua.api.asking import Code, Line, Word, answer, refuse_unknown
from motcua.catalogue.models import FeeRule, ProcedureVersion
from motcua.catalogue.queries import Found, ProcedurePage, procedure_page, search_procedures
from motcua.catalogue.rules.papers import PaperCase
from motcua.kernel.worktime import day_of
from motcua.organisation.models import Agency
from motcua.organisation.queries import Branch, agency_by_code, agency_tree

PAGE = 50

router = Router(tags=["Công khai"])

LevelName = Literal["province", "district", "commune"]


class AgencyOut(TypedDict):
    """An agency in force today; `parent_code` is null at the root of the tree."""

    code: str
    legacy_code: str
    name: str
    short_name: str
    level: LevelName
    parent_code: str | None
    desk_name: str
    address: str
    hotline: str
    email: str
    opening_hours: str
    valid_from: str


class AgenciesOut(TypedDict):
    """All of them: a province has some hundreds."""

    items: list[AgencyOut]


class FieldOut(TypedDict):
    """A field of work (lĩnh vực)."""

    code: str
    name: str


class ProcedureRow(TypedDict):
    """A procedure in a list. `limit` is like "5 working_days"; null: the law prints none."""

    code: str
    name: str
    field: FieldOut
    levels: list[LevelName]
    limit: str | None
    service_level: Literal["information", "partial", "full"]
    on_the_spot: bool


class ProceduresOut(TypedDict):
    """Fifty of what was asked for, best first; `next` is the cursor, null on the last page."""

    items: list[ProcedureRow]
    total: int
    next: str | None


class PaperNeeded(TypedDict):
    """One paper to hand in (`submit`) or to show (`present`)."""

    key: str
    name: str
    kind: Literal["submit", "present"]
    form: str
    originals: int
    copies: int
    required: bool
    template: str
    accepts: str
    note: str
    satisfied_by: str


class PaperCaseOut(TypedDict):
    """One case (trường hợp) of a procedure with its papers; its key is an intake's `case_key`."""

    key: str
    name: str
    when: str
    limit: str | None
    papers: list[PaperNeeded]


class FeeOut(TypedDict):
    """One fee in đồng; `per` says of what (file, copy, page)."""

    kind: Literal["fee", "charge"]
    name: str
    case_key: str
    channel: str
    amount: int
    per: str
    legal_basis: str
    valid_from: str
    valid_to: str | None


class OfferOut(TypedDict):
    """An agency that takes files of the procedure."""

    agency_code: str
    agency_name: str
    unit_name: str


class ProcedureOut(ProcedureRow):
    """One procedure as published: what a citizen reads."""

    version: int
    valid_from: str | None
    valid_to: str | None
    in_force: bool
    superseded_by: str | None
    decision: str | None
    limits_by_channel: dict[str, str]
    supplement_limit: str | None
    applicants: list[str]
    results: list[dict[str, Any]]
    legal_basis: list[dict[str, Any]]
    summary: str
    steps: list[dict[str, str]]
    conditions: list[str]
    cases: list[PaperCaseOut]
    fees: list[FeeOut]
    offers: list[OfferOut]


class ProcedureFilters(BaseModel):
    """Which procedures; words need no diacritics."""

    q: Line = Field("", description="Từ cần tìm, không cần dấu")
    field: Word = Field("", description="Mã lĩnh vực")
    level: LevelName | None = Field(None, description="Cấp thực hiện")
    agency: Word = Field("", description="Mã cơ quan tiếp nhận")
    cursor: str = Field("", max_length=9, pattern=r"^[0-9]*$", description="next của trang trước")


@router.get(
    "/agencies",
    auth=None,
    operation_id="list_agencies",
    summary="Các cơ quan đang hoạt động",
    response=documented(AgenciesOut, public=True),
)
def list_agencies(request: HttpRequest) -> HttpResponse:
    """Cây cơ quan hôm nay, trải phẳng; cấp trên đứng trước cấp dưới."""
    tree = agency_tree(on=day_of(timezone.now()))
    return answer(AgenciesOut(items=list(_flat(tree, None))), cache=OPEN)


def _flat(branches: Sequence[Branch], parent: str | None) -> Iterator[AgencyOut]:
    for branch in branches:
        yield _agency(branch.agency, parent)
        yield from _flat(branch.branches, branch.agency.code)


def _agency(agency: Agency, parent: str | None) -> AgencyOut:
    return AgencyOut(
        code=agency.code,
        legacy_code=agency.legacy_code,
        name=agency.name,
        short_name=agency.short_name,
        level=_level(agency.level),
        parent_code=parent,
        desk_name=agency.desk_name,
        address=agency.address,
        hotline=agency.hotline,
        email=agency.email,
        opening_hours=agency.opening_hours,
        valid_from=agency.valid_from.isoformat(),
    )


@router.get(
    "/procedures",
    auth=None,
    operation_id="list_procedures",
    summary="Tìm thủ tục hành chính",
    response=documented(ProceduresOut, 404, 422, public=True),
)
def list_procedures(request: HttpRequest, filters: Query[ProcedureFilters]) -> HttpResponse:
    """Thủ tục đang có hiệu lực; tìm không cần dấu, kết quả sát nhất đứng trước."""
    refuse_unknown(request, ProcedureFilters)
    found = search_procedures(
        q=filters.q,
        field=filters.field,
        level=filters.level or "",
        agency_id=agency_by_code(filters.agency).pk if filters.agency else None,
        on=day_of(timezone.now()),
    )
    start = int(filters.cursor or 0)
    end = start + PAGE
    return answer(
        ProceduresOut(
            items=[_row(one) for one in found[start:end]],
            total=len(found),
            next=str(end) if end < len(found) else None,
        ),
        cache=OPEN,
    )


@router.get(
    "/procedures/{code}",
    auth=None,
    operation_id="read_procedure",
    summary="Một thủ tục hành chính",
    response=documented(ProcedureOut, 404, 422, public=True),
)
def read_procedure(request: HttpRequest, code: Code) -> HttpResponse:
    """Bản đang có hiệu lực hôm nay, nếu không còn thì bản công bố sau cùng."""
    return answer(_page(procedure_page(code, on=day_of(timezone.now()))), cache=OPEN)


def _row(found: Found) -> ProcedureRow:
    return ProcedureRow(
        code=found.code,
        name=found.name,
        field=FieldOut(code=found.field, name=found.field_name),
        levels=[_level(level) for level in found.levels],
        limit=found.limit,
        service_level=found.online_level.value,  # type: ignore[typeddict-item]
        on_the_spot=found.on_the_spot,
    )


def _page(page: ProcedurePage) -> ProcedureOut:
    procedure, version = page.procedure, page.version
    content: Mapping[str, Any] = version.content
    successor = procedure.superseded_by
    return ProcedureOut(
        code=procedure.code,
        name=version.name,
        field=FieldOut(code=procedure.field.code, name=procedure.field.name),
        levels=[_level(level) for level in version.levels],
        limit=version.limit,
        service_level=version.online_level,  # type: ignore[typeddict-item]
        on_the_spot=version.on_the_spot,
        version=version.number,
        valid_from=_day(version.valid_from),
        valid_to=_day(version.valid_to),
        in_force=page.in_force,
        superseded_by=successor.code if successor else None,
        decision=_decision(version),
        limits_by_channel=version.limits_by_channel,
        supplement_limit=version.supplement_limit,
        applicants=version.applicants,
        results=version.results,
        legal_basis=version.legal_basis,
        summary=content.get("summary", ""),
        steps=content.get("steps", []),
        conditions=content.get("conditions", []),
        cases=[_paper_case(case) for case in page.cases],
        fees=[_fee(fee) for fee in page.fees],
        offers=[
            OfferOut(
                agency_code=offer.agency.code,
                agency_name=offer.agency.name,
                unit_name=offer.unit.name if offer.unit else "",
            )
            for offer in page.offers
        ],
    )


def _decision(version: ProcedureVersion) -> str | None:
    return version.decision.number if version.decision else None


def _paper_case(case: PaperCase) -> PaperCaseOut:
    return PaperCaseOut(
        key=case.key,
        name=case.name,
        when=case.when,
        limit=case.limit,
        papers=[
            PaperNeeded(
                key=paper.key,
                name=paper.name,
                kind=paper.kind,  # type: ignore[typeddict-item]
                form=paper.form,
                originals=paper.originals,
                copies=paper.copies,
                required=paper.required,
                template=paper.template,
                accepts=paper.accepts,
                note=paper.note,
                satisfied_by=paper.satisfied_by,
            )
            for paper in case.papers
        ],
    )


def _fee(fee: FeeRule) -> FeeOut:
    return FeeOut(
        kind=fee.kind,  # type: ignore[typeddict-item]
        name=fee.name,
        case_key=fee.case_key,
        channel=fee.channel,
        amount=fee.amount,
        per=fee.per,
        legal_basis=fee.legal_basis,
        valid_from=fee.valid_from.isoformat(),
        valid_to=_day(fee.valid_to),
    )


def _level(level: str) -> LevelName:
    return level  # type: ignore[return-value]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
