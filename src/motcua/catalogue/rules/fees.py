"""What a file costs: dated rules in, one quote out. Nothing here knows a figure of its own.

The day of submission decides (domain: "ngày nộp hồ sơ"). A rule that names a class of
applicant, a channel, an area or a case holds only for it; a rule that leaves one empty is
general. Of the rules for the same fee the most particular wins, an exemption for a person
before a discount for a channel, before a local tariff, before the price of a case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.catalogue.states import FeeKind

FILE, PAGE, COPY = "file", "page", "copy"


@dataclass(frozen=True, slots=True)
class Tier:
    """From the `from_unit`-th unit on, one unit costs `amount` đồng."""

    from_unit: int
    amount: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One fee under one condition, `amount` in đồng per `per`; `cap` bounds one copy."""

    kind: FeeKind
    name: str
    amount: int
    valid_from: dt.date
    valid_to: dt.date | None = None
    case_key: str = ""
    applicant_class: str = ""
    channel: str = ""
    area: str = ""
    per: str = FILE
    tiers: tuple[Tier, ...] = ()
    cap: int | None = None
    legal_basis: str = ""
    set_locally: bool = False
    confidence: str = "found"
    note: str = ""

    def on(self, day: dt.date) -> bool:
        """Whether the rule is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One fee of a quote: `amount` is the sum of the line in đồng, `price` that of one unit."""

    name: str
    kind: FeeKind
    amount: int
    price: int
    per: str
    quantity: int
    legal_basis: str
    note: str
    set_locally: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What is to be paid, in đồng. `unsettled` names fees that depend on an area not given."""

    total: int
    lines: tuple[QuoteLine, ...]
    unsettled: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """For a file's `fee` column. Notes stay with the version the file keeps to."""
        lines = [
            {
                "name": line.name,
                "kind": str(line.kind),
                "amount": line.amount,
                "per": line.per,
                "quantity": line.quantity,
                "legal_basis": line.legal_basis,
            }
            for line in self.lines
        ]
        return {"total": self.total, "lines": lines}


def rule_from(data: Mapping[str, Any]) -> Rule:
    """Read a rule in the form of the catalogue file (dates ISO; `case` or `case_key`)."""
    tiers = data.get("tiers") or ()
    return Rule(
        kind=FeeKind(data["kind"]),
        name=data["name"],
        amount=data["amount"],
        valid_from=dt.date.fromisoformat(data["valid_from"]),
        valid_to=dt.date.fromisoformat(data["valid_to"]) if data.get("valid_to") else None,
        case_key=data.get("case") or data.get("case_key") or "",
        applicant_class=data.get("applicant_class") or "",
        channel=data.get("channel") or "",
        area=data.get("area") or "",
        per=data.get("per") or FILE,
        tiers=tuple(Tier(tier["from_unit"], tier["amount"]) for tier in tiers),
        cap=data.get("cap"),
        legal_basis=data.get("legal_basis") or "",
        set_locally=bool(data.get("set_locally")),
        confidence=data.get("confidence") or "found",
        note=data.get("note") or "",
    )


def quote(
    rules: Iterable[Rule],
    *,
    day: dt.date,
    case_key: str = "",
    applicant_class: str = "",
    channel: str = "",
    area: str = "",
    units: Mapping[str, int] | None = None,
) -> Quote:
    """The fees of one file submitted on `day`.

    `units` counts what is priced by the piece: {"copy": 3, "page": 12} is three copies of
    twelve pages each; what is not counted counts once. Raises ValueError for a count below 0.
    """
    counted = dict(units or {})
    if any(count < 0 for count in counted.values()):
        raise ValueError("Số lượng tính phí không được âm.")
    asked = _Asked(applicant_class, channel, area, case_key)
    chosen: dict[tuple[str, str], Rule] = {}
    open_areas: dict[tuple[str, str], None] = {}
    for rule in rules:
        if not rule.on(day) or not asked.matches(rule, but_area=True):
            continue
        fee = (rule.kind, rule.name)
        if not asked.matches(rule):
            open_areas[fee] = None
        elif fee not in chosen or _rank(rule) > _rank(chosen[fee]):
            chosen[fee] = rule
    lines = tuple(_line(rule, counted) for rule in chosen.values())
    unsettled = tuple(name for kind, name in open_areas if (kind, name) not in chosen)
    return Quote(sum(line.amount for line in lines), lines, unsettled)


@dataclass(frozen=True, slots=True)
class _Asked:
    applicant_class: str
    channel: str
    area: str
    case_key: str

    def matches(self, rule: Rule, *, but_area: bool = False) -> bool:
        return (
            rule.applicant_class in ("", self.applicant_class)
            and rule.channel in ("", self.channel)
            and rule.case_key in ("", self.case_key)
            and (but_area or rule.area in ("", self.area))
        )


def _rank(rule: Rule) -> tuple[object, ...]:
    """Particular before general; of equals the later rule, then the cheaper one."""
    particular = (rule.applicant_class, rule.channel, rule.area, rule.case_key)
    return (*(bool(part) for part in particular), rule.valid_from, -rule.amount)


def _line(rule: Rule, units: Mapping[str, int]) -> QuoteLine:
    quantity = units.get(rule.per, 1)
    amount = _tiered(rule, quantity)
    if rule.per == PAGE:
        # TT 226/2016/TT-BTC: pages are counted, and capped, within one copy.
        amount *= units.get(COPY, 1)
    return QuoteLine(
        name=rule.name,
        kind=rule.kind,
        amount=amount,
        price=rule.amount,
        per=rule.per,
        quantity=quantity,
        legal_basis=rule.legal_basis,
        note=rule.note,
        set_locally=rule.set_locally,
        confidence=rule.confidence,
    )


def _tiered(rule: Rule, quantity: int) -> int:
    tiers = rule.tiers or (Tier(1, rule.amount),)
    ends = [tier.from_unit for tier in tiers[1:]] + [quantity + 1]
    amount = sum(
        tier.amount * max(0, min(end, quantity + 1) - tier.from_unit)
        for tier, end in zip(tiers, ends, strict=True)
    )
    return amount if rule.cap is None else min(amount, rule.cap)
