"""The eighteen points of an agency: computed, given by itself, and appraised, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.appraisal.access import (
    can_appraise,
    can_score,
    check_can_appraise,
    check_can_score,
    check_can_watch,
)
from motcua.appraisal.actions import appraise, score_own
from motcua.appraisal.models import Score
from motcua.appraisal.queries import Sheet as ScoreSheet
from motcua.appraisal.queries import scores_for, sheet_of
from motcua.appraisal.rubrics import rubric
from motcua.appraisal.rules import REASON_LENGTH, WATCHERS, Given, Mark, band, total
from motcua.appraisal.states import ScoreState
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.figures import handed_out
from motcua.desk.rooms.sheet import Sheet, form_page, posted, today_of
from motcua.kernel.refusals import Forbidden, Refused
from motcua.kernel.vietnamese import format_number
from motcua.organisation.models import Agency
from motcua.reports.rules import Closings, newest_over, terms_of
from motcua.reports.states import Span
from motcua.ui.taken import Taken

AREA: Final = "quality"


class MarksForm(forms.Form):
    """Points and reasons by indicator; what stood there before is written beside."""

    def __init__(
        self,
        data: QueryDict | None,
        before: Mapping[str, Mark | Given],
        how: Callable[[str], str],
    ) -> None:
        super().__init__(data)
        for one in rubric().indicators:
            was = before.get(one.key)
            self.fields[f"points_{one.key}"] = forms.DecimalField(
                label=f"{one.key}. {one.title}",
                help_text=how(one.key),
                initial=was.points if was else None,
                min_value=0,
                max_value=2,
                decimal_places=1,
                widget=forms.NumberInput(attrs={"class": "w-short", "step": "0.1"}),
            )
            self.fields[f"reason_{one.key}"] = forms.CharField(
                label=_("Lý do, tài liệu kèm (chỉ số %s)") % one.key,
                max_length=REASON_LENGTH,
                required=False,
            )

    def given(self) -> dict[str, Given]:
        """What was typed, by indicator."""
        typed = self.cleaned_data
        return {
            one.key: Given(typed[f"points_{one.key}"], typed[f"reason_{one.key}"])
            for one in rubric().indicators
        }


@require_GET
@officer_view
def quality(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One sheet, and the scores of the term of the agencies below."""
    ask = _asked(request.GET, officer)
    sheet, fault = None, None
    try:
        sheet = _readable(ask, officer)
    except Refused as refusal:
        if isinstance(refusal, Forbidden):
            raise
        fault = refusal
    this = today_of(officer).year
    context: dict[str, Any] = {
        "title": _("Điểm chất lượng"),
        "rubric": rubric(),
        "ask": ask,
        "fault": fault,
        "agencies": list(Agency.objects.order_by("path").values_list("code", "short_name")),
        "terms": [one for year in (this, this - 1) for one in terms_of(year) if _scored(one.span)],
        "query": urlencode(ask),
        "scores": [
            {"agency": one.agency, "state": one.get_state_display(), **_totals_of(one)}
            for one in scores_for(officer.actor, ask["term"])
        ],
    }
    if sheet is not None:
        context |= {
            "sheet": sheet,
            "rows": [_row(one, sheet) for one in rubric().indicators],
            "sums": _sums(sheet),
            "may_score": can_score(officer.actor, sheet.agency) and not _appraised(sheet),
            "may_appraise": can_appraise(officer.actor, sheet.agency) and sheet.score is not None,
        }
    status = 422 if fault else 200
    return show(request, officer, "desk/rooms/quality.html", context, area=AREA, status=status)


