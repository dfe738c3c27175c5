"""One-stop across agencies (một cửa liên thông): a step opens a file of its own elsewhere.

The child has its own code, clock, papers and people. What happens to it that matters to the
citizen is told to the parent's journal in the same transaction; the parent's step is ended by
its holder, who thereby confirms that the result came back.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Final

from django.db import OperationalError

from motcua.cases.actions.act import Act, finished
from motcua.cases.models import Case, CasePaper, HandOver, Result, SupplementRequest
from motcua.cases.queries.linked import open_children, results_of_children
from motcua.cases.rules.clock import closed, opened
from motcua.cases.rules.intake import search_text
from motcua.cases.rules.linked import nearest, outcome_of, papers_along, share_of
from motcua.cases.rules.papers import PaperIn, named
from motcua.cases.rules.parties import party_from
from motcua.cases.states import (
    Channel,
    Money,
    Outcome,
    PaperForm,
    PaperState,
    RequestState,
    ReturnChannel,
    State,
    Verb,
)
from motcua.catalogue.models import Offer
from motcua.catalogue.queries.intake import IntakeVersion, for_intake
from motcua.journal.actions import record
from motcua.journal.rules import ChainEnd
from motcua.journal.states import Subject
from motcua.kernel.codes import make_secret
from motcua.kernel.refusals import Conflict, Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import day_of
from motcua.organisation.models import Agency
from motcua.organisation.queries import unit_of_kind
from motcua.organisation.states import UnitKind
from motcua.process import actions as process
from motcua.process.access import check_can_work
from motcua.process.models import WorkItem
from motcua.process.rules.graph import ChildFile, TaskNode

# What of a child is told to the parent, in the journal and to the citizen.
TOLD: Final = (
    Verb.ACCEPT,
    Verb.REFUSE,
    Verb.REQUEST_SUPPLEMENT,
    Verb.TAKE_SUPPLEMENT,
    Verb.WITHDRAW,
    Verb.STOP,
    Verb.ISSUE,
)
# What the other desk need not ask for again.
_WITHOUT_TYPING: Final = ("applicant", "owner", "applicant_name", "applicant_number", "data")
_TAKING: Final = (Verb.ACCEPT, Verb.REFUSE)
_CLOSING: Final = (Verb.REFUSE, Verb.WITHDRAW, Verb.STOP, Verb.ISSUE)


def hand_over(act: Act, *, agency_code: str = "", note: str = "", step: str | None = None) -> None:
    """Open the step's file at the agency that offers its procedure (giao)."""
    item, task, child = _step_with_child(act, step)
    check_can_work(act.actor, item)
    if any(one.item_id == item.pk for one in open_children(act.case.pk)):
        raise Refused("Bước này đã chuyển liên thông; đang chờ cơ quan kia trả kết quả.")
    agency = _agency_for(act, child.procedure, agency_code)
    version = for_intake(procedure_code=child.procedure, agency_id=agency.pk, on=day_of(act.at))
    share = share_of(task.budget, act.limit)
    made = _registered(act, agency, version, share)
    _bring_papers(act, child, made, version)
    HandOver.objects.create(
        child=made,
        parent=act.case,
        item=item,
        step=item.step,
        share=share,
        given_by_id=act.actor.account_id,
        given_at=act.at,
    )
    if item.holder_id is None:
        process.claim(item=item, actor_id=act.actor.account_id, at=act.at)
    act.say(
        step=item.step,
        child=made.number,
        agency=agency.short_name,
        procedure=child.procedure,
        note=normalise(note) or None,
    )


def _step_with_child(act: Act, step: str | None) -> tuple[WorkItem, TaskNode, ChildFile]:
    for item in act.items:
        task = act.graph.task(item.step)
        if task.child is not None and step in (None, item.step):
            return item, task, task.child
    raise Refused("Hồ sơ không ở bước chuyển liên thông nào.")


def _agency_for(act: Act, procedure: str, code: str) -> Agency:
    """The agency named, else the nearest one that offers the procedure. Raises Refused."""
    offers = Offer.objects.on(day_of(act.at)).filter(procedure__code=procedure)
    found = [offer.agency for offer in offers.select_related("agency").order_by("agency__name")]
    if code:
        found = [agency for agency in found if agency.code == code]
    elif len(found) > 1:
        others = [agency for agency in found if agency.pk != act.case.agency_id]
        near = nearest(act.case.agency.path, [agency.path for agency in others])
        found = [agency for agency in others if agency.path in near]
    if not found:
        raise Refused(
            f"Không có cơ quan nào khác nhận thủ tục {procedure}; hãy báo quản trị giao thủ tục.",
            field="agency_code",
        )
    if len(found) > 1:
        names = ", ".join(f"{agency.short_name} ({agency.code})" for agency in found)
        raise Refused(f"Chọn cơ quan nhận hồ sơ liên thông: {names}.", field="agency_code")
    return found[0]


