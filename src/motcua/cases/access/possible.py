"""Which verbs this person could do to this file now: what a page and the API offer.

The same rules as in `files`, asked beforehand; the action asks them again under the lock, so an
offer that has become stale is refused there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from motcua.cases.access import files as access
from motcua.cases.models import Extension, SupplementRequest
from motcua.cases.queries.lists import LEADERS
from motcua.cases.queries.page import CasePage
from motcua.cases.states import TRANSITIONS, RequestState, State, Verb
from motcua.organisation.rules import Actor
from motcua.process.access import can_reassign, can_recall, can_work
from motcua.process.models import WorkItem
from motcua.process.states import ItemState


def verbs_now(page: CasePage, actor: Actor) -> list[Verb]:
    """In the order of the verbs. No statement: everything is on the page already."""
    state = State(page.case.state)
    return [
        verb for verb, may in _MAY.items() if TRANSITIONS.allows(state, verb) and may(page, actor)
    ]


def _before_acceptance(page: CasePage, actor: Actor) -> bool:
    return page.case.received_at is None and _at_the_desk(page, actor)


def _at_the_desk(page: CasePage, actor: Actor) -> bool:
    return access.can_receive(actor, page.case.agency_id)


def _step_of(verb: Verb, page: CasePage, actor: Actor) -> bool:
    """Some live step is done by this verb, and by this person."""
    return bool(workable(page, actor, verb)) and not (
        verb in (Verb.COMPLETE, Verb.ISSUE) and _request(page)
    )


def workable(page: CasePage, actor: Actor, verb: Verb) -> list[WorkItem]:
    """The live steps that this verb ends and this person may end."""
    return [
        item
        for item in page.live_items
        if str(page.graph.task(item.step).verb) == verb
        and can_work(actor, item)
        and not _own_reception(page, actor, item)
        and _has_come_back(page, item)
        and _four_eyes(page, actor, item)
    ]


def _has_come_back(page: CasePage, item: WorkItem) -> bool:
    """A step that opened a file elsewhere ends when that file has."""
    if page.graph.task(item.step).child is None:
        return True
    links = [link for link in page.children if link.item_id == item.pk]
    return bool(links) and links[-1].closed_at is not None


def _four_eyes(page: CasePage, actor: Actor, item: WorkItem) -> bool:
    other = page.graph.task(item.step).other_than
    return not other or not any(
        done.step == other and done.state == ItemState.DONE and done.done_by_id == actor.account_id
        for done in page.items
    )


def _hand_over(page: CasePage, actor: Actor) -> bool:
    waiting = {link.item_id for link in page.children if link.closed_at is None}
    return any(
        page.graph.task(item.step).child and can_work(actor, item) and item.pk not in waiting
        for item in page.live_items
    )


def _late_opinion(page: CasePage, actor: Actor) -> bool:
    return any(item.has_expired and can_work(actor, item) for item in page.items)


def _own_reception(page: CasePage, actor: Actor, item: WorkItem) -> bool:
    return item.role in LEADERS and actor.account_id == page.case.received_by_id


def _claim(page: CasePage, actor: Actor) -> bool:
    free = (item for item in page.live_items if item.holder_id is None)
    return any(can_work(actor, item) for item in free)


def _send_back(page: CasePage, actor: Actor) -> bool:
    return _request(page) is None and any(
        item.previous_id is not None
        and page.graph.task(item.step).can_send_back
        and can_work(actor, item)
        for item in page.live_items
    )


def _recall(page: CasePage, actor: Actor) -> bool:
    done = [
        item
        for item in page.items
        if item.state == ItemState.DONE and item.done_by_id == actor.account_id
    ]
    if not done or _request(page):
        return False
    last = max(done, key=lambda item: (item.done_at or item.opened_at, item.pk))
    followed = [item for item in page.items if item.previous_id == last.pk]
    begun = (ItemState.CLAIMED, ItemState.DONE, ItemState.RETURNED)
    return (
        bool(followed)
        and can_recall(actor, last)
        and not any(item.state in begun for item in followed)
    )


def _reassign(page: CasePage, actor: Actor) -> bool:
    return any(can_reassign(actor, item) for item in page.live_items)


def _request_supplement(page: CasePage, actor: Actor) -> bool:
    case = page.case
    if case.received_at is None:
        return _at_the_desk(page, actor)
    if case.state == State.SUPPLEMENT:
        return case.answer_by is not None and _at_the_desk(page, actor)
    request = _request(page)
    if request is None:
        return access.can_handle(actor, case)
    if request.state == RequestState.APPROVED:
        return _at_the_desk(page, actor)
    return access.can_approve_papers(actor, case, proposed_by=request.requested_by_id)


def _request(page: CasePage) -> SupplementRequest | None:
    """The request on its way to the applicant."""
    open_states = (RequestState.PROPOSED, RequestState.APPROVED)
    return next((found for found in page.requests if found.state in open_states), None)


def _take_supplement(page: CasePage, actor: Actor) -> bool:
    waits = any(request.state == RequestState.IN_FORCE for request in page.requests)
    return waits and page.case.received_at is not None and _at_the_desk(page, actor)


def _extend(page: CasePage, actor: Actor) -> bool:
    case = page.case
    proposal = _proposal(page)
    if proposal is not None:
        return access.can_lead(actor, case) and proposal.proposed_by_id != actor.account_id
    return case.due_at is not None and case.extended_to is None and access.can_handle(actor, case)


def _proposal(page: CasePage) -> Extension | None:
    proposed = (found for found in page.extensions if found.state == RequestState.PROPOSED)
    return next(proposed, None)


def _stop(page: CasePage, actor: Actor) -> bool:
    return page.case.received_at is not None and access.can_stop(actor, page.case)


_MAY: Final[Mapping[Verb, Callable[[CasePage, Actor], bool]]] = {
    Verb.ACCEPT: _before_acceptance,
    Verb.REFUSE: _before_acceptance,
    Verb.FORWARD: partial(_step_of, Verb.FORWARD),
    Verb.CLAIM: _claim,
    Verb.COMPLETE: partial(_step_of, Verb.COMPLETE),
    Verb.SEND_BACK: _send_back,
    Verb.RECALL: _recall,
    Verb.REASSIGN: _reassign,
    Verb.REQUEST_SUPPLEMENT: _request_supplement,
    Verb.TAKE_SUPPLEMENT: _take_supplement,
    Verb.EXTEND: _extend,
    Verb.STOP: _stop,
    Verb.WITHDRAW: _at_the_desk,
    Verb.ISSUE: partial(_step_of, Verb.ISSUE),
    Verb.RETURN_RESULT: partial(_step_of, Verb.RETURN_RESULT),
    Verb.CORRECT: _at_the_desk,
    Verb.HAND_OVER: _hand_over,
    Verb.LATE_OPINION: _late_opinion,
}
