"""Loading a catalogue file: all of it or nothing, and a second time without effect."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from motcua.catalogue.access import check_can_import
from motcua.catalogue.actions.entry import note
from motcua.catalogue.actions.storing import (
    References,
    day_or_none,
    fee_rules,
    new_version,
    rewrite_draft,
)
from motcua.catalogue.models import (
    Decision,
    DecisionItem,
    FeeRule,
    Field,
    Offer,
    Procedure,
    ProcedureVersion,
)
from motcua.catalogue.queries.export import export_catalogue, known_references
from motcua.catalogue.rules.check import check_file
from motcua.catalogue.rules.document import Document, full_form, in_order
from motcua.catalogue.rules.faults import BadCatalogue
from motcua.catalogue.rules.merging import Plan, plan
from motcua.catalogue.states import Act, ProcedureStatus, VersionState
from motcua.organisation.models import Agency, Unit
from motcua.organisation.rules import Actor


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many rows were new or changed; all zero when the file was known already."""

    fields: int = 0
    decisions: int = 0
    procedures: int = 0
    versions: int = 0
    offers: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self == ImportReport()


@transaction.atomic
def import_catalogue(*, data: object, actor: Actor | None, at: dt.datetime) -> ImportReport:
    """Load a file of format motcua-catalogue/1. `actor` None: the installation itself.

    Raises BadCatalogue with every fault (a published version that differs from the one stored
    under its number is one), Forbidden. What the database knows better stays: a last day, an
    abolition. Drafts of the file replace drafts; a local draft in the way of a new published
    version is a fault.
    """
    if actor is not None:
        check_can_import(actor)
    list(Procedure.objects.select_for_update().order_by("id").values_list("id"))
    faults = check_file(data, known_references())
    if faults or not isinstance(data, Mapping):
        raise BadCatalogue(faults)
    document = in_order(full_form(data))
    merged = plan(export_catalogue(), document)
    if merged.faults:
        raise BadCatalogue(merged.faults)
    return _Import(document, merged, actor.account_id if actor else None, at).run()


