"""Histories to count, and their rows in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import strategies as st

from motcua.cases.models import Case, SupplementRequest
from motcua.cases.states import RequestState, State
from motcua.catalogue.models import ProcedureVersion
from motcua.process.models import Definition, Run
from tests.indicators.oracle import HANOI, History
from tests.office import BUILDING, COPIES, MARRIAGE, Office

AGENCIES = ("tphcm", "anlac", "binhtan")
OFFICERS = ("tiepnhan.anlac", "tiepnhan2.anlac", "tiepnhan.binhtan", "")
FIRST = dt.datetime(2026, 1, 30, 7, 0, tzinfo=HANOI)
MINUTES = 70 * 24 * 60
ENDED = {
    "granted": State.DONE,
    "rejected": State.DONE,
    "withdrawn": State.WITHDRAWN,
    "stopped": State.STOPPED,
}
# Minutes until something happens: the same minute, across midnight, weeks later.
later = st.one_of(
    st.integers(0, 60), st.integers(0, 3 * 24 * 60), st.integers(0, MINUTES // 2)
).map(lambda minutes: dt.timedelta(minutes=minutes))
moments = st.integers(0, MINUTES).map(lambda minutes: FIRST + dt.timedelta(minutes=minutes))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Refused, or received and then: asked for papers, answered or not, promised, ended, returned."""
    start = draw(moments)
    plain = History(
        agency=draw(st.sampled_from(AGENCIES)),
        procedure=draw(st.sampled_from((MARRIAGE, BUILDING, COPIES))),
        channel=draw(st.sampled_from(("counter", "online", "postal"))),
        service_level=draw(st.sampled_from(("information", "partial", "full"))),
        return_channel=draw(st.sampled_from(("counter", "online", "postal"))),
        officer=draw(st.sampled_from(OFFICERS)),
        registered=start,
    )
    fate = draw(st.sampled_from(("new", "refused", "gone", *["open"] * 3, *ENDED, *ENDED)))
    if fate in ("new", "refused", "gone"):
        return History(
            **(vars(plain) | {"outcome": {"refused": "refused", "gone": "withdrawn"}.get(fate, "")})
        )
    waits, now = _waits(draw, start)
    ended = None if fate == "open" else now + draw(later)
    returned = None
    if fate in ("granted", "rejected") and ended:
        # A result is never signed while the applicant has the file.
        waits = [(a, b or ended) for a, b in waits]
        returned = _perhaps_after(draw, ended)
    return History(
        **vars(plain)
        | {
            "received": start,
            "due": _due(draw, start),
            "waits": tuple(waits),
            "finished": ended,
            "outcome": "" if fate == "open" else fate,
            "returned": returned,
        }
    )


def _waits(
    draw: st.DrawFn, now: dt.datetime
) -> tuple[list[tuple[dt.datetime, dt.datetime | None]], dt.datetime]:
    waits: list[tuple[dt.datetime, dt.datetime | None]] = []
    for _turn in range(draw(st.sampled_from((0, 0, 1, 2)))):
        asked = now + draw(later)
        answered = _perhaps_after(draw, asked)
        waits.append((asked, answered))
        now = answered or asked
        if answered is None:
            break
    return waits, now


def _perhaps_after(draw: st.DrawFn, moment: dt.datetime) -> dt.datetime | None:
    return moment + draw(later) if draw(st.booleans()) else None


def _due(draw: st.DrawFn, start: dt.datetime) -> dt.datetime | None:
    """At the end of a day, at a minute, or never promised."""
    kind = draw(st.sampled_from(("day", "day", "minute", "none")))
    if kind == "none":
        return None
    due = start + draw(later)
    return due if kind == "minute" else due.replace(hour=23, minute=59, second=59)


def store(office: Office, files: Sequence[History]) -> None:
    """As rows that the verbs would leave behind."""
    versions = {
        version.procedure.code: version
        for version in ProcedureVersion.objects.select_related("procedure")
    }
    definition = Definition.objects.order_by("id").first()
    assert definition
    runs = Run.objects.bulk_create(Run(definition=definition) for _file in files)
    cases = [
        _case(office, file, run, versions[file.procedure], place)
        for place, (file, run) in enumerate(zip(files, runs, strict=True))
    ]
    Case.objects.bulk_create(cases)
    SupplementRequest.objects.bulk_create(
        SupplementRequest(
            case=case,
            number=number,
            state=RequestState.DONE if answered else RequestState.IN_FORCE,
            items=[],
            reason="Thiếu chữ ký",
            requested_by=office.account("thuly"),
            requested_at=asked,
            handed_at=asked,
            taken_at=answered,
        )
        for case, file in zip(cases, files, strict=True)
        for number, (asked, answered) in enumerate(file.waits, start=1)
    )


def _case(office: Office, file: History, run: Run, version: ProcedureVersion, place: int) -> Case:
    unit = office.units[file.agency, "LD"]
    return Case(
        run=run,
        code=f"H29.101-260302-{place:04}" if file.received else None,
        provisional=None if file.received else f"TN-{place:010}",
        secret="ABCD2345",
        agency=office.agencies[file.agency],
        reception_unit=unit,
        handling_unit=unit,
        received_by=office.account(file.officer) if file.officer else None,
        version=version,
        channel=file.channel,
        service_level=file.service_level,
        state=_state(file),
        outcome=file.outcome,
        applicant={"name": "Nguyễn Thị Hoa"},
        applicant_name="Nguyễn Thị Hoa",
        search="",
        return_channel=file.return_channel,
        submitted_at=file.registered,
        received_at=file.received,
        due_at=file.due,
        finished_at=file.finished,
        returned_at=file.returned,
        touched_at=file.returned or file.finished or file.registered,
        supplements=len(file.waits),
        pauses=[[a.isoformat(), b.isoformat() if b else None] for a, b in file.waits],
    )


def _state(file: History) -> State:
    if file.received is None:
        return {
            "refused": State.NOT_ACCEPTED,
            "withdrawn": State.WITHDRAWN,
            "": State.REGISTERED,
        }[file.outcome]
    if file.finished:
        return State.RETURNED if file.returned else ENDED[file.outcome]
    return State.SUPPLEMENT if file.waits and file.waits[-1][1] is None else State.PROCESSING
