"""A process that asks for an opinion and does not wait for ever: An Lạc's marriage runs by it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from motcua.cases.actions.timers import wake_steps
from motcua.cases.models import Case
from motcua.kernel.worktime import VIETNAM
from tests.linked import END, FORWARD, RETURN, STEP, fresh, in_line, put_into_use
from tests.office import NOW, Office

OPINION = "y_kien"


def timed(**timers: str) -> dict[str, Any]:
    """Forward, an opinion with these timers, the number, the hand-over."""
    opinion = {
        **STEP,
        "key": OPINION,
        "name": "Cho ý kiến",
        "outcomes": [
            {"key": "dong_y", "name": "Đồng ý"},
            {"key": "im_lang", "name": "Không trả lời"},
        ],
        "timers": timers,
    }
    issue = {**STEP, "key": "ban_hanh", "name": "Ban hành", "verb": "issue"}
    issue |= {"role": "clerk", "unit": "clerical"}
    return in_line([dict(node) for node in (FORWARD, opinion, issue, RETURN, END)])


def asked(office: Office, **timers: str) -> Case:
    """A file that waits for an opinion, asked for at NOW, a Monday at nine."""
    put_into_use(office, "mac-dinh", timed(**timers))
    return office.walk(office.take_in(), to=OPINION)


def expired(office: Office) -> Case:
    """The same after an hour of work in which nobody has answered."""
    case = asked(office, expire="1 working_hours", outcome="im_lang")
    assert wake_steps(at=NOW + dt.timedelta(hours=1)) == 1
    return fresh(case)


def on(day: int, clock: str) -> dt.datetime:
    """A moment of March 2026: the 2nd is a Monday."""
    return dt.datetime.combine(dt.date(2026, 3, day), dt.time.fromisoformat(clock), tzinfo=VIETNAM)
