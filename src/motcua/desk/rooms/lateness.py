"""Why files are late and whose time it took: causes, units, steps, people, and the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.figures import handed_out
from motcua.desk.rooms.sheet import today_of
from motcua.indicators.access import can_see_whose_time, check_can_ask_why_late
from motcua.indicators.queries.lateness import Ask, LateFile, Lateness, Pile, why_late
from motcua.indicators.rules.charges import Cause, Charge, Party
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import format_number, working_duration
from motcua.organisation.models import Agency
from motcua.ui.said import said
from motcua.ui.svg import Chart, bar_chart
from motcua.ui.taken import Taken

AREA = "lateness"
CAUSES: Final = {
    Cause.STEP: gettext_lazy("Một bước làm quá thời hạn của bước"),
    Cause.UNCLAIMED: gettext_lazy("Chuyển đến mà chậm có người nhận"),
    Cause.OTHER: gettext_lazy("Chờ cơ quan khác giải quyết phần của họ"),
    Cause.APPLICANT: gettext_lazy("Chờ giấy tờ yêu cầu sau ngày hẹn"),
    Cause.SPREAD: gettext_lazy("Các bước cùng dùng hết thời hạn chung"),
    Cause.UNKNOWN: gettext_lazy("Không có ghi chép từng bước (nạp từ hệ thống cũ)"),
}
_PARTIES: Final = {
    Party.UNIT: gettext_lazy("Các bộ phận của cơ quan"),
    Party.APPLICANT: gettext_lazy("Người nộp (thời gian chờ bổ sung)"),
    Party.OTHER: gettext_lazy("Cơ quan khác"),
    Party.NOBODY: gettext_lazy("Không bước nào được ghi"),
}
# Files on the page; the rest is counted.
_SHOWN: Final = 50


def _asked(get: QueryDict, officer: Officer) -> tuple[Ask, Refused | None]:
    """From the address. Without days: this year until today."""
    today = today_of(officer)
    days, fault = [today.replace(month=1, day=1), today], None
    for place, name in enumerate(("from", "to")):
        text = get.get(name, "").strip()
        try:
            days[place] = dt.date.fromisoformat(text) if text else days[place]
        except ValueError:
            fault = Refused(_("Ngày “%s” không đúng; chọn trên lịch.") % text, field=name)
    ask = Ask(
        days[0],
        days[1],
        agency=get.get("agency", "").strip(),
        unit=_number(get.get("unit", "")),
        step=get.get("step", "").strip(),
        who=_number(get.get("who", "")),
        cause=get.get("cause", "").strip(),
    )
    return ask, fault


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _found(ask: Ask, officer: Officer) -> Lateness:
    may_read = partial(can_see_whose_time, officer.actor)
    return why_late(ask, actor=officer.actor, at=officer.at, may_read=may_read)


@require_GET
@officer_view
def lateness(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Everything on one page; each row narrows the files below."""
    check_can_ask_why_late(officer.actor)
    ask, fault = _asked(request.GET, officer)
    context: dict[str, Any] = {}
    try:
        found = None if fault else _found(ask, officer)
    except (Refused, NotFound) as refusal:
        found, fault = None, refusal
    if found is not None:
        context = _drawn(found, ask)
    context |= {
        "title": _("Vì sao trễ"),
        "ask": ask,
        "fault": fault,
        "agencies": list(Agency.objects.order_by("path").values_list("code", "short_name")),
    }
    status = 422 if fault else 200
    return show(request, officer, "desk/rooms/lateness.html", context, area=AREA, status=status)


