"""The register (sổ theo dõi hồ sơ): read from the files, never written, never renumbered."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from motcua.cases.access import PERSONAL_VIEWERS
from motcua.cases.models import Case
from motcua.cases.queries.visible import visible_cases
from motcua.cases.rules.parties import party_from
from motcua.cases.states import Channel, Outcome, ReturnChannel
from motcua.catalogue.models import Field
from motcua.kernel.identity import mask_phone
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import VIETNAM, day_of
from motcua.organisation.queries import agency_by_code
from motcua.organisation.rules import Actor
from motcua.slips.forms import Form, FormKind, NoSuchForm, form_on
from motcua.slips.queries.issuer import Issuer
from motcua.slips.render import render
from motcua.slips.rules.numbers import book_of
from motcua.slips.values import Register, RegisterRow
from motcua.slips.wording import shortened

MOST_ROWS: Final = 500
_CURSOR: Final = re.compile(r"([0-9]{1,17})\.([0-9]{1,18})")
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_COLUMNS: Final = (
    *("pk", "code", "received_at", "due_at", "finished_at", "returned_at", "outcome", "channel"),
    *("copies", "applicant", "owner", "return_channel", "supplements", "version__name"),
    "version__procedure__code",
    *("handling_unit__name", "agency__name", "result__handed_to"),
)


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """Up to `MOST_ROWS` files of the book, and the cursor of the next part (empty on the last)."""

    values: Register
    pdf: bytes
    name: str
    next: str


def register(
    actor: Actor,
    *,
    agency_code: str,
    from_day: dt.date,
    to_day: dt.date,
    on: dt.date,
    site_url: str,
    field_code: str = "",
    after: str = "",
    rows: int = MOST_ROWS,
) -> RegisterPart:
    """The book of an agency for days of one year, both inside, by right; of one field or all.

    Who may not see personal data reads it without addresses, telephones masked.
    In the form of the circular in force on `from_day`, dated `on`. Three statements, one more
    for a field. Raises Refused (two years, days reversed, before the first circular) and NotFound.
    """
    form = _form_of(from_day, to_day)
    agency = agency_by_code(agency_code)
    group = _field_name(field_code)
    whole = actor.holds(*PERSONAL_VIEWERS, agency_id=agency.pk)
    cases = visible_cases(actor).filter(agency=agency, **_between(from_day, to_day))
    if field_code:
        cases = cases.filter(version__procedure__field__code=field_code)
    found = _page(cases, after, min(max(rows, 1), MOST_ROWS))
    listed = found[:rows]
    values = Register(
        head=Issuer(agency, site_url).head(on),
        volume=str(from_day.year),
        year=from_day.year,
        group=f"Lĩnh vực: {group}" if group else "",
        rows=tuple(_row(row, whole=whole) for row in listed),
    )
    name = f"so-theo-doi-ho-so-{agency.code}-{from_day:%Y%m%d}-{to_day:%Y%m%d}.pdf"
    more = _cursor(listed[-1]) if len(found) > len(listed) else ""
    return RegisterPart(values, render(form.kind, form.generation, values), name, more)


def _form_of(from_day: dt.date, to_day: dt.date) -> Form:
    """The book's form on its first day. Raises Refused."""
    _check_days(from_day, to_day)
    try:
        return form_on(FormKind.REGISTER, from_day)
    except NoSuchForm as missing:
        raise Refused(str(missing), field="from") from missing


def _check_days(from_day: dt.date, to_day: dt.date) -> None:
    if from_day > to_day:
        raise Refused("Ngày đầu phải trước hoặc bằng ngày cuối.", field="from")
    if from_day.year != to_day.year:
        raise Refused("Sổ theo dõi lập riêng từng năm; hãy chọn các ngày cùng năm.", field="to")


def _field_name(code: str) -> str:
    if not code:
        return ""
    field = Field.objects.filter(code=code).first()
    if field is None:
        raise NotFound(f"Không có lĩnh vực nào mang mã “{code}”.", field="field")
    return field.name


def _between(from_day: dt.date, to_day: dt.date) -> dict[str, dt.datetime]:
    start = dt.datetime.combine(from_day, dt.time(), VIETNAM)
    end = dt.datetime.combine(to_day + dt.timedelta(days=1), dt.time(), VIETNAM)
    return {"received_at__gte": start, "received_at__lt": end}


def _page(cases: QuerySet[Case], after: str, rows: int) -> list[dict[str, Any]]:
    place = _CURSOR.fullmatch(after)
    if place:
        moment = _EPOCH + int(place[1]) * _MICROSECOND
        cases = cases.filter(
            Q(received_at__gt=moment) | Q(received_at=moment, pk__gt=int(place[2])),
            received_at__gte=moment,
        )
    return list(cases.order_by("received_at", "pk").values(*_COLUMNS)[: rows + 1])


def _cursor(row: dict[str, Any]) -> str:
    return f"{(row['received_at'] - _EPOCH) // _MICROSECOND}.{row['pk']}"


def _row(row: dict[str, Any], *, whole: bool) -> RegisterRow:
    owner = party_from(row["owner"] or row["applicant"])
    returned = row["returned_at"]
    by_post = row["return_channel"] == ReturnChannel.POSTAL
    return RegisterRow(
        entry=book_of(row["code"] or "").entry,
        code=row["code"] or "",
        # Names of more than 900 letters exist; the code says which it is.
        procedure=f"{shortened(row['version__name'], 100)} ({row['version__procedure__code']})",
        sets=row["copies"],
        name=owner.name,
        address=owner.address if whole else "",
        phone=owner.phone if whole else mask_phone(owner.phone),
        agency=row["handling_unit__name"] or row["agency__name"],
        received_on=day_of(row["received_at"]),
        due_on=day_of(row["due_at"]) if row["due_at"] else None,
        returned_on=day_of(returned) if returned else None,
        return_by=str(ReturnChannel(row["return_channel"]).label),
        signed=("Vận đơn bưu chính" if by_post else row["result__handed_to"] or "")
        if returned
        else "",
        note=_note(row),
    )


def _note(row: dict[str, Any]) -> str:
    """What a reader of the book asks next: how it came in, how it ended otherwise."""
    parts = []
    if row["channel"] != Channel.COUNTER:
        parts.append(f"Nộp {str(Channel(row['channel']).label).lower()}")
    if row["supplements"]:
        parts.append(f"Bổ sung {row['supplements']} lần")
    if row["outcome"] not in ("", Outcome.GRANTED):
        parts.append(str(Outcome(row["outcome"]).label))
    return "; ".join(parts)
