"""What an intake must know about a procedure, in one statement."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NoReturn

from django.db.models import (
    Aggregate,
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from motcua.catalogue.models import FeeRule, Offer, Procedure, ProcedureVersion
from motcua.catalogue.rules import fees
from motcua.catalogue.rules.papers import PaperCase, paper_cases
from motcua.catalogue.states import ClockPolicy, ServiceLevel, VersionState
from motcua.kernel.limits import SAME_DAY
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import short_date
from motcua.organisation.models import Unit
from motcua.organisation.states import UnitKind
from motcua.prepared import prepared
from motcua.process.models import Definition
from motcua.process.states import DEFAULT_DEFINITION, SAME_DAY_DEFINITION, DefinitionState
from motcua.workcalendar.models import CalendarRevision


class NotInForce(Refused):
    """The procedure exists, but no version of it is in force on the day."""


class NotOffered(Refused):
    """The procedure is in force, but this agency does not take files of it on the day."""


@dataclass(frozen=True, slots=True)
class IntakeVersion:
    """The version in force on one day at one agency, with all that accepting a file needs.

    Limits are in the kernel's written form; `limit` is None when the source prints none. `unit_id`
    is the unit that handles it there (the offer's own, else the agency's first specialist unit).
    `definition_id` is the process: the version's, else the newest published default (same-day
    procedures have one of their own); None when the office has published none.
    `calendar_revision` is 0 before the calendar is set up.
    """

    version_id: int
    number: int
    procedure_id: int
    code: str
    name: str
    field_id: int
    field_name: str
    limit: str | None
    limits_by_channel: Mapping[str, str]
    clock_policy: ClockPolicy
    day0_shift: bool
    supplement_limit: str | None
    online_level: ServiceLevel
    on_the_spot: bool
    copies: int
    results: tuple[Mapping[str, str], ...]
    content: Mapping[str, Any]
    cases: tuple[PaperCase, ...]
    fees: tuple[fees.Rule, ...]
    unit_id: int | None
    definition_id: int | None
    calendar_revision: int


class JsonRows(Aggregate):
    """Rows gathered into one JSON array, so that a parent brings its children in one statement."""

    function = "JSONB_AGG"
    output_field = JSONField()
    name = "JsonRows"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)


_FEE_COLUMNS = (
    "id",
    "kind",
    "name",
    "case_key",
    "applicant_class",
    "channel",
    "area",
    "amount",
    "per",
    "tiers",
    "cap",
    "valid_from",
    "valid_to",
    "legal_basis",
    "set_locally",
    "confidence",
    "note",
)


def for_intake(*, procedure_code: str, agency_id: int, on: dt.date) -> IntakeVersion:
    """The version in force at the agency on the day of submission. One statement, and one more
    for a version that this process has not met: what was published never changes.

    Raises NotFound for an unknown code, NotInForce and NotOffered with a text that says since
    or until when, and what came in its place; `field` is "procedure_code". A refusal costs one
    or two statements more.
    """
    found = _rows(procedure_code, agency_id, on)
    if not found:
        _refuse_not_in_force(procedure_code, on)
    row = found[0]
    if row["offer_id"] is None:
        _refuse_not_offered(row["procedure_id"], row["code"], row["name"], agency_id, on)
    return replace(
        _published(row["id"]),
        unit_id=row["handling_unit"],
        definition_id=row["process"],
        calendar_revision=row["revision"],
    )


def forget_versions() -> None:
    """For tests, whose databases start over and use the same ids again."""
    _published.cache_clear()


@prepared
def _rows(code: str, agency_id: int, on: dt.date) -> QuerySet[ProcedureVersion, dict[str, Any]]:
    offered = Q(procedure__offers__agency_id=agency_id, procedure__offers__valid_from__lte=on)
    offered &= Q(procedure__offers__valid_to__isnull=True) | Q(procedure__offers__valid_to__gte=on)
    rows: QuerySet[ProcedureVersion, dict[str, Any]] = (
        ProcedureVersion.objects.on(on)
        .filter(procedure__code=code, state=VersionState.PUBLISHED)
        .annotate(
            offer=FilteredRelation("procedure__offers", condition=offered),
            offer_id=F("offer__id"),
            code=F("procedure__code"),
            handling_unit=Coalesce(F("offer__unit_id"), _first_handling_unit(agency_id, on)),
            process=Coalesce(F("definition_id"), _default_process()),
            revision=Coalesce(_calendar_revision(), Value(0), output_field=IntegerField()),
        )
        .order_by("-number", "-offer__valid_from")
        .values(
            *("id", "procedure_id", "code", "name"),
            *("offer_id", "handling_unit", "process", "revision"),
        )[:1]
    )
    return rows


@lru_cache(maxsize=256)
def _published(version_id: int) -> IntakeVersion:
    """What was published, read once per process; unit, process and calendar are the day's."""
    row = (
        ProcedureVersion.objects.annotate(
            code=F("procedure__code"),
            field_id=F("procedure__field_id"),
            field_name=F("procedure__field__name"),
            fee_rows=_fee_rows(),
        )
        .values(
            *("id", "number", "procedure_id", "code", "name", "field_id", "field_name"),
            *("limit", "limits_by_channel", "clock_policy", "day0_shift", "supplement_limit"),
            *("online_level", "on_the_spot", "copies", "results", "content", "fee_rows"),
        )
        .get(pk=version_id)
    )
    return _intake_version(row)


