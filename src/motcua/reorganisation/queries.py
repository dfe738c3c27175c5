"""What an act would do, before it is done: counts, what stands in its way, what needs a look."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from motcua.cases.actions.transfer import LIVE
from motcua.cases.models import Case, CaseTransfer
from motcua.cases.states import State
from motcua.catalogue.models import Offer
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Agency, Post, Unit
from motcua.organisation.queries import agency_by_code, unit_of_kind
from motcua.organisation.rules import Actor, check_separation
from motcua.organisation.states import Role, UnitKind
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS
from motcua.reorganisation.models import Act, Agreement
from motcua.reorganisation.rules import FOLLOWERS, Move, NewUnit, Plan, plan_from
from motcua.reorganisation.states import ActState


@dataclass(slots=True)
class Preview:
    """What will happen. `files`: live files by (from, state); `clashes` deserve a person's look."""

    files: Counter[tuple[str, str]] = field(default_factory=Counter)
    posts: int = 0
    offers: int = 0
    clashes: list[str] = field(default_factory=list)


def unfinished() -> dict[str, frozenset[str]]:
    """Agencies of acts that are planned or running, by the act's key. One statement."""
    acts = Act.objects.filter(state__in=(ActState.PLANNED, ActState.RUNNING))
    return {act.key: plan_from(act.plan).touched for act in acts}


def preview(plan: Plan) -> Preview:
    """The act counted without writing. Raises Refused for what cannot be: an agency that is not
    in force on the day, a unit that would be left with files and nobody to answer for them.
    """
    seen = Preview()
    for move in plan.moves:
        source = in_force(move.source, plan)
        live = Case.objects.filter(agency=source, state__in=LIVE)
        for state, number in live.values_list("state").annotate(n=Count("pk")):
            seen.files[source.code, State(state).label] += number
        check_owners(plan, move, source)
        posts = Post.objects.on(plan.effective).filter(unit__agency=source)
        seen.posts += posts.count()
        seen.offers += Offer.objects.on(plan.effective).filter(agency=source).count()
        seen.clashes += _double_hands(plan, move, source)
    for one in plan.renames:
        in_force(one.code, plan)
    return seen


def in_force(code: str, plan: Plan) -> Agency:
    """An agency that lives on the day before the act. Raises Refused."""
    try:
        agency = agency_by_code(code)
    except NotFound as missing:
        raise Refused(f"Không có cơ quan mang mã {code}.", field="moves") from missing
    before = plan.effective - dt.timedelta(days=1)
    if agency.valid_from > before or (agency.valid_to is not None and agency.valid_to < before):
        raise Refused(f"Cơ quan {code} không hoạt động trước ngày sắp xếp.", field="moves")
    return agency


def check_owners(plan: Plan, move: Move, source: Agency) -> None:
    """Every unit with live files or work is taken over by somebody. Raises Refused."""
    named = {one.code for one in plan.new}
    working = set(
        WorkItem.objects.filter(agency=source, state__in=LIVE_ITEMS).values_list(
            "unit_id", flat=True
        )
    )
    live = Case.objects.filter(agency=source, state__in=LIVE)
    working |= set(live.values_list("handling_unit_id", flat=True)) - {None}
    for unit in Unit.objects.filter(agency=source):
        agency_code, unit_code = move.units.get(unit.code, (move.target, ""))
        if agency_code in named:
            new = next(one for one in plan.new if one.code == agency_code)
            kinds = {one.kind for one in new.units}
            known = any(one.code == unit_code for one in new.units)
            owned = known if unit_code else unit.kind in kinds
            desk = UnitKind.RECEPTION in kinds
        else:
            target = in_force(agency_code, plan)
            on = plan.effective
            owned = (
                Unit.objects.on(on).filter(agency=target, code=unit_code).exists()
                if unit_code
                else unit_of_kind(target.pk, UnitKind(unit.kind), on=on) is not None
            )
            desk = unit_of_kind(target.pk, UnitKind.RECEPTION, on=on) is not None
        if not desk:
            raise Refused(f"Cơ quan {agency_code} không có bộ phận một cửa.", field="moves")
        if not owned and (unit.pk in working or unit_code):
            raise Refused(
                f"Bộ phận {unit.code} của {source.code} còn hồ sơ mà chưa có bộ phận nào ở"
                f" {agency_code} nhận.",
                field="moves",
            )


def _double_hands(plan: Plan, move: Move, source: Agency) -> list[str]:
    """People who would hold two hands of one check after the merger."""
    told = []
    for code in move.targets:
        there = Post.objects.on(plan.effective).filter(unit__agency__code=code)
        held: dict[int, set[str]] = {}
        for account, role in there.values_list("account_id", "role"):
            held.setdefault(account, set()).add(role)
        coming = Post.objects.on(plan.effective).filter(unit__agency=source)
        for post in coming.select_related("account"):
            try:
                roles = [Role(role) for role in held.get(post.account_id, ())]
                check_separation(Role(post.role), roles)
            except Refused as fault:
                told.append(f"{post.account.full_name}: {fault.text}")
    return told


@dataclass(frozen=True, slots=True)
class Sides:
    """The agencies an act concerns that are there already, and who of them has agreed."""

    agencies: list[Agency]
    agreements: dict[int, Agreement]


def acts_for(actor: Actor) -> list[Act]:
    """Acts the actor may read, the latest day first. Two statements."""
    acts = list(Act.objects.order_by("-effective_on", "-pk"))
    touched = {act.pk: plan_from(act.plan).touched for act in acts}
    codes = {code for codes in touched.values() for code in codes}
    known = Agency.objects.filter(code__in=codes).values_list("code", "path")
    paths = actor.paths(*FOLLOWERS)
    mine = {code for code, path in known if path.startswith(paths)}
    return [act for act in acts if touched[act.pk] & mine]


def act_of(key: str) -> Act:
    """Raises NotFound."""
    act = Act.objects.select_related("planned_by").filter(key=key).first()
    if act is None:
        raise NotFound("Không có phương án này.")
    return act


def sides_of(act: Act) -> Sides:
    """Who gives and who takes. Two statements."""
    touched = plan_from(act.plan).touched
    agencies = Agency.objects.filter(code__in=touched, valid_from__lt=act.effective_on)
    agreed = act.agreements.select_related("by")
    return Sides(list(agencies.order_by("code")), {one.agency_id: one for one in agreed})


def handed_over(act: Act) -> list[CaseTransfer]:
    """The files an act has handed over, by whom and to whom. One statement."""
    rows = CaseTransfer.objects.filter(
        document=act.document, at__gte=act.begun_at or act.planned_at
    )
    rows = rows.select_related("source", "target", "case__version")
    rows = rows.defer("case__version__content", "case__search")
    return list(rows.order_by("source__code", "target__code", "case__code", "pk"))


def units_on(codes: Sequence[str], *, on: dt.date) -> dict[str, list[NewUnit]]:
    """The units of agencies on a day, by the code of the agency. One statement."""
    found: dict[str, list[NewUnit]] = {code: [] for code in codes}
    units = Unit.objects.on(on).filter(agency__code__in=codes).order_by("id")
    for agency, code, name, kind in units.values_list("agency__code", "code", "name", "kind"):
        found[agency].append(NewUnit(code, name, UnitKind(kind)))
    return found
