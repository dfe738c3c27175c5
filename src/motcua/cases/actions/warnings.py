"""Warnings into the boxes of officers: a promise is near, an applicant let a deadline pass.

Each is told once: the key of the message names the file, the occasion and the person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from motcua.cases.models import SupplementRequest
from motcua.cases.states import RequestState, State
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import VIETNAM, BeyondHorizon, WorkCalendar, end_of_day
from motcua.notices.actions import enqueue_many
from motcua.notices.models import Message
from motcua.notices.rules import Draft
from motcua.notices.states import Way
from motcua.organisation.models import Post
from motcua.organisation.queries import in_force
from motcua.organisation.states import Role
from motcua.process.models import WorkItem
from motcua.process.states import ItemState
from motcua.workcalendar.queries import calendars

# The next working day may be this far away: Tết with its compensation days.
FARTHEST: Final = dt.timedelta(days=16)
# Older ones were told long ago; whoever comes new to the desk is not flooded.
STILL_NEWS: Final = dt.timedelta(days=30)


def warn_due_soon(*, at: dt.datetime) -> int:
    """Tell each holder of a file that is due by the end of the next working day; how many.

    Once per file, holder and promise: when the date moves, the new one is warned of again.
    """
    near: dict[int, dt.datetime] = {}
    drafts = []
    rows = WorkItem.objects.filter(
        state=ItemState.CLAIMED,
        run__case__state__in=(State.RECEIVED, State.PROCESSING),
        run__case__due_at__gte=at,
        run__case__due_at__lte=at + FARTHEST,
    )
    columns = (
        *("run_id", "run__case__code", "run__case__version__name", "run__case__due_at"),
        *("agency_id", "holder_id", "holder__full_name"),
    )
    found = list(rows.order_by("pk").values_list(*columns))
    if not found:
        return 0
    of_all = calendars()
    for case_id, code, name, due_at, agency_id, holder_id, holder in found:
        if agency_id not in near:
            near[agency_id] = _soon(of_all.of(agency_id), at)
        if due_at > near[agency_id]:
            continue
        due = due_at.astimezone(VIETNAM)
        drafts.append(
            Draft(
                key=f"due-soon:{case_id}:{holder_id}:{due.date().isoformat()}",
                way=Way.DESK,
                to=holder,
                subject=f"Sắp đến hạn: {code}",
                body=f"{name}\nHẹn trả trước {due:%H:%M} ngày {short_date(due.date())}.",
                account_id=holder_id,
                agency_id=agency_id,
            )
        )
    return tell_once(drafts, at)


def tell_expired_supplements(*, at: dt.datetime) -> int:
    """Tell reception which applicants have not brought the papers in time; how many messages."""
    expired = list(
        SupplementRequest.objects.filter(
            state=RequestState.IN_FORCE, limit_at__lt=at, limit_at__gte=at - STILL_NEWS
        )
        .order_by("pk")
        .values_list("pk", "case__code", "case__version__name", "case__agency_id", "limit_at")
    )
    if not expired:
        return 0
    desks = _reception({agency_id for *_, agency_id, _limit in expired}, at)
    drafts = [
        Draft(
            key=f"supplement-expired:{pk}:{account_id}",
            way=Way.DESK,
            to=name,
            subject=f"Quá hạn bổ sung: {code}",
            body=f"{procedure}\nNgười nộp chưa bổ sung; hạn là ngày"
            f" {short_date(limit_at.astimezone(VIETNAM).date())}. Hãy liên hệ người nộp.",
            account_id=account_id,
            agency_id=agency_id,
        )
        for pk, code, procedure, agency_id, limit_at in expired
        for account_id, name in desks.get(agency_id, ())
        if limit_at is not None
    ]
    return tell_once(drafts, at)


def tell_once(drafts: list[Draft], at: dt.datetime) -> int:
    """Only what was not told yet: a pass runs every minute."""
    told: set[str] = set()
    keys = [draft.key for draft in drafts]
    for start in range(0, len(keys), 500):
        known = Message.objects.filter(key__in=keys[start : start + 500])
        told |= set(known.values_list("key", flat=True))
    new = [draft for draft in drafts if draft.key not in told]
    enqueue_many(new, at=at)
    return len(new)


def _soon(calendar: WorkCalendar, at: dt.datetime) -> dt.datetime:
    """The end of the agency's next working day."""
    today = at.astimezone(VIETNAM).date()
    try:
        return end_of_day(calendar.add_working_days(today, 1))
    except BeyondHorizon:
        return end_of_day(today + dt.timedelta(days=1))


def _reception(agency_ids: Iterable[int], at: dt.datetime) -> dict[int, list[tuple[int, str]]]:
    """Who sits at the desks of these agencies today. One statement."""
    rows = Post.objects.filter(
        in_force(at.astimezone(VIETNAM).date()),
        role=Role.RECEPTION,
        unit__agency_id__in=list(agency_ids),
        account__is_active=True,
    )
    desks: dict[int, list[tuple[int, str]]] = {}
    for agency_id, account_id, name in rows.order_by("account_id").values_list(
        "unit__agency_id", "account_id", "account__full_name"
    ):
        desk = desks.setdefault(agency_id, [])
        if (account_id, name) not in desk:
            desk.append((account_id, name))
    return desks