class _Import:
    """One run over a checked file. Each step may refer to what the steps before it wrote."""

    def __init__(
        self, document: Document, merged: Plan, actor_id: int | None, at: dt.datetime
    ) -> None:
        self.document = document
        self.plan = merged
        self.actor_id = actor_id
        self.at = at
        self.told: dict[str, list[str]] = {}
        self.counts: Counter[str] = Counter()
        self.touched: set[str] = set()

    def run(self) -> ImportReport:
        self.fields()
        self.decisions()
        self.procedures()
        self.versions()
        self.items()
        self.offers()
        self.journal()
        return ImportReport(**self.counts)

    def fields(self) -> None:
        names = dict(Field.objects.values_list("code", "name"))
        for item in self.document["fields"]:
            if names.get(item["code"]) != item["name"]:
                Field.objects.update_or_create(code=item["code"], defaults={"name": item["name"]})
                self.counts["fields"] += 1

    def decisions(self) -> None:
        stored = {row.number: row for row in Decision.objects.all()}
        for item in self.document["decisions"]:
            values = {
                "date": day_or_none(item["date"]),
                "effective_date": day_or_none(item["effective_date"]),
                "issuer": item["issuer"],
                "title": item["title"],
                "confidence": item["confidence"],
            }
            row = stored.get(item["number"])
            if row is None or any(getattr(row, key) != value for key, value in values.items()):
                Decision.objects.update_or_create(number=item["number"], defaults=values)
                self.touched.add(item["number"])

    def procedures(self) -> None:
        fields = dict(Field.objects.values_list("code", "id"))
        stored = {row.code: row for row in Procedure.objects.all()}
        new = [item for item in self.document["procedures"] if item["code"] not in stored]
        Procedure.objects.bulk_create(
            Procedure(code=item["code"], field_id=fields[item["field"]], status=item["status"])
            for item in new
        )
        for item in new:
            self.tell(item["code"], "vào danh mục")
        ids = dict(Procedure.objects.values_list("code", "id"))
        for item in self.document["procedures"]:
            row = stored.get(item["code"])
            values: dict[str, Any] = {"superseded_by_id": ids.get(item["superseded_by"])}
            if row is not None:
                values |= {"field_id": fields[item["field"]], "status": item["status"]}
                if row.status != ProcedureStatus.ACTIVE:
                    # What has ended here stays ended, whatever an older file says.
                    del values["status"], values["superseded_by_id"]
            changed = {k: v for k, v in values.items() if getattr(row, k, None) != v}
            if changed:
                Procedure.objects.filter(id=ids[item["code"]]).update(**changed)
                self.tell(item["code"], "sửa lĩnh vực hoặc tình trạng")
        self.counts["procedures"] = len(self.told)

    def versions(self) -> None:
        references = References()
        procedures = {row.code: row for row in Procedure.objects.all()}
        for code, number, last_day in self.plan.closed:
            rows = ProcedureVersion.objects.filter(procedure=procedures[code], number=number)
            rows.update(valid_to=last_day)
            self.tell(code, f"bản {number} hết hiệu lực sau ngày {last_day}")
        for code, document in self.plan.rewritten:
            draft = ProcedureVersion.objects.select_related("procedure").get(
                procedure=procedures[code], state=VersionState.DRAFT
            )
            rewrite_draft(draft, document, references)
            self.tell(code, f"sửa dự thảo {document['number']}")
        for batch in _rounds(self.plan.added):
            self._add([(procedures[code], document) for code, document in batch], references)
        self.counts["versions"] = sum(
            len(part) for part in (self.plan.closed, self.plan.rewritten, self.plan.added)
        )

    def _add(self, batch: list[tuple[Procedure, Document]], references: References) -> None:
        """One version each of many procedures: as drafts, with their fees, then published."""
        rows = [new_version(procedure, document, references) for procedure, document in batch]
        rows = ProcedureVersion.objects.bulk_create(rows)
        fees = [
            fee
            for row, (_, document) in zip(rows, batch, strict=True)
            for fee in fee_rules(row, document)
        ]
        FeeRule.objects.bulk_create(fees)
        published = [
            row.id
            for row, (_, document) in zip(rows, batch, strict=True)
            if document["state"] == VersionState.PUBLISHED
        ]
        ProcedureVersion.objects.filter(id__in=published).update(
            state=VersionState.PUBLISHED,
            published_at=self.at,
            published_by_id=self.actor_id,
        )
        for procedure, document in batch:
            self.tell(procedure.code, f"thêm bản {document['number']}")

    def items(self) -> None:
        decisions = dict(Decision.objects.values_list("number", "id"))
        procedures = dict(Procedure.objects.values_list("code", "id"))
        columns = ("decision__number", "procedure__code", "act")
        stored = set(DecisionItem.objects.values_list(*columns))
        new = []
        for decision in self.document["decisions"]:
            number = decision["number"]
            for item in decision["items"]:
                if (number, item["procedure"], item["act"]) in stored:
                    continue
                row = DecisionItem(
                    decision_id=decisions[number],
                    procedure_id=procedures[item["procedure"]],
                    act=item["act"],
                    replaces_id=procedures.get(item["replaces"]),
                )
                new.append(row)
                self.touched.add(number)
                self.tell(item["procedure"], f"{Act(item['act']).label} theo {number}")
        DecisionItem.objects.bulk_create(new)
        self.counts["decisions"] = len(self.touched)

    def offers(self) -> None:
        stored = {
            (row.procedure.code, row.agency.code, row.valid_from.isoformat()): row
            for row in Offer.objects.select_related("procedure", "agency")
        }
        procedures = dict(Procedure.objects.values_list("code", "id"))
        agencies = dict(Agency.objects.values_list("code", "id"))
        units = {
            (a, code): i for a, code, i in Unit.objects.values_list("agency__code", "code", "id")
        }
        new = []
        for item in self.document["offers"]:
            unit_id = units.get((item["agency"], item["unit"]))
            last_day = day_or_none(item["valid_to"])
            row = stored.get((item["procedure"], item["agency"], item["valid_from"]))
            if row is None:
                new.append(
                    Offer(
                        procedure_id=procedures[item["procedure"]],
                        agency_id=agencies[item["agency"]],
                        unit_id=unit_id,
                        valid_from=dt.date.fromisoformat(item["valid_from"]),
                        valid_to=last_day,
                    )
                )
            elif (row.unit_id, row.valid_to) != (unit_id, last_day or row.valid_to):
                Offer.objects.filter(id=row.id).update(
                    unit_id=unit_id, valid_to=last_day or row.valid_to
                )
            else:
                continue
            self.tell(item["procedure"], f"tiếp nhận tại {item['agency']}")
            self.counts["offers"] += 1
        Offer.objects.bulk_create(new)

    def tell(self, code: str, what: str) -> None:
        self.told.setdefault(code, []).append(what)

    def journal(self) -> None:
        ids = dict(Procedure.objects.values_list("code", "id"))
        for code, changes in self.told.items():
            note(ids[code], "import", {"changes": changes}, self.actor_id, self.at)


def _rounds(added: Iterable[tuple[str, Document]]) -> Iterator[list[tuple[str, Document]]]:
    """The first version of every procedure, then the second of those that have one, and so on.

    A procedure may have one draft at a time, and each version begins as one.
    """
    waiting: dict[str, list[Document]] = {}
    for code, document in added:
        waiting.setdefault(code, []).append(document)
    while waiting:
        yield [(code, documents[0]) for code, documents in waiting.items()]
        waiting = {code: rest for code, (_, *rest) in waiting.items() if rest}