@require_GET
@officer_view
def quality_file(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The sheet as CSV or XLSX."""
    ask = _asked(request.GET, officer)
    sheet = _readable(ask, officer)
    heads = [
        _("Chỉ số"),
        _("Hệ thống tính"),
        _("Tự chấm"),
        _("Thẩm định"),
        _("Cách tính"),
        _("Lý do"),
    ]
    rows = [
        [row["title"], row["computed"], row["own"], row["appraised"], row["how"], row["reasons"]]
        for row in (_row(one, sheet) for one in rubric().indicators)
    ]
    name = f"diem-chat-luong-{sheet.agency.slug}-{sheet.term.key}"
    title = f"{sheet.agency.short_name} {sheet.term.key}"
    return handed_out(kind, name, Taken(title, heads, rows))


@require_http_methods(["GET", "POST"])
@officer_view
def quality_own(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The agency's own points."""
    sheet = _readable(_asked(request.GET, officer), officer)
    check_can_score(officer.actor, sheet.agency)
    before = sheet.own or sheet.computed
    form = MarksForm(posted(request), before, lambda key: _computed_words(sheet, key))
    return _marked(request, officer, sheet, form, score_own, _("Tự chấm điểm"))


@require_http_methods(["GET", "POST"])
@officer_view
def quality_appraise(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The points from above."""
    sheet = _readable(_asked(request.GET, officer), officer)
    check_can_appraise(officer.actor, sheet.agency)
    before = sheet.appraised or sheet.own
    form = MarksForm(posted(request), before, lambda key: _both_words(sheet, key))
    return _marked(request, officer, sheet, form, appraise, _("Thẩm định điểm"))


def _marked(
    request: HttpRequest,
    officer: Officer,
    sheet: ScoreSheet,
    form: MarksForm,
    store: Callable[..., Score],
    title: str,
) -> HttpResponse:
    """The form of points; stored, back to the sheet they stand in."""
    asked = {"agency": sheet.agency.code, "term": sheet.term.key}
    back = f"{reverse('desk_quality')}?{urlencode(asked)}"

    def act(_facts: dict[str, Any]) -> HttpResponse:
        store(
            agency_code=sheet.agency.code,
            term=sheet.term.key,
            given=form.given(),
            actor=officer.actor,
            at=officer.at,
        )
        messages.success(request, _("Đã lưu điểm."))
        return redirect(back)

    page = Sheet(
        title=title,
        area=AREA,
        trail=[(_("Điểm chất lượng"), back), (title, "")],
        button=_("Lưu điểm"),
        intro=f"{sheet.agency.short_name}, {sheet.term.words}. {rubric().source}.",
    )
    return form_page(request, officer, form, page, act)


def _asked(get: QueryDict, officer: Officer) -> dict[str, str]:
    """From the address; else one's own agency and the quarter that ended last."""
    usual = newest_over(today_of(officer), Closings.always(None), Span.QUARTER).key
    seats = officer.actor.seats_as(*WATCHERS) or (officer.seat,)
    own = officer.seat if officer.seat in seats else seats[0]
    first = {"agency": own.agency_code, "term": usual}
    return {name: get.get(name, "").strip() or other for name, other in first.items()}


def _readable(ask: dict[str, str], officer: Officer) -> ScoreSheet:
    check_can_watch(officer.actor)
    sheet = sheet_of(ask["agency"], ask["term"], at=officer.at)
    check_can_watch(officer.actor, sheet.agency)
    return sheet


def _scored(span: Span) -> bool:
    return span in (Span.QUARTER, Span.YEAR)


def _appraised(sheet: ScoreSheet) -> bool:
    return sheet.score is not None and sheet.score.state == ScoreState.APPRAISED


def _row(one: Any, sheet: ScoreSheet) -> dict[str, Any]:
    mark, own, other = (
        sheet.computed[one.key],
        sheet.own.get(one.key),
        sheet.appraised.get(one.key),
    )
    reasons = [given.reason for given in (own, other) if given is not None and given.reason]
    return {
        "title": f"{one.key}. {one.title}",
        "levels": one.levels,
        "how": mark.how,
        "computed": _shown(mark.points),
        "own": _shown(own.points if own else None),
        "appraised": _shown(other.points if other else None),
        "reasons": " / ".join(reasons),
    }


def _sums(sheet: ScoreSheet) -> list[tuple[str, str, str]]:
    """The three totals with what they are called; a part of the indicators has no grade."""
    columns: tuple[tuple[str, Mapping[str, Mark | Given]], ...] = (
        (_("Hệ thống tính"), sheet.computed),
        (_("Tự chấm"), sheet.own),
        (_("Thẩm định"), sheet.appraised),
    )
    found = []
    for label, marks in columns:
        points = {key: one.points for key, one in marks.items()}
        found.append((label, _shown(total(points) if points else None), _grade(points)))
    return found


def _grade(points: Mapping[str, Decimal | None]) -> str:
    if not points:
        return ""
    if None in points.values():
        return _("chưa đủ chỉ số để xếp loại")
    return band(rubric(), total(points))


def _totals_of(score: Any) -> dict[str, Any]:
    points = {key: Decimal(one) for key, (one, _why) in (score.appraised or score.own).items()}
    return {"total": _shown(total(points)), "band": band(rubric(), total(points))}


def _computed_words(sheet: ScoreSheet, key: str) -> str:
    mark = sheet.computed[key]
    if mark.points is None:
        return mark.how
    return _("Hệ thống tính %(points)s: %(how)s.") % {
        "points": _shown(mark.points),
        "how": mark.how,
    }


def _both_words(sheet: ScoreSheet, key: str) -> str:
    own = sheet.own.get(key)
    words = [_computed_words(sheet, key)]
    if own is not None:
        words.append(_("Cơ quan tự chấm %s.") % _shown(own.points))
        words.append(own.reason)
    return " ".join(word for word in words if word)


def _shown(points: Decimal | None) -> str:
    return "–" if points is None else format_number(points, places=1)
