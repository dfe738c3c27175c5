"""Moving a file along its process: forward, claim, complete, send back, recall, reassign."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from motcua.cases import access
from motcua.cases.actions.act import Act
from motcua.cases.actions.linked import check_child_came_back
from motcua.cases.models import SupplementRequest
from motcua.cases.queries.linked import has_children, open_children
from motcua.cases.states import RequestState, State, Verb
from motcua.kernel.refusals import Forbidden, Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import day_of
from motcua.organisation.queries import people_of_unit
from motcua.organisation.states import Role
from motcua.prepared import prepared
from motcua.process import actions as process
from motcua.process.access import (
    check_can_claim,
    check_can_reassign,
    check_can_recall,
    check_can_work,
)
from motcua.process.models import WorkItem
from motcua.process.queries import last_done_by
from motcua.process.rules.graph import TaskNode
from motcua.process.states import ItemState


def forward(act: Act, *, note: str = "") -> None:
    """Hand the accepted file to the unit that handles it (form 06 gets its first line)."""
    finish_step(act, act.item_for(Verb.FORWARD), outcome="", note=note)
    act.move_to(State.PROCESSING)


def claim(act: Act, *, step: str | None = None) -> None:
    """Take an open step for oneself; of two officers at once exactly one wins."""
    item = _open_item(act, step)
    if item.holder_id == act.actor.account_id:
        raise Refused("Bạn đang giữ việc này rồi.")
    check_can_claim(act.actor, item)
    process.claim(item=item, actor_id=act.actor.account_id, at=act.at)
    act.say(step=item.step)


def complete(act: Act, *, outcome: str = "", note: str = "", step: str | None = None) -> None:
    """Finish the step one works at, with one of its outcomes, and open what follows."""
    item = act.item_for(Verb.COMPLETE, step)
    check_nothing_waits(act)
    finish_step(act, item, outcome=outcome, note=note)


def send_back(act: Act, *, reason: str, step: str | None = None) -> None:
    """Give the step back to the one before, held again by who did it. The reason is kept."""
    item = _open_item(act, step)
    check_can_work(act.actor, item)
    check_nothing_waits(act)
    _check_no_child(act, item.step)
    back = process.send_back(
        run=act.case.run,
        item=item,
        actor_id=act.actor.account_id,
        due_for=act.where["due_for"],
        at=act.at,
    )
    act.say(
        step=item.step,
        unit=item.unit_id,
        to=[[back.step, back.unit_id]],
        note=_needed_reason(reason),
    )
    _keep_state_with(act, back)


def recall(act: Act) -> None:
    """Take back what one passed on, as long as nobody has begun with it."""
    item = last_done_by(act.case.pk, act.actor.account_id)
    if item is None:
        raise Refused("Bạn chưa chuyển bước nào của hồ sơ này nên không có gì để thu hồi.")
    check_can_recall(act.actor, item)
    check_nothing_waits(act)
    process.recall(run=act.case.run, item=item, actor_id=act.actor.account_id, at=act.at)
    act.say(to=[[item.step, item.unit_id]])
    _keep_state_with(act, item)


def reassign(act: Act, *, username: str, reason: str = "", step: str | None = None) -> None:
    """Give a step to a colleague who sits in its unit with its role on this day."""
    item = _open_item(act, step)
    check_can_reassign(act.actor, item)
    to = _colleague(username, item, act.at)
    process.reassign(item=item, to_account_id=to, at=act.at)
    act.say(step=item.step, holder=to, note=normalise(reason) or None)


def finish_step(act: Act, item: WorkItem, *, outcome: str, note: str) -> None:
    """End a step by the one who may, open what follows, and say both in the journal."""
    check_can_work(act.actor, item)
    access.check_can_sign(act.actor, act.case, item)
    task = act.graph.task(item.step)
    if task.other_than:
        check_four_eyes(act, task)
    if task.child is not None:
        came_back = check_child_came_back(act, item)
        if outcome not in ("", came_back):
            raise Refused("Kết quả của bước theo kết quả hồ sơ liên thông.", field="outcome")
        outcome = came_back
    # Without a word the step ends in its first outcome, which is the one that goes on.
    outcome = outcome or task.outcome_keys[0]
    pass_on(act, item, outcome=outcome, note=note)


def pass_on(act: Act, item: WorkItem, *, outcome: str, note: str = "") -> None:
    """End a step and open what follows, said in the journal. By the clock it is done by nobody."""
    moved = process.complete_item(
        run=act.case.run,
        item=item,
        actor_id=act.actor.account_id or None,
        outcome=outcome,
        data=act.case.data,
        at=act.at,
        **act.where,
    )
    act.say(
        step=item.step,
        outcome=outcome or None,
        unit=item.unit_id,
        to=[[opened.step, opened.unit_id] for opened in moved.opened],
        note="; ".join([*filter(None, [normalise(note)]), *moved.notes]) or None,
    )


def check_four_eyes(act: Act, task: TaskNode) -> None:
    """Who did the other step of this file does not do this one. Raises Forbidden."""
    done = WorkItem.objects.filter(
        run_id=act.case.pk, step=task.other_than, done_by_id=act.actor.account_id
    )
    if done.filter(state=ItemState.DONE).exists():
        name = act.graph.label(task.other_than)
        raise Forbidden(f"Bước “{task.name}” phải do người khác với người làm “{name}”.")


def _check_no_child(act: Act, step: str) -> None:
    """A step is not turned back while another agency works for it. Raises Refused."""
    if has_children(act.graph) and any(one.step == step for one in open_children(act.case.pk)):
        raise Refused("Cơ quan khác đang giải quyết hồ sơ liên thông của bước này.")


def _keep_state_with(act: Act, item: WorkItem) -> None:
    """Back at the desk's own step, the file is received again, not in handling."""
    if str(act.graph.task(item.step).verb) == str(Verb.FORWARD):
        act.move_to(State.RECEIVED)