def _first_handling_unit(agency_id: int, on: dt.date) -> Subquery:
    units = Unit.objects.on(on).filter(agency_id=agency_id, kind=UnitKind.HANDLING)
    return Subquery(units.order_by("id").values("id")[:1])


def _default_process() -> Case:
    same_day = When(limit=str(SAME_DAY), then=_newest(SAME_DAY_DEFINITION))
    return Case(same_day, default=_newest(DEFAULT_DEFINITION))


def _newest(key: str) -> Subquery:
    published = Definition.objects.filter(key=key, state=DefinitionState.PUBLISHED)
    return Subquery(published.order_by("-number").values("id")[:1])


def _calendar_revision() -> Subquery:
    return Subquery(CalendarRevision.objects.filter(id=1).values("number"))


def _fee_rows() -> Subquery:
    rule = JSONObject(**{column: column for column in _FEE_COLUMNS})
    rows = FeeRule.objects.filter(version=OuterRef("pk")).order_by().values("version")
    return Subquery(rows.annotate(rows=JsonRows(rule)).values("rows"))


def _intake_version(row: Mapping[str, Any]) -> IntakeVersion:
    return IntakeVersion(
        version_id=row["id"],
        number=row["number"],
        procedure_id=row["procedure_id"],
        code=row["code"],
        name=row["name"],
        field_id=row["field_id"],
        field_name=row["field_name"],
        limit=row["limit"],
        limits_by_channel=row["limits_by_channel"],
        clock_policy=ClockPolicy(row["clock_policy"]),
        day0_shift=row["day0_shift"],
        supplement_limit=row["supplement_limit"],
        online_level=ServiceLevel(row["online_level"]),
        on_the_spot=row["on_the_spot"],
        copies=row["copies"],
        results=tuple(row["results"]),
        content=row["content"],
        cases=paper_cases(row["content"]),
        fees=tuple(_fee_rules(row["fee_rows"] or ())),
        unit_id=None,
        definition_id=None,
        calendar_revision=0,
    )


def _fee_rules(rows: Iterable[dict[str, Any]]) -> Iterator[fees.Rule]:
    for data in sorted(rows, key=lambda data: int(data["id"])):
        tiers = data["tiers"]
        # SQLite keeps JSON columns as text, so an array inside json_object arrives quoted.
        yield fees.rule_from(
            {**data, "tiers": json.loads(tiers) if isinstance(tiers, str) else tiers}
        )


def _refuse_not_in_force(code: str, on: dt.date) -> NoReturn:
    procedure = Procedure.objects.select_related("superseded_by").filter(code=code).first()
    if procedure is None:
        raise NotFound(f"Không có thủ tục nào mang mã “{code}”.", field="procedure_code")
    published = ProcedureVersion.objects.filter(procedure=procedure, state=VersionState.PUBLISHED)
    spans = list(published.order_by("valid_from").values_list("valid_from", "valid_to"))
    text = f"Thủ tục {code} không có hiệu lực ngày {short_date(on)}: "
    later = [start for start, _ in spans if start and start > on]
    earlier = [end for _, end in spans if end and end < on]
    if later:
        text += f"có hiệu lực từ ngày {short_date(later[0])}."
    elif earlier:
        text += f"đã hết hiệu lực sau ngày {short_date(earlier[-1])}."
    else:
        text += "chưa được công bố."
    if procedure.superseded_by:
        text += f" Thủ tục thay thế: {procedure.superseded_by.code}."
    raise NotInForce(text, field="procedure_code")


def _refuse_not_offered(
    procedure_id: int, code: str, name: str, agency_id: int, on: dt.date
) -> NoReturn:
    text = f"Cơ quan này không tiếp nhận thủ tục {code} ({name}) ngày {short_date(on)}"
    offers = Offer.objects.filter(procedure_id=procedure_id, agency_id=agency_id)
    spans = list(offers.order_by("valid_from").values_list("valid_from", "valid_to"))
    later = [start for start, _ in spans if start > on]
    earlier = [end for _, end in spans if end and end < on]
    if later:
        text += f"; tiếp nhận từ ngày {short_date(later[0])}"
    elif earlier:
        text += f"; đã thôi tiếp nhận sau ngày {short_date(earlier[-1])}"
    raise NotOffered(f"{text}.", field="procedure_code")


def offered_at(agency_id: int, on: dt.date) -> Exists:
    """Condition on a version: the agency takes files of its procedure on the day."""
    offers = Offer.objects.on(on).filter(agency_id=agency_id)
    return Exists(offers.filter(procedure_id=OuterRef("procedure_id")))
