"""Definitions: drafted, checked, published; a published one never changes again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from importlib import resources

from django.db import IntegrityError, transaction
from django.db.models import Max

from motcua.journal.actions import record_on
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Refused
from motcua.organisation.rules import Actor
from motcua.process.access import check_can_edit_definitions
from motcua.process.models import Definition
from motcua.process.queries import draft_of, is_shipped, published
from motcua.process.rules.bpmn import from_bpmn
from motcua.process.rules.checks import Fault, faults, shape_faults
from motcua.process.rules.editing import stamp
from motcua.process.rules.reading import parse_graph
from motcua.process.rules.soundness import token_faults
from motcua.process.states import DefinitionState


class NotSound(Refused):
    """The definition may not be published; `faults` names every place."""

    def __init__(
        self, faults: Sequence[Fault], *, doing: str = "Chưa ban hành được quy trình"
    ) -> None:
        texts = "; ".join(fault.text for fault in faults)
        super().__init__(f"{doing}: {texts}", field="graph")
        self.faults = tuple(faults)


@transaction.atomic
def create_draft(
    *, key: str, name: str, graph: dict[str, object], actor: Actor, at: dt.datetime
) -> Definition:
    """A new version under `key`, not in use yet. Raises BadGraph, Conflict, Forbidden."""
    check_can_edit_definitions(actor, shipped=is_shipped(key))
    if draft_of(key) is not None:
        raise Conflict("Quy trình này đã có một bản dự thảo; hãy sửa tiếp bản đó.", field="key")
    return _create(key, name, graph, actor.account_id, at)


@transaction.atomic
def import_draft(
    *, key: str, data: bytes, name: str = "", actor: Actor, at: dt.datetime
) -> Definition:
    """A draft from a BPMN file; `name` stands in for the diagram's own.

    A diagram in which a run could get stuck is not taken in. Raises BadGraph and NotSound with
    the places, Conflict, Forbidden.
    """
    check_can_edit_definitions(actor, shipped=is_shipped(key))
    diagram = from_bpmn(data)
    graph = parse_graph(diagram.graph)
    wrong = shape_faults(graph) or token_faults(graph)
    if wrong:
        raise NotSound(wrong, doing="Chưa nhập được sơ đồ")
    return create_draft(
        key=key, name=name or diagram.name or key, graph=diagram.graph, actor=actor, at=at
    )


@transaction.atomic
def discard_draft(*, definition: Definition, actor: Actor, at: dt.datetime) -> None:
    """Throw a draft away; its text stays in the journal. Raises Forbidden, Refused."""
    check_can_edit_definitions(actor, shipped=is_shipped(definition.key))
    draft = Definition.objects.select_for_update().filter(pk=definition.pk).first()
    if draft is None or draft.state != DefinitionState.DRAFT:
        raise Refused("Chỉ bỏ được bản dự thảo; bản đã ban hành thì giữ mãi.")
    _record(draft, "discard_draft", actor.account_id, at)
    draft.delete()


@transaction.atomic
def update_draft(
    *,
    definition: Definition,
    name: str,
    graph: dict[str, object],
    actor: Actor,
    at: dt.datetime,
    seen: str = "",
) -> None:
    """Change a draft. `seen`: the stamp of the draft that the page showed, if it showed one.

    Raises BadGraph, Conflict when another view changed it meanwhile, Forbidden, Refused when it
    has been published.
    """
    check_can_edit_definitions(actor, shipped=is_shipped(definition.key))
    parse_graph(graph)
    now = Definition.objects.select_for_update().filter(pk=definition.pk).first()
    if now is None or now.state != DefinitionState.DRAFT:
        raise Refused("Quy trình đã ban hành thì không sửa được; hãy lập bản mới.")
    if seen and seen != stamp(now.graph):
        raise Conflict(
            "Dự thảo vừa được sửa ở trang khác; tải lại trang để thấy bản mới rồi sửa tiếp."
        )
    Definition.objects.filter(pk=definition.pk).update(name=_name(name), graph=graph)
    definition.name, definition.graph = _name(name), graph
    _record(definition, "update_draft", actor.account_id, at)


@transaction.atomic
def publish_definition(
    *, definition: Definition, actor: Actor, at: dt.datetime, limit_minutes: int | None = None
) -> None:
    """Put a draft into use. With `limit_minutes` the budgets must fit a procedure's limit.

    Raises NotSound with every fault, BadGraph, Forbidden, Refused when it is published already.
    """
    check_can_edit_definitions(actor, shipped=is_shipped(definition.key))
    _publish(definition, actor.account_id, at, limit_minutes)
    _record(definition, "publish", actor.account_id, at)


@transaction.atomic
def install_seed_definitions(*, actor_id: int | None, at: dt.datetime) -> list[Definition]:
    """The processes that come with the product; returns those that were new or had changed.

    Doing it again changes nothing, and what people have published under the same key stays in
    force: only versions of the installation's own, published by nobody, are succeeded. Run by
    the installation itself, so nobody's rights are asked; `actor_id` is for the journal.
    """
    installed = []
    for entry in _seeds():
        key, graph = str(entry["key"]), entry["graph"]
        assert isinstance(graph, dict)
        standing = published(key)
        if standing and (standing.graph == graph or standing.published_by_id is not None):
            continue
        definition = _create(key, str(entry["name"]), graph, actor_id, at)
        _publish(definition, None, at)
        _record(definition, "publish", actor_id, at)
        installed.append(definition)
    return installed


def _seeds() -> list[dict[str, object]]:
    folder = resources.files("motcua.process") / "seed"
    files = sorted(
        (found for found in folder.iterdir() if found.name.endswith(".json")),
        key=lambda found: found.name,
    )
    return [json.loads(found.read_text(encoding="utf-8")) for found in files]


def _create(
    key: str, name: str, graph: dict[str, object], actor_id: int | None, at: dt.datetime
) -> Definition:
    parse_graph(graph)
    last = Definition.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            definition = Definition.objects.create(
                key=key, number=last + 1, name=_name(name), graph=graph
            )
    except IntegrityError as error:
        raise Conflict("Người khác vừa lập bản mới của quy trình này.", field="key") from error
    _record(definition, "create_draft", actor_id, at)
    return definition


def _publish(
    definition: Definition, by: int | None, at: dt.datetime, limit_minutes: int | None = None
) -> None:
    # Read again under the lock: what is checked is what is published.
    draft = Definition.objects.select_for_update().get(pk=definition.pk)
    if draft.state != DefinitionState.DRAFT:
        raise Refused("Quy trình này đã ban hành rồi.")
    found = faults(parse_graph(draft.graph), limit_minutes=limit_minutes)
    if found:
        raise NotSound(found)
    Definition.objects.filter(pk=draft.pk, state=DefinitionState.DRAFT).update(
        state=DefinitionState.PUBLISHED, published_at=at, published_by_id=by
    )
    definition.name, definition.graph = draft.name, draft.graph
    definition.state, definition.published_at = DefinitionState.PUBLISHED, at
    definition.published_by_id = by


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise Refused("Tên quy trình không để trống và không quá 200 ký tự.", field="name")
    return name


def _record(definition: Definition, verb: str, actor_id: int | None, at: dt.datetime) -> None:
    record_on(
        Subject.PROCESS,
        definition.pk,
        verb=verb,
        body={
            "key": definition.key,
            "number": definition.number,
            "name": definition.name,
            "graph": definition.graph,
        },
        actor_id=actor_id,
        at=at,
    )
