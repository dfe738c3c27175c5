"""Files as lists and as pages."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from motcua.api.answers import KEYED, documented
from motcua.api.asking import Asker, Code, Day, Line, Word, answer, asker, iso, refuse_unknown
from motcua.api.intake import TakenIn, create_case
from motcua.api.pages import CaseOut, case_out
from motcua.api.words import StateName, state_name, state_of
from motcua.cases.actions.looks import look_at_people
from motcua.cases.queries.lists import Moments, WorkList, page_of
from motcua.cases.queries.lists import Row as WorkRow
from motcua.cases.queries.page import case_page
from motcua.cases.queries.register import RegisterRow, Wanted, register_page
from motcua.kernel.identity import mask_number
from motcua.kernel.worktime import BeyondHorizon, day_of, end_of_day
from motcua.process.queries import graph_of
from motcua.workcalendar.queries import calendar_for

router = Router(tags=["Hồ sơ"])

router.post(
    "/cases",
    operation_id="create_case",
    summary="Tiếp nhận hồ sơ",
    response=documented(TakenIn, 409, 413, 422, status=201),
    openapi_extra=KEYED,
)(create_case)

ListName = Literal[
    "mine",
    "unit",
    "to_accept",
    "to_approve",
    "to_hand_out",
    "due_soon",
    "overdue",
    "waiting",
    "to_return",
    "untouched",
    "all",
]


class CaseFilters(BaseModel):
    """Which files; days are both inside."""

    state: StateName | None = Field(None, description="Trạng thái")
    procedure: Word = Field("", description="Mã thủ tục")
    agency: Word = Field("", description="Mã cơ quan, mã mới hoặc mã cũ")
    received_from: Day | None = Field(None, description="Tiếp nhận từ ngày")
    received_to: Day | None = Field(None, description="Tiếp nhận đến hết ngày")
    q: Line = Field("", description="Mã, họ tên không dấu, số định danh, điện thoại")
    list: ListName = Field("all", description="Danh sách công việc")
    cursor: str = Field("", max_length=40, pattern=r"^[0-9]*$", description="next của trang trước")


class CaseRow(TypedDict):
    """A file in the names of a case history file. Identity numbers are masked."""

    number: str
    code: str | None
    provisional: str | None
    procedure_code: str
    procedure_name: str
    agency_code: str
    channel: Literal["counter", "online", "postal"]
    service_level: Literal["information", "partial", "full"]
    applicant_name: str
    applicant_id: str
    state: StateName
    public_code: int
    received_at: str | None
    due_at: str | None
    finished_at: str | None
    returned_at: str | None
    outcome: Literal["", "granted", "rejected", "refused", "withdrawn", "stopped"]
    supplement_requests: int
    return_channel: Literal["counter", "online", "postal"]
    seen: int


class CasesOut(TypedDict):
    """Fifty files, newest first; `next` is the cursor, null on the last page."""

    items: list[CaseRow]
    next: str | None


class WorkFilters(BaseModel):
    """Which work list."""

    list: ListName = Field("mine", description="Danh sách công việc")
    q: Line = Field("", description="Mã, họ tên không dấu, số định danh, điện thoại")
    cursor: str = Field(
        "", max_length=40, pattern=r"^[0-9]*\.?[0-9]*$", description="next của trang trước"
    )


class WorkItemOut(TypedDict):
    """One file of a work list with the step that is open; identity numbers are masked."""

    number: str
    procedure_name: str
    applicant_name: str
    applicant_id: str
    state: StateName
    public_code: int
    step: str | None
    step_name: str | None
    holder: str | None
    received_at: str | None
    due_at: str | None
    step_due_at: str | None
    seen: int


class WorkItemsOut(TypedDict):
    """Fifty files, the most urgent first; `next` is the cursor, null on the last page."""

    items: list[WorkItemOut]
    next: str | None


class PageFilters(BaseModel):
    """Whether whole numbers and addresses are shown; the look is journalled."""

    personal: bool = Field(False, description="Hiện đủ dữ liệu cá nhân; lượt xem được ghi lại")


@router.get(
    "/cases",
    operation_id="list_cases",
    summary="Danh sách hồ sơ",
    response=documented(CasesOut, 422),
)
def list_cases(request: HttpRequest, filters: Query[CaseFilters]) -> HttpResponse:
    """Những hồ sơ người gọi được xem, mới nhất trước, mỗi trang 50."""
    refuse_unknown(request, CaseFilters)
    who = asker(request)
    wanted = Wanted(
        state=state_of(filters.state) if filters.state else None,
        procedure_code=filters.procedure,
        agency_code=filters.agency,
        received_from=filters.received_from,
        received_to=filters.received_to,
        q=filters.q,
    )
    page = register_page(
        WorkList(filters.list), who.actor, _moments(who), wanted=wanted, after=filters.cursor
    )
    return answer(CasesOut(items=[_row(row) for row in page.rows], next=page.next or None))


@router.get(
    "/cases/{code}",
    operation_id="read_case",
    summary="Một hồ sơ",
    response=documented(CaseOut, 404, 422),
)
def read_case(request: HttpRequest, code: Code, filters: Query[PageFilters]) -> HttpResponse:
    """Toàn bộ hồ sơ: giấy tờ, các bước, yêu cầu bổ sung, nhật ký và việc làm được lúc này."""
    refuse_unknown(request, PageFilters)
    who = asker(request)
    page = case_page(code, who.actor)
    if filters.personal:
        look_at_people(page.case, actor=who.actor, at=who.at)
    calendar = calendar_for(page.case.agency_id)
    return answer(case_out(page, who.actor, calendar, personal=filters.personal))


@router.get(
    "/work-items",
    operation_id="list_work_items",
    summary="Danh sách công việc",
    response=documented(WorkItemsOut, 422),
)
def list_work_items(request: HttpRequest, filters: Query[WorkFilters]) -> HttpResponse:
    """Việc của tôi, của bộ phận, sắp đến hạn, quá hạn…: việc gấp nhất trước, mỗi trang 50."""
    refuse_unknown(request, WorkFilters)
    who = asker(request)
    name = WorkList(filters.list)
    page = page_of(name, who.actor, _moments(who), after=filters.cursor, q=filters.q)
    return answer(WorkItemsOut(items=[_work(row) for row in page.rows], next=page.next or None))


def _moments(who: Asker) -> Moments:
    """Soon is the end of the next working day of the country, stale a day ago."""
    today = day_of(who.at)
    try:
        soon = end_of_day(calendar_for(None).add_working_days(today, 1))
    except BeyondHorizon:
        soon = end_of_day(today + dt.timedelta(days=1))
    return Moments(at=who.at, soon=soon, stale=who.at - dt.timedelta(days=1))


def _row(row: RegisterRow) -> CaseRow:
    return CaseRow(
        number=row.code or row.provisional or "",
        code=row.code,
        provisional=row.provisional,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        agency_code=row.agency_code,
        channel=row.channel,  # type: ignore[typeddict-item]
        service_level=row.service_level,  # type: ignore[typeddict-item]
        applicant_name=row.applicant_name,
        applicant_id=mask_number(row.applicant_id),
        state=state_name(row.state),
        public_code=row.state,
        received_at=iso(row.received_at),
        due_at=iso(row.due_at),
        finished_at=iso(row.finished_at),
        returned_at=iso(row.returned_at),
        outcome=row.outcome,  # type: ignore[typeddict-item]
        supplement_requests=row.supplement_requests,
        return_channel=row.return_channel,  # type: ignore[typeddict-item]
        seen=row.seen,
    )


def _work(row: WorkRow) -> WorkItemOut:
    return WorkItemOut(
        number=row.number,
        procedure_name=row.procedure,
        applicant_name=row.applicant,
        applicant_id=mask_number(row.applicant_number),
        state=state_name(row.state),
        public_code=row.state,
        step=row.step,
        step_name=graph_of(row.definition_id).task(row.step).name if row.step else None,
        holder=row.holder,
        received_at=iso(row.received_at),
        due_at=iso(row.due_at),
        step_due_at=iso(row.step_due_at),
        seen=row.seen,
    )
