"""Mending a wrong reception: what was typed wrong is corrected and a new receipt is printed."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.cases import access
from motcua.cases.actions.act import Act
from motcua.cases.actions.attached import check_papers
from motcua.cases.actions.supplements import papers_of_case
from motcua.cases.models import CasePaper
from motcua.cases.rules.intake import search_text
from motcua.cases.rules.papers import PaperIn, named
from motcua.cases.rules.parties import Party, checked_party, party_from
from motcua.cases.states import PaperState, ReturnChannel
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise


def correct(
    act: Act,
    *,
    reason: str,
    applicant: Party | None = None,
    owner: Party | None = None,
    papers: Sequence[PaperIn] | None = None,
    return_channel: str | None = None,
    summary: str | None = None,
) -> None:
    """Change what reception took down; the code, the moment and the clock stay.

    The journal keeps which parts changed, not the personal data itself. A new receipt number is
    given, so that the old slip can be told from the new one.
    """
    case = act.case
    access.check_can_receive(act.actor, case.agency_id)
    reason = normalise(reason)
    if not reason:
        raise Refused("Hãy ghi lý do sửa thông tin tiếp nhận.", field="reason")
    changed = [
        *_parties(act, applicant, owner),
        *_papers(act, papers),
        *_plain(act, return_channel, summary),
    ]
    if case.return_channel == ReturnChannel.POSTAL and not case.applicant.get("address"):
        raise Refused("Trả kết quả qua bưu chính cần địa chỉ nhận.", field="applicant.address")
    if not changed:
        raise Refused("Không có thông tin nào thay đổi.")
    number = case.receipt_number + 1 if case.received_at else case.receipt_number
    act.set(receipt_number=number)
    act.say(note=reason, changed=changed, receipt=number)


def _parties(act: Act, applicant: Party | None, owner: Party | None) -> list[str]:
    case, changed = act.case, []
    new_applicant = party_from(case.applicant)
    new_owner = party_from(case.owner) if case.owner else None
    if applicant is not None:
        checked = checked_party(applicant, role="applicant")
        if checked != new_applicant:
            new_applicant = checked
            changed.append("applicant")
    if owner is not None:
        checked = checked_party(owner, role="owner")
        if checked != new_owner:
            new_owner = checked
            changed.append("owner")
    if changed:
        act.set(
            applicant=new_applicant.as_json(),
            owner=new_owner.as_json() if new_owner else None,
            applicant_name=new_applicant.name,
            applicant_number=new_applicant.id_number,
            search=search_text(case.number, new_applicant, new_owner),
        )
    return changed


def _papers(act: Act, papers: Sequence[PaperIn] | None) -> list[str]:
    if papers is None:
        return []
    rows = named(papers, papers_of_case(act))
    check_papers(rows, act.actor, case_id=act.case.pk)
    before = act.case.papers.exclude(state=PaperState.REPLACED).order_by("id")
    kept = {paper.key: paper.file_id for paper in before}
    scanned = any(row.file_id not in (None, kept.get(row.key)) for row in rows)
    if not scanned and [_line(row) for row in rows] == [_line(paper) for paper in before]:
        return []
    before.order_by().update(state=PaperState.REPLACED)
    CasePaper.objects.bulk_create(
        CasePaper(
            case_id=act.case.pk,
            key=row.key,
            name=row.name,
            form=row.form,
            quantity=row.quantity,
            remark=row.remark,
            file_id=row.file_id or kept.get(row.key),
        )
        for row in rows
    )
    act.say(papers=[[row.key, str(row.form), row.quantity] for row in rows])
    return ["papers"]


def _line(paper: PaperIn | CasePaper) -> tuple[str, str, str, int]:
    """What the receipt prints of a paper."""
    return (paper.key, paper.name, str(paper.form), paper.quantity)


def _plain(act: Act, return_channel: str | None, summary: str | None) -> list[str]:
    case, changed = act.case, []
    if return_channel is not None and return_channel != case.return_channel:
        if return_channel not in ReturnChannel.values:
            raise Refused(
                "Cách nhận kết quả phải là counter, online hoặc postal.", field="return_channel"
            )
        act.set(return_channel=return_channel)
        changed.append("return_channel")
    if summary is not None and normalise(summary) != case.summary:
        act.set(summary=normalise(summary)[:1000])
        changed.append("summary")
    return changed
