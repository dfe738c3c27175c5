"""What people of the demonstration said of their files: most are content, some are not."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Final

from django.urls import reverse

from motcua.cases.models import Case
from motcua.management.demo.organisation import Demo
from motcua.organisation.rules import CONSOLE
from motcua.surveys.actions import rate, set_up_kiosk
from motcua.surveys.queries import RATED_STATES
from motcua.surveys.states import Satisfaction

# How often each answer is given, of a hundred.
SHARES: Final = {
    Satisfaction.VERY_SATISFIED: 38,
    Satisfaction.SATISFIED: 49,
    Satisfaction.NEUTRAL: 8,
    Satisfaction.DISSATISFIED: 4,
    Satisfaction.VERY_DISSATISFIED: 1,
}
COMMENTS: Final = {
    Satisfaction.VERY_SATISFIED: ("Cán bộ hướng dẫn rất tận tình.", "Nhanh hơn giấy hẹn."),
    Satisfaction.DISSATISFIED: (
        "Phải đi lại hai lần mới đủ giấy tờ.",
        "Chờ lâu ở quầy dù đã đến đúng giờ hẹn.",
    ),
    Satisfaction.VERY_DISSATISFIED: ("Trễ hẹn mà không ai báo trước.",),
}


def make_kiosk(demo: Demo, *, ward: str, at: dt.datetime) -> str:
    """A tablet at the desk of a ward; the path of the link that pairs it."""
    _kiosk, token = set_up_kiosk(
        actor=CONSOLE, agency_id=demo.agencies[ward].pk, name="Quầy 1", at=at
    )
    return reverse("portal_kiosk_pair", kwargs={"token": token})


def make_opinions(*, seed: int, at: dt.datetime) -> int:
    """Two in three files that are over get an answer within two days; how many there are."""
    random = Random(seed)  # noqa: S311  (a story, not a secret)
    over = Case.objects.filter(state__in=RATED_STATES, finished_at__isnull=False).order_by("pk")
    given = 0
    for case in over:
        ended = case.returned_at or case.finished_at
        when = ended + dt.timedelta(minutes=random.randint(3, 2 * 24 * 60)) if ended else at
        if when > at or random.random() > 2 / 3:
            continue
        (value,) = random.choices(list(SHARES), list(SHARES.values()))
        words = random.choice(COMMENTS.get(value, ("",)))
        comment = words if random.random() < 0.5 else ""
        rate(case_id=case.pk, value=value, comment=comment, at=when)
        given += 1
    return given