def _registered(act: Act, agency: Agency, version: IntakeVersion, share: str) -> Case:
    """The child as it lies on the other desk: registered, to be accepted or refused there."""
    parent = act.case
    desk = unit_of_kind(agency.pk, UnitKind.RECEPTION, on=day_of(act.at))
    if desk is None or version.definition_id is None:
        raise Refused(f"{agency.short_name} chưa có bộ phận tiếp nhận hoặc quy trình.")
    made = Case(
        run=process.open_run(definition_id=version.definition_id),
        provisional=f"TN-{secrets.token_hex(5).upper()}",
        secret=make_secret(secrets.token_bytes),
        agency=agency,
        reception_unit=desk,
        handling_unit_id=version.unit_id,
        version_id=version.version_id,
        channel=Channel.ONLINE,
        service_level=version.online_level,
        state=State.REGISTERED,
        **{name: getattr(parent, name) for name in _WITHOUT_TYPING},
        case_key=version.cases[0].key if version.cases else "",
        summary=f"Liên thông từ hồ sơ {parent.number}"[:1000],
        limit=share,
        # The citizen pays once, where the request was filed.
        money=Money.NONE,
        return_channel=ReturnChannel.ONLINE,
        submitted_at=act.at,
        touched_at=act.at,
        parent=parent,
    )
    owner = party_from(parent.owner) if parent.owner else None
    made.search = search_text(made.number, party_from(parent.applicant), owner)
    end = record(
        ChainEnd(Subject.CASE, made.pk, 0, b""),
        verb=Verb.REGISTER,
        body={"procedure": version.code, "version": version.number, "parent": parent.number},
        actor_id=act.actor.account_id,
        at=act.at,
    )
    made.journal_seq, made.journal_head = end.seq, end.head
    made.save(force_insert=True)
    return made


def _bring_papers(act: Act, child: ChildFile, made: Case, version: IntakeVersion) -> None:
    held = [_along(paper) for paper in act.case.papers.exclude(state=PaperState.REPLACED)]
    wanted = version.cases[0].papers if version.cases else ()
    results = {step: _along(paper) for step, paper in results_of_children(act.case.pk).items()}
    papers = named(papers_along(child, wanted, held, results), wanted)
    CasePaper.objects.bulk_create(
        CasePaper(
            case=made,
            key=paper.key,
            name=paper.name,
            form=paper.form,
            quantity=paper.quantity,
            remark=f"Từ hồ sơ {act.case.number}",
            file_id=paper.file_id,
        )
        for paper in papers
    )


def _along(paper: CasePaper) -> PaperIn:
    """What goes over the wire is a picture of the paper, whatever was on the desk."""
    form = PaperForm(paper.form) if paper.file_id is None else PaperForm.ELECTRONIC
    return PaperIn(paper.key, form, paper.quantity, paper.name, paper.file_id)


# --- Back to the parent ---------------------------------------------------------------------------


def check_child_came_back(act: Act, item: WorkItem) -> str:
    """The outcome of a step by its child's, which is confirmed as received now. Raises Refused."""
    link = (
        HandOver.objects.select_related("child__agency")
        .filter(item_id=item.pk)
        .order_by("-given_at", "-child_id")
        .first()
    )
    if link is None:
        raise Refused("Bước này chưa chuyển liên thông; hãy bấm “Chuyển liên thông” trước.")
    if link.closed_at is None:
        raise Refused(f"{link.child.agency.short_name} chưa trả kết quả hồ sơ liên thông.")
    HandOver.objects.filter(pk=link.pk).update(back_by_id=act.actor.account_id, back_at=act.at)
    act.say(child=link.child.number, agency=link.child.agency.short_name)
    return outcome_of(link.child.outcome)


def tell_parent(act: Act) -> None:
    """What this act did to a child, said in the parent's journal; its clock waits along.

    Raises Conflict when somebody works on the parent at this very moment.
    """
    child = act.case
    handed_out = child.state == State.SUPPLEMENT
    if act.verb not in TOLD or (act.verb == Verb.REQUEST_SUPPLEMENT and not handed_out):
        return
    _mark(act)
    parent = _parent_of(act)
    if parent.is_closed:
        return
    telling = Act(parent, act.actor, Verb.LINK, max(act.at, parent.touched_at), act.revision)
    telling.say(
        what=str(act.verb),
        child=child.number,
        agency=child.agency.short_name,
        due_at=child.due_at.isoformat() if child.due_at and act.verb == Verb.ACCEPT else None,
        items=_asked(child) if handed_out else None,
        reason=act.body.get("note") if act.verb in (Verb.REFUSE, Verb.STOP) else None,
        result=act.body.get("result"),
        ends=child.outcome or None,
    )
    _wait_along(telling, waiting=handed_out)
    if act.verb == Verb.ISSUE:
        _bring_result(telling, child)
    finished(telling, None)