def _open_item(act: Act, step: str | None) -> WorkItem:
    """The step meant: the named one, the only one, or the one of the actor's own unit."""
    items = [item for item in act.items if step in (None, item.step)]
    if not items:
        raise Refused("Hồ sơ không còn việc nào đang mở.")
    near = [item for item in items if act.actor.holds(Role(item.role), unit_id=item.unit_id)]
    return (near or items)[0]


@prepared
def _unanswered(case_id: int) -> QuerySet[SupplementRequest, int]:
    proposals = SupplementRequest.objects.filter(
        case_id=case_id, state__in=(RequestState.PROPOSED, RequestState.APPROVED)
    )
    return proposals.values_list("pk", flat=True)


def check_nothing_waits(act: Act) -> None:
    """A step is not passed on over an unanswered proposal: it would be lost from sight.

    Nor back: at the desk's own step nobody could answer it. Raises Refused.
    """
    if is_waiting_for_papers(act):
        raise Refused(
            "Đang có đề nghị bổ sung giấy tờ chưa xử lý xong;"
            " hãy duyệt, gửi hoặc không duyệt trước."
        )


def is_waiting_for_papers(act: Act) -> bool:
    """Whether a proposal to ask for papers is neither decided nor handed out."""
    return bool(_unanswered(act.case.pk))


def _needed_reason(text: str) -> str:
    reason = normalise(text)
    if not reason:
        raise Refused("Hãy ghi lý do trả lại để người trước biết cần sửa gì.", field="reason")
    return reason[:1000]


def _colleague(username: str, item: WorkItem, at: dt.datetime) -> int:
    role = Role(item.role)
    people = [p for p in people_of_unit(item.unit_id, on=day_of(at)) if role in p.roles]
    for person in people:
        if person.username == username:
            return person.account_id
    names = ", ".join(f"{person.name} ({person.username})" for person in people)
    raise Refused(
        f"“{username}” không giữ vai trò {role.label} ở bộ phận của bước này."
        f" Chọn một trong: {names or 'chưa có ai'}.",
        field="username",
    )
