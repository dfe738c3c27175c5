"""The leader's page: what is late, where, whose, and what to chase today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET

from motcua.cases.queries.lists import Moments, Row, WorkList, counts, page_of
from motcua.cases.queries.pressure import Pile, piles
from motcua.cases.queries.visible import SUBTREE_VIEWERS
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rows import step_name
from motcua.kernel.refusals import Forbidden
from motcua.kernel.worktime import day_of
from motcua.organisation.states import Role

MAY_ENTER = (*SUBTREE_VIEWERS, Role.UNIT_LEADER)


@require_GET
@officer_view
def leader(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Four numbers that open their lists, then work by unit and person."""
    if not officer.actor.seats_as(*MAY_ENTER):
        raise Forbidden(_("Trang này dành cho lãnh đạo, kiểm soát thủ tục và thanh tra."))
    moments = officer.moments
    numbers = counts(officer.actor, moments)
    found = piles(officer.actor, moments)
    context = {
        "stats": [_stat(name, numbers) for name in SHOWN if name in numbers],
        "piles": found,
        "latest": _latest(officer, moments) if numbers.get(WorkList.OVERDUE) else [],
        "units": _by_unit(found),
    }
    return show(request, officer, "desk/leader.html", context, area="leader")


SHOWN = (WorkList.OVERDUE, WorkList.DUE_SOON, WorkList.UNTOUCHED, WorkList.WAITING)
_LABELS = {
    WorkList.OVERDUE: gettext_noop("Hồ sơ quá hạn"),
    WorkList.DUE_SOON: gettext_noop("Đến hạn trong ngày làm việc tới"),
    WorkList.UNTOUCHED: gettext_noop("Một ngày chưa ai xử lý"),
    WorkList.WAITING: gettext_noop("Chờ người nộp bổ sung"),
}


def _stat(name: WorkList, numbers: dict[WorkList, int]) -> dict[str, str]:
    return {
        "value": str(numbers[name]),
        "label": _(_LABELS[name]),
        "href": reverse("desk_list", kwargs={"name": name.value}),
    }


def _latest(officer: Officer, moments: Moments) -> list[dict[str, object]]:
    """The ten files that are late the longest, each with what holds it up now."""
    page = page_of(WorkList.OVERDUE, officer.actor, moments, most=10)
    return [
        {
            "number": row.number,
            "procedure": row.procedure,
            "step": step_name(row),
            "holder": row.holder,
            "due": row.due_at,
            "why": _why_late(row, officer),
        }
        for row in page.rows
    ]


def _why_late(row: Row, officer: Officer) -> str:
    """What the rows themselves say: a step over its own time, nobody at it, or not moved on."""
    still = officer.calendar.working_days_between(day_of(row.touched_at), day_of(officer.at))
    parts = []
    if row.step_due_at and row.step_due_at < officer.at:
        over = officer.calendar.working_days_between(day_of(row.step_due_at), day_of(officer.at))
        late = ngettext(
            "bước này quá %(n)d ngày làm việc", "bước này quá %(n)d ngày làm việc", over
        )
        parts.append(late % {"n": over} if over else _("bước này quá hạn hôm nay"))
    if still:
        idle = ngettext("%(n)d ngày không ai động đến", "%(n)d ngày không ai động đến", still)
        parts.append(idle % {"n": still})
    words = ", ".join(parts) or _("các bước trước dùng hết thời hạn")
    return words[0].upper() + words[1:]


def _by_unit(found: list[Pile]) -> list[dict[str, object]]:
    """Sums per unit, the most late first."""
    units: dict[int, dict[str, object]] = {}
    for pile in found:
        unit = units.setdefault(
            pile.unit_id,
            {
                "name": pile.unit,
                "agency": pile.agency,
                "href": f"{reverse('desk_all')}?unit={pile.unit_id}",
                "live": 0,
                "late": 0,
                "soon": 0,
            },
        )
        for key in ("live", "late", "soon"):
            unit[key] = int(str(unit[key])) + getattr(pile, key)
    return sorted(units.values(), key=lambda u: (-int(str(u["late"])), -int(str(u["live"]))))