def _mark(act: Act) -> None:
    changes: dict[str, Any] = {}
    if act.verb in _TAKING:
        changes |= {"taken_by_id": act.actor.account_id, "taken_at": act.at}
    if act.verb in _CLOSING:
        changes |= {"closed_at": act.at}
    if changes:
        HandOver.objects.filter(pk=act.case.pk).update(**changes)


def _parent_of(act: Act) -> Case:
    """Locked without waiting: who works on the parent takes the locks the other way round."""
    rows = Case.objects.select_for_update(of=("self",), nowait=True)
    try:
        return rows.select_related("version", "run", "agency").get(pk=act.case.parent_id)
    except OperationalError as error:
        raise Conflict("Hồ sơ gốc đang được xử lý; hãy thử lại sau giây lát.") from error


def _wait_along(telling: Act, *, waiting: bool) -> None:
    """While the applicant owes papers to a child, the parent's clock stands still too."""
    parent = telling.case
    if waiting:
        pauses = opened(parent.pauses, telling.at)
    elif parent.state == State.SUPPLEMENT or _others_wait(telling):
        return
    else:
        pauses = closed(parent.pauses, telling.at)
    if pauses == [list(pair) for pair in parent.pauses]:
        return
    telling.set(pauses=pauses)
    telling.reclock()
    if not waiting:
        telling.reclock_steps()


def _others_wait(telling: Act) -> bool:
    waiting = Case.objects.filter(parent_id=telling.case.pk, state=State.SUPPLEMENT)
    return (
        waiting.exclude(provisional=telling.body["child"])
        .exclude(code=telling.body["child"])
        .exists()
    )


def _asked(child: Case) -> list[str]:
    """The names of the papers asked for: the citizen reads them on one page."""
    requests = SupplementRequest.objects.filter(case_id=child.pk, state=RequestState.IN_FORCE)
    return [line["name"] for request in requests for line in request.items]


def _bring_result(telling: Act, child: Case) -> None:
    """The result as a paper of the parent, and as data its conditions can ask for."""
    result = Result.objects.get(case_id=child.pk)
    step = child.handover.step
    CasePaper.objects.create(
        case_id=telling.case.pk,
        key=f"ket_qua_{step}"[:60],
        name=f"{result.name} số {result.number}"[:600],
        form=PaperForm.ELECTRONIC if result.file_id else PaperForm.ORIGINAL,
        remark=f"Kết quả của {child.agency.short_name}, hồ sơ {child.number}"[:400],
        file_id=result.file_id,
    )
    if all(item.pk != child.handover.item_id for item in telling.items):
        # The step has expired: what comes now is kept, and decides nothing any more.
        return
    facts = {
        "outcome": outcome_of(child.outcome),
        "number": result.number,
        "date": result.date.isoformat(),
    }
    telling.set(data={**telling.case.data, step: facts})


# --- With the parent ------------------------------------------------------------------------------


def close_children(act: Act) -> None:
    """The parent ends before its time: what other agencies still do for it is withdrawn."""
    for link in open_children(act.case.pk):
        child = (
            Case.objects.select_for_update(of=("self",))
            .select_related("version", "run", "agency")
            .get(pk=link.child_id)
        )
        if child.is_closed:
            continue
        ending = Act(child, act.actor, Verb.WITHDRAW, _not_before(act.at, child), act.revision)
        process.cancel_run(run=child.run, at=ending.at)
        SupplementRequest.objects.filter(
            case_id=child.pk,
            state__in=(RequestState.PROPOSED, RequestState.APPROVED, RequestState.IN_FORCE),
        ).update(state=RequestState.DECLINED)
        ending.say(note=f"Hồ sơ gốc {act.case.number}: {act.verb.label.lower()}")
        ending.set(outcome=Outcome.WITHDRAWN, finished_at=ending.at if child.received_at else None)
        ending.move_to(State.WITHDRAWN)
        finished(ending, None)
        HandOver.objects.filter(pk=child.pk).update(closed_at=ending.at)


def _not_before(at: dt.datetime, child: Case) -> dt.datetime:
    return max(at, child.touched_at)
