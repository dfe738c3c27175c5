"""The printed forms of a file as PDF."""

from __future__ import annotations

from typing import Any, Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from motcua.api.answers import documented
from motcua.api.asking import Code, asker, refuse_unknown
from motcua.cases.actions.looks import look_at_slip
from motcua.cases.queries.page import case_page
from motcua.kernel.worktime import day_of
from motcua.slips.forms import FormKind
from motcua.slips.queries import slip

router = Router(tags=["Giấy tờ"])

SlipName = Literal[
    "receipt", "supplement", "refusal", "apology", "stop", "stop_by_agency", "control"
]
_PDF: Final[dict[str, Any]] = {
    "responses": {
        200: {
            "description": "Phiếu dạng PDF/A-2b",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class SlipFilters(BaseModel):
    """Which of several slips of a kind."""

    number: int = Field(0, ge=0, le=999, description="Phiếu thứ mấy; 0 là phiếu mới nhất")


@router.get(
    "/cases/{code}/slips/{kind}",
    operation_id="print_slip",
    summary="Phiếu in của hồ sơ",
    response=documented(None, 404, 422),
    openapi_extra=_PDF,
)
def print_slip(
    request: HttpRequest, code: Code, kind: SlipName, filters: Query[SlipFilters]
) -> HttpResponse:
    """Giấy tiếp nhận và hẹn trả, phiếu yêu cầu bổ sung, xin lỗi…; lượt in được ghi lại."""
    refuse_unknown(request, SlipFilters)
    who = asker(request)
    page = case_page(code, who.actor)
    printed = slip(
        page,
        FormKind(kind),
        on=day_of(who.at),
        number=filters.number,
        site_url=settings.MOTCUA_URL,
    )
    look_at_slip(page.case, kind, actor=who.actor, at=who.at)
    headers = {
        "Content-Disposition": f'attachment; filename="{printed.name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(printed.pdf, content_type="application/pdf", headers=headers)
