"""Finding a procedure, reading it, and printing it for the wall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.cases.queries.usual import usual_working_days
from motcua.catalogue.queries import Found, procedure_page, search_procedures
from motcua.catalogue.queries.briefs import Brief, briefs
from motcua.catalogue.rules import words
from motcua.catalogue.states import ServiceLevel
from motcua.kernel.refusals import NotFound
from motcua.kernel.vietnamese import fold, normalise
from motcua.organisation.models import Agency
from motcua.organisation.queries import agencies_on
from motcua.organisation.states import Level
from motcua.portal.answers import ONLINE, five_answers, line_of
from motcua.portal.door import Visit, kept, public_view, show
from motcua.portal.reading import reading_of
from motcua.slips.forms import FormKind, Generation
from motcua.slips.notice import notice_of
from motcua.slips.render import render
from motcua.ui.said import said

PAGE_SIZE: Final = 20
LONGEST_QUERY: Final = 200
FILTERS: Final = ("field", "level", "online", "agency")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the list asks for; a value nobody offers counts as not asked."""

    q: str
    field: str
    level: str
    online: str
    agency: Agency | None
    page: int

    def query(self, **changes: object) -> str:
        """The address of the same list with something changed."""
        slug = self.agency.slug if self.agency else ""
        given = {"q": self.q, "field": self.field, "level": self.level, "online": self.online}
        values = given | {"agency": slug} | changes
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def filtered(self) -> bool:
        return bool(self.field or self.level or self.online or self.agency)


@require_safe
@public_view
def procedures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list: best answers first, narrowed by field, level, place and online level."""
    agencies = agencies_on(on=visit.today)
    asked = _asked(request, agencies)
    agency_id = asked.agency.pk if asked.agency else None
    found = search_procedures(q=asked.q, agency_id=agency_id, on=visit.today)
    rows = [row for row in found if _fits(row, asked)]
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    number = min(asked.page, pages)
    start = (number - 1) * PAGE_SIZE
    shown = briefs([row.version_id for row in rows[start : start + PAGE_SIZE]], on=visit.today)
    area = _area(agencies)
    context = {
        "asked": asked,
        "q": asked.q,
        "filters": _filters(found, asked, agencies),
        "count": len(rows),
        "start": start + 1,
        "results": [_result(brief, area) for brief in shown],
        "pager": _pager(asked, number, pages),
        "all_query": asked.query(field="", level="", online="", agency=""),
    }
    front = agencies[0] if agencies else None
    return show(request, visit, "portal/procedures.html", context, area="procedures", agency=front)


def _asked(request: HttpRequest, agencies: Sequence[Agency]) -> Asked:
    get = request.GET.get
    slug, page = get("agency", ""), get("page", "")
    return Asked(
        q=normalise(get("q", "").replace("\x00", ""))[:LONGEST_QUERY],
        field=get("field", "").replace("\x00", ""),
        level=get("level", "") if get("level") in Level.values else "",
        online=get("online", "") if get("online") in ServiceLevel.values else "",
        agency=next((agency for agency in agencies if agency.slug == slug), None),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )


def _fits(row: Found, asked: Asked, but: str = "") -> bool:
    return (
        (but == "field" or asked.field in ("", row.field))
        and (but == "level" or not asked.level or asked.level in row.levels)
        and (but == "online" or asked.online in ("", row.online_level))
    )


def _filters(found: Sequence[Found], asked: Asked, agencies: Iterable[Agency]) -> dict[str, Any]:
    """Choices of each filter with how many procedures they leave, the other filters kept."""
    rows = [row for row in found if _fits(row, asked, but="field")]
    fields = Counter((row.field, row.field_name) for row in rows)
    levels = Counter(
        level for row in found if _fits(row, asked, but="level") for level in row.levels
    )
    online = Counter(row.online_level for row in found if _fits(row, asked, but="online"))
    names = sorted(fields, key=lambda field: fold(field[1]))
    return {
        "field": [(code, name, fields[code, name], code == asked.field) for code, name in names],
        "level": [
            (str(level), said(level.label), levels[str(level)], level == asked.level)
            for level in Level
            if levels[str(level)]
        ],
        "online": [
            (str(level), str(ONLINE[level]), online[level], level == asked.online)
            for level in ServiceLevel
            if online[level]
        ],
        "agency": [(agency.slug, agency.short_name, agency == asked.agency) for agency in agencies],
    }


def _result(brief: Brief, area: str) -> dict[str, Any]:
    version = brief.version
    fees = words.fees_here(brief.fees, area)
    answers = five_answers(version, brief.cases, fees, offers=brief.offers)
    return {
        "code": version.procedure.code,
        "name": version.name,
        "field": version.procedure.field.name,
        "line": line_of(answers),
        "edited": version.edited,
    }


def _pager(asked: Asked, number: int, pages: int) -> dict[str, Any]:
    return {
        "number": number,
        "pages": pages,
        "previous": asked.query(page=number - 1) if number > 1 else "",
        "next": asked.query(page=number + 1) if number < pages else "",
    }


def _area(agencies: Sequence[Agency]) -> str:
    """The province whose local fees are shown."""
    return agencies[0].area if agencies else ""


@require_safe
@public_view
def procedure(
    request: HttpRequest, visit: Visit, code: str, number: int | None = None
) -> HttpResponse:
    """One procedure, answers first; with a number an older version of it."""
    page = procedure_page(code, on=visit.today, number=number)
    agencies = agencies_on(on=visit.today)
    usual = usual_working_days(page.procedure.pk, visit.at)
    context = reading_of(
        page,
        area=_area(agencies),
        usual=usual,
        case_key=request.GET.get("case", ""),
        asked_for_version=number is not None,
    )
    front = agencies[0] if agencies else None
    return show(request, visit, "portal/procedure.html", context, area="procedures", agency=front)


@require_safe
@public_view
def notice(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """The sheet for the wall as PDF, headed by ?agency= or the first that offers it."""
    page = procedure_page(code, on=visit.today)
    agencies = agencies_on(on=visit.today)
    slug = request.GET.get("agency", "")
    chosen = [agency for agency in agencies if agency.slug == slug]
    agency = next(iter([*chosen, *(offer.agency for offer in page.offers), *agencies]), None)
    if agency is None:
        raise NotFound("Hệ thống chưa có cơ quan nào để niêm yết.")
    link = f"{settings.MOTCUA_URL}{reverse('portal_procedure', kwargs={'code': code})}"
    values = notice_of(page, agency=agency, link=link, on=visit.today)
    pdf = render(FormKind.NOTICE, Generation.OWN, values)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="niem-yet-{code}.pdf"'
    return kept(request, answer, 3600)