@require_GET
@officer_view
def lateness_file(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The piles as "csv" or "xlsx"; the drawing of causes as "svg". Never about people."""
    check_can_ask_why_late(officer.actor)
    ask, fault = _asked(request.GET, officer)
    if fault is not None:
        raise fault
    found = _found(ask, officer)
    name = f"vi-sao-tre-{ask.from_day}-{ask.to_day}"
    return handed_out(kind, name, _table(found), _chart(found))


def _table(found: Lateness) -> Taken:
    heads = [
        *(_("Tính cho"), _("Nơi, bước"), _("Thuộc"), _("Số hồ sơ"), _("Phút làm việc")),
        *(_("Quá hạn của bước (phút)"), _("Chưa ai nhận (phút)")),
    ]
    kinds = (
        (_("Bên"), [replace(pile, name=_party_words(pile)) for pile in found.parties]),
        (_("Bộ phận"), found.units),
        (_("Bước"), found.steps),
    )
    rows: list[list[str | float | None]] = [
        [kind, said(pile.name), pile.of, pile.files, pile.minutes, pile.over, pile.idle]
        for kind, piles in kinds
        for pile in piles
    ]
    return Taken(_("Vì sao trễ"), heads, rows)


def _drawn(found: Lateness, ask: Ask) -> dict[str, Any]:
    return {
        "found": found,
        "words": ngettext("%(n)s hồ sơ trễ", "%(n)s hồ sơ trễ", found.counted)
        % {"n": format_number(found.counted)},
        "chart": _chart(found),
        "causes": [
            {"label": CAUSES[cause], "files": number, "href": _address(ask, cause=cause.value)}
            for cause, number in found.causes.most_common()
        ],
        "parties": [
            {"label": _party_words(pile), "files": pile.files, "time": _time(pile.minutes)}
            for pile in found.parties
        ],
        "tables": [
            _pile_table(_("Theo bộ phận"), found.units, lambda pile: _address(ask, unit=pile.key)),
            _pile_table(_("Theo bước"), found.steps, lambda pile: _step_address(ask, pile)),
            _pile_table(_("Theo người"), found.people, lambda pile: _address(ask, who=pile.key)),
        ],
        "files": [_file(one) for one in found.files[:_SHOWN]],
        "more": max(0, len(found.files) - _SHOWN),
        "narrowed": bool(ask.unit or ask.step or ask.who or ask.cause),
        "whole": _address(ask),
        "query": urlencode(_days(ask)),
    }


def _days(ask: Ask) -> dict[str, str]:
    days = {"from": ask.from_day.isoformat(), "to": ask.to_day.isoformat()}
    return days | ({"agency": ask.agency} if ask.agency else {})


def _address(ask: Ask, **narrow: str) -> str:
    return f"{reverse('desk_lateness')}?{urlencode(_days(ask) | narrow)}#files"


def _step_address(ask: Ask, pile: Pile) -> str:
    unit, _bar, step = pile.key.partition("|")
    return _address(ask, unit=unit, step=step)


def _pile_table(title: str, piles: Sequence[Pile], address: Any) -> dict[str, Any]:
    return {
        "title": title,
        "rows": [
            {
                "name": said(pile.name),
                "of": pile.of,
                "files": pile.files,
                "href": address(pile),
                "time": _time(pile.minutes),
                "over": _time(pile.over),
                "idle": _time(pile.idle),
            }
            for pile in piles
        ],
    }


def _time(minutes: int) -> str:
    return said(working_duration(minutes)) if minutes else "–"


def _party_words(pile: Pile) -> str:
    words = str(_PARTIES[Party(pile.key)])
    return f"{words}: {pile.name}" if pile.name else words


def _chart(found: Lateness) -> Chart:
    causes = found.causes.most_common()
    return bar_chart(
        _("Nguyên nhân trễ"),
        [str(CAUSES[cause]) for cause, _n in causes],
        [number for _cause, number in causes],
        unit=_("Số hồ sơ"),
    )


def _file(one: LateFile) -> dict[str, Any]:
    return {
        "number": one.number,
        "procedure": one.procedure,
        "due": one.due,
        "open": one.is_open,
        "late": _time(one.late),
        "cause": CAUSES[one.cause],
        "most": _most(one.charges),
    }


def _most(charges: Sequence[Charge]) -> str:
    """The step, or the party, that took most of the time, never a person."""
    taken: dict[str, int] = {}
    for charge in charges:
        words = said(charge.step) or charge.other or str(_PARTIES[charge.party])
        taken[words] = taken.get(words, 0) + charge.minutes
    if not taken:
        return "–"
    words = max(taken, key=lambda name: taken[name])
    return f"{words}, {_time(taken[words])}"
