"""Planning an act, carrying it out from its day on, and cancelling it while nothing has happened.

The order is the promise: first the successors stand with people and procedures, then the files go
over in short batches, then the predecessors end, then whatever came in meanwhile follows. Each
step may run again; an act that was stopped goes on where it was.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from motcua.cases.actions.transfer import Room, live_ids, transfer_batch
from motcua.catalogue.actions import take_over_offers
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.worktime import day_of
from motcua.organisation.access import check_can_administer_root
from motcua.organisation.actions import (
    close_agency,
    create_agency,
    create_unit,
    rename_agency,
    succeed,
    take_over_posts,
)
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.models import Agency, Unit
from motcua.organisation.queries import agency_by_code, unit_of_kind
from motcua.organisation.rules import Actor, AgencyFacts
from motcua.organisation.states import UnitKind
from motcua.reorganisation.access import check_can_agree
from motcua.reorganisation.models import Act, Agreement
from motcua.reorganisation.queries import Preview, preview, unfinished
from motcua.reorganisation.rules import Move, NewAgency, Plan, check_day, check_overlap, plan_from
from motcua.reorganisation.states import ActState

DAY = dt.timedelta(days=1)


def plan_act(*, data: Any, actor: Actor, at: dt.datetime) -> Act:
    """Enter an act. The same file again is the act it was; a changed one is refused.

    Raises Refused with the place of the fault, Forbidden away from the root.
    """
    check_can_administer_root(actor)
    plan = plan_from(data)
    with transaction.atomic():
        known = Act.objects.select_for_update().filter(key=plan.key).first()
        if known is not None:
            if known.plan != data:
                raise Conflict(f"Phương án “{plan.key}” đã nhập với nội dung khác.", field="key")
            return known
        check_act(data=data, actor=actor, at=at)
        return Act.objects.create(
            key=plan.key,
            document=plan.document,
            effective_on=plan.effective,
            plan=data,
            planned_at=at,
            planned_by_id=actor.account_id or None,
        )


def check_act(*, data: Any, actor: Actor, at: dt.datetime) -> Preview:
    """What `plan_act` would say and count, without writing. Raises the same."""
    check_can_administer_root(actor)
    plan = plan_from(data)
    check_day(plan, day_of(at))
    check_overlap(plan, unfinished())
    return preview(plan)


def agree(*, key: str, agency_code: str, actor: Actor, at: dt.datetime) -> Agreement:
    """An agency's leader confirms the plan; again is the agreement that is there.

    It is noted, not waited for: the law's day comes with or without it. Raises Forbidden, Refused
    when the act is over or does not concern the agency.
    """
    agency = agency_by_code(agency_code)
    check_can_agree(actor, agency)
    with transaction.atomic():
        act = Act.objects.select_for_update().filter(key=key).first()
        if act is None or agency.code not in plan_from(act.plan).touched:
            raise NotFound("Không có phương án này.")
        if act.state not in (ActState.PLANNED, ActState.RUNNING):
            raise Refused("Phương án đã xong hoặc đã hủy, không cần xác nhận nữa.")
        found = Agreement.objects.filter(act=act, agency=agency).first()
        if found is None:
            locked_agency(agency.pk)
            found = Agreement.objects.create(act=act, agency=agency, by_id=actor.account_id, at=at)
            note(agency.pk, "reorganisation.agree", {"act": act.key}, actor=actor, at=at)
    return found


def cancel_act(*, key: str, actor: Actor, at: dt.datetime) -> Act:
    """Give an act up while nothing of it has happened. Raises NotFound, Refused."""
    check_can_administer_root(actor)
    with transaction.atomic():
        act = Act.objects.select_for_update().filter(key=key).first()
        if act is None:
            raise NotFound(f"Không có phương án “{key}”.")
        if act.state != ActState.PLANNED:
            raise Refused(f"Phương án “{key}” đã thực hiện hoặc đã hủy, không hủy được nữa.")
        act.state, act.done_at = ActState.CANCELLED, at
        act.save(update_fields=["state", "done_at"])
    return act


def carry_out(*, key: str, actor: Actor, at: dt.datetime, batches: int | None = None) -> Act:
    """Do the act, or go on with it. `batches` stops after so many (for tests and short passes).

    Before its day nothing is done. Raises NotFound.
    """
    act = Act.objects.filter(key=key).first()
    if act is None:
        raise NotFound(f"Không có phương án “{key}”.")
    if act.state in (ActState.DONE, ActState.CANCELLED) or act.effective_on > day_of(at):
        return act
    plan = plan_from(act.plan)
    if act.state == ActState.PLANNED:
        _open_successors(plan, actor, at)
        Act.objects.filter(pk=act.pk).update(state=ActState.RUNNING, begun_at=at)
    rooms = {
        unit: room for move in plan.moves for unit, room in rooms_of(move, plan.effective).items()
    }
    sources = [agency_by_code(move.source).pk for move in plan.moves]
    if _hand_over(act, sources, rooms, actor, at, batches):
        _close(plan, actor, at)
        _hand_over(act, sources, rooms, actor, at, None)
        Act.objects.filter(pk=act.pk).update(state=ActState.DONE, done_at=at)
    return Act.objects.get(pk=act.pk)


def carry_out_due(*, actor: Actor, at: dt.datetime) -> int:
    """Every act whose day has come. How many were finished. The pass of the worker."""
    due = Act.objects.filter(
        state__in=(ActState.PLANNED, ActState.RUNNING), effective_on__lte=day_of(at)
    )
    done = 0
    for key in due.order_by("effective_on", "pk").values_list("key", flat=True):
        done += carry_out(key=key, actor=actor, at=at).state == ActState.DONE
    return done


def rooms_of(move: Move, on: dt.date) -> dict[int, Room]:
    """Where each unit of an ending agency goes: the room named for it, else of its own kind."""
    rooms = {}
    for unit in Unit.objects.filter(agency__code=move.source):
        agency_code, unit_code = move.units.get(unit.code, (move.target, ""))
        agency = agency_by_code(agency_code)
        desk = unit_of_kind(agency.pk, UnitKind.RECEPTION, on=on)
        found = (
            Unit.objects.filter(agency=agency, code=unit_code).first()
            if unit_code
            else unit_of_kind(agency.pk, UnitKind(unit.kind), on=on)
        )
        if desk is not None:
            chosen = found or desk
            rooms[unit.pk] = Room(chosen.pk, agency.pk, agency.short_name, desk.pk)
    return rooms


def _open_successors(plan: Plan, actor: Actor, at: dt.datetime) -> None:
    for new in plan.new:
        _open(new, plan, actor, at)
    for one in plan.renames:
        rename_agency(
            agency_id=agency_by_code(one.code).pk,
            name=one.name,
            short_name=one.short_name,
            on=plan.effective,
            document=plan.document,
            actor=actor,
            at=at,
        )
    for move in plan.moves:
        source = agency_by_code(move.source)
        rooms = rooms_of(move, plan.effective)
        units = {old: room.unit_id for old, room in rooms.items()}
        on, document = plan.effective, plan.document
        take_over_posts(units=units, on=on, document=document, actor=actor, at=at)
        targets = [agency_by_code(code).pk for code in move.targets]
        take_over_offers(source_id=source.pk, units=units, desks=targets, on=on, actor=actor, at=at)
        for target in targets:
            succeed(
                predecessor_id=source.pk,
                successor_id=target,
                on=on,
                document=document,
                actor=actor,
                at=at,
            )


def _open(new: NewAgency, plan: Plan, actor: Actor, at: dt.datetime) -> None:
    """A new agency with its units; what is there already is left as it is."""
    agency = Agency.objects.filter(code=new.code).first()
    if agency is None:
        facts = AgencyFacts(
            code=new.code,
            name=new.name,
            short_name=new.short_name,
            level=new.level,
            valid_from=plan.effective,
            document=plan.document,
        )
        parent = agency_by_code(new.parent)
        agency = create_agency(actor=actor, facts=facts, parent_id=parent.pk, at=at)
    there = set(Unit.objects.filter(agency=agency).values_list("code", flat=True))
    for unit in new.units:
        if unit.code not in there:
            create_unit(
                actor=actor,
                agency_id=agency.pk,
                code=unit.code,
                name=unit.name,
                kind=unit.kind,
                valid_from=plan.effective,
                at=at,
            )


def _hand_over(
    act: Act,
    sources: list[int],
    rooms: dict[int, Room],
    actor: Actor,
    at: dt.datetime,
    batches: int | None,
) -> bool:
    """The files in batches; whether all have gone."""
    done = 0
    while ids := live_ids(sources):
        if batches is not None and done >= batches:
            return False
        moved = transfer_batch(
            ids, rooms=rooms, document=act.document, actor_id=actor.account_id or None, at=at
        )
        act.transferred += moved
        Act.objects.filter(pk=act.pk).update(transferred=act.transferred)
        done += 1
        if not moved:
            raise Refused("Còn hồ sơ không có bộ phận nào nhận; hãy xem lại phương án.")
    return True


def _close(plan: Plan, actor: Actor, at: dt.datetime) -> None:
    for move in plan.moves:
        close_agency(
            agency_id=agency_by_code(move.source).pk,
            last_day=plan.effective - DAY,
            document=plan.document,
            actor=actor,
            at=at,
        )
