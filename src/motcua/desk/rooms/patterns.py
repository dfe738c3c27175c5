"""Answers that people hardly give by themselves: bursts, nights, tablets where all are happy."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.sheet import today_of
from motcua.surveys.access import check_can_watch_patterns
from motcua.surveys.queries import Seen, patterns_for
from motcua.surveys.rules.gaming import Flag, Pattern

AREA: Final = "patterns"
DAYS: Final = (30, 90, 365)
WORDS: Final = {
    Pattern.BURST: gettext_lazy("Nhiều đánh giá liền nhau, nhanh hơn người thay người"),
    Pattern.NIGHT: gettext_lazy("Đánh giá lúc không ai làm việc (20 giờ đến 6 giờ)"),
    Pattern.TOO_HAPPY: gettext_lazy("Máy này gần như chỉ có hài lòng, nơi khác thì không"),
    Pattern.SELECTED: gettext_lazy("Hồ sơ trễ hạn hầu như không được mời đánh giá"),
}


@require_GET
@officer_view
def patterns(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What was seen in the last days, agency by agency."""
    check_can_watch_patterns(officer.actor)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in DAYS} else DAYS[0]
    today = today_of(officer)
    seen = patterns_for(officer.actor, first=today - dt.timedelta(days=days - 1), last=today)
    context = {
        "title": _("Đánh giá bất thường"),
        "days": days,
        "choices": DAYS,
        "rows": [_row(one, flag) for one in seen for flag in one.flags],
        "agencies": len(seen),
        "answers": sum(one.answers for one in seen),
    }
    return show(request, officer, "desk/rooms/patterns.html", context, area=AREA)


def _row(seen: Seen, flag: Flag) -> dict[str, Any]:
    device = "" if flag.device is None else seen.kiosks.get(flag.device, "")
    return {
        "agency": seen.agency.short_name,
        "device": device,
        "words": WORDS[flag.pattern],
        "first": flag.first,
        "last": flag.last,
        "answers": flag.answers,
        "share": flag.share,
        "others": flag.others,
    }
