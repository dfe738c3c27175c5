"""A list of files handed from one unit to another: the platform's own paper, two copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db.models import Count, Prefetch, Q

from motcua.cases.models import Case
from motcua.cases.queries.visible import visible_cases
from motcua.cases.rules.parties import party_from
from motcua.cases.states import PaperState
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS
from motcua.slips.forms import FormKind, Generation
from motcua.slips.queries.issuer import Issuer
from motcua.slips.queries.printing import Printed
from motcua.slips.render import render
from motcua.slips.rules.numbers import shown_due
from motcua.slips.values import HandOverList, HandOverRow, Signer
from motcua.slips.wording import shortened, two_digits

MOST_FILES: Final = 200


def hand_over_list(numbers: Sequence[str], actor: Actor, *, on: dt.date, site_url: str) -> Printed:
    """The files just passed on together, by right, with room for both signatures.

    The step a file waits at now says where it went, the step before where from; all must agree.
    Three statements. Raises Refused and NotFound.
    """
    wanted = list(dict.fromkeys(numbers))
    if not 1 <= len(wanted) <= MOST_FILES:
        raise Refused(f"Hãy chọn từ 1 đến {MOST_FILES} hồ sơ để lập phiếu bàn giao.")
    cases = _cases(wanted, actor)
    turns = [_turn(case) for case in cases]
    ways = {(before.unit_id, now.unit_id) for before, now in turns}
    if len(ways) != 1:
        raise Refused("Chỉ lập phiếu bàn giao cho các hồ sơ có cùng nơi giao và nơi nhận.")
    before, now = turns[-1]
    agency = Agency.objects.select_related("parent").get(pk=cases[0].agency_id)
    values = HandOverList(
        head=Issuer(agency, site_url).head(on),
        from_unit=before.unit.name,
        to_unit=now.unit.name,
        at=max(item.opened_at for _before, item in turns).astimezone(VIETNAM),
        rows=tuple(_row(case) for case in cases),
        giver=Signer(title="Người giao", name=str(before.done_by or "")),
        taker=Signer(title="Người nhận", name=str(now.holder or "")),
    )
    pdf = render(FormKind.HANDOVER, Generation.OWN, values)
    return Printed(f"phieu-ban-giao-{agency.code}-{on:%Y%m%d}.pdf", pdf)


def _cases(numbers: list[str], actor: Actor) -> list[Case]:
    live = (
        WorkItem.objects.filter(state__in=LIVE_ITEMS)
        .select_related("unit", "holder", "previous__unit", "previous__done_by")
        .order_by("id")
    )
    found: list[Case] = list(
        visible_cases(actor)
        .filter(code__in=numbers)
        .select_related("version__procedure", "run")
        .annotate(paper_count=Count("papers", filter=~Q(papers__state=PaperState.REPLACED)))
        .prefetch_related(Prefetch("run__items", queryset=live, to_attr="live"))
        .order_by("code")
    )
    missing = sorted(set(numbers) - {case.code for case in found})
    if missing:
        raise NotFound(f"Không tìm thấy hồ sơ {', '.join(missing)}.")
    return found


def _turn(case: Case) -> tuple[WorkItem, WorkItem]:
    live: list[WorkItem] = case.run.live  # type: ignore[attr-defined]
    now = next((item for item in live if item.previous is not None), None)
    if now is None or now.previous is None:
        raise Refused(f"Hồ sơ {case.code} chưa được chuyển cho nơi nào.")
    return now.previous, now


def _row(case: Case) -> HandOverRow:
    papers: int = case.paper_count  # type: ignore[attr-defined]
    owner = party_from(case.owner or case.applicant)
    return HandOverRow(
        code=case.code or "",
        procedure=f"{shortened(case.version.name, 100)} ({case.version.procedure.code})",
        owner=owner.name,
        content=f"{two_digits(case.copies)} bộ"
        + (f", {two_digits(papers)} giấy tờ" if papers else ""),
        due=shown_due(case.due_at),
        note="Trong ngày" if case.limit == "same_day" else "",
    )
