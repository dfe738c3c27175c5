"""A plan of reorganisation as values, read from its file and checked as far as values alone allow.

    {"format": "motcua-reorganisation/1", "key": "binh-tan-2026",
     "document": "Nghị quyết 1685/NQ-UBTVQH15", "effective": "2026-07-01", "ground": "",
     "new": [{"code", "name", "short_name", "level", "parent",
              "units": [{"code", "name", "kind"}]}],
     "moves": [{"from": "H29.101", "to": "H29.201", "units": {"HT": "HT", "DC": "H29.202/DC"}}],
     "renames": [{"code": "H29.103", "name": "…", "short_name": "…"}]}

A merger is several moves to one agency; a split is one move whose units go to several agencies
("H29.202/DC"). Units that are not named go to the unit of the same kind.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise, short_date
from motcua.organisation.states import Level, Role, UnitKind

FORMAT: Final = "motcua-reorganisation/1"
# Whoever holds one of these in an agency that an act concerns, or above it, reads the act.
FOLLOWERS: Final = (Role.ADMINISTRATOR, Role.AGENCY_LEADER)
_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit of a new agency."""

    code: str
    name: str
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class NewAgency:
    """An agency that begins on the day of the act."""

    code: str
    name: str
    short_name: str
    level: Level
    parent: str
    units: tuple[NewUnit, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of an agency that ends. `units`: (agency, unit) that takes over, by old unit."""

    source: str
    target: str
    units: Mapping[str, tuple[str, str]]

    @property
    def targets(self) -> tuple[str, ...]:
        """The agencies that take over, the first for whatever is not named."""
        others = (agency for agency, _unit in self.units.values())
        return tuple(dict.fromkeys((self.target, *others)))

    @property
    def elsewhere(self) -> dict[str, tuple[str, str]]:
        """Units that do not simply go to the one of their own code at the target."""
        return {old: new for old, new in self.units.items() if new != (self.target, old)}


@dataclass(frozen=True, slots=True)
class Rename:
    """A new name for an agency that goes on."""

    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole act."""

    key: str
    document: str
    effective: dt.date
    ground: str
    new: tuple[NewAgency, ...]
    moves: tuple[Move, ...]
    renames: tuple[Rename, ...]

    @property
    def touched(self) -> frozenset[str]:
        """Codes of every agency the act concerns."""
        moved = {code for move in self.moves for code in (move.source, *move.targets)}
        return frozenset(moved | {one.code for one in self.renames})


def plan_from(data: Any) -> Plan:
    """The plan in a file. Raises Refused at the place of the first fault."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise Refused(f"Tệp phải là đối tượng JSON có “format”: “{FORMAT}”.", field="format")
    plan = Plan(
        key=_key(data),
        document=_text(data, "document", "document", 200),
        effective=_day(data),
        ground=normalise(str(data.get("ground") or ""))[:400],
        new=tuple(_new(one, f"new.{n}") for n, one in enumerate(_rows(data, "new"))),
        moves=tuple(_move(one, f"moves.{n}") for n, one in enumerate(_rows(data, "moves"))),
        renames=tuple(_rename(one, f"renames.{n}") for n, one in enumerate(_rows(data, "renames"))),
    )
    _check_whole(plan)
    return plan


def merger_data(
    *,
    document: str,
    effective: dt.date,
    ground: str,
    sources: Mapping[str, Sequence[NewUnit]],
    target: str,
    new: Mapping[str, str] | None,
    there: Collection[str] = (),
) -> dict[str, Any]:
    """The plan of a merger as a file says it: `sources`, with their units, go to `target`.

    `new` (name, short_name, level, parent) when the target begins that day: it gets each unit that
    a source has, by its code. Else a unit goes to the one of its code in `there`, or of its kind.
    """
    units = {unit.code: unit for own in [*sources.values()][::-1] for unit in own}
    known = set(units) if new is not None else set(there)
    data: dict[str, Any] = {
        "format": FORMAT,
        "key": re.sub(r"[^a-z0-9]+", "-", f"{target}-{effective}".lower()),
        "document": document,
        "effective": effective.isoformat(),
        "ground": ground,
        "moves": [
            {
                "from": code,
                "to": target,
                "units": {unit.code: unit.code for unit in own if unit.code in known},
            }
            for code, own in sources.items()
        ],
    }
    if new is not None:
        rows = [{"code": u.code, "name": u.name, "kind": u.kind.value} for u in units.values()]
        data["new"] = [{"code": target, **new, "units": rows}]
    return data


def check_day(plan: Plan, today: dt.date) -> None:
    """A day that has passed needs a ground: what was done since was done by the old agency."""
    if plan.effective < today and not plan.ground:
        raise Refused(
            f"Ngày {short_date(plan.effective)} đã qua; sắp xếp lùi ngày phải nêu lý do ở"
            " “ground”.",
            field="effective",
        )


def check_overlap(plan: Plan, others: Mapping[str, frozenset[str]]) -> None:
    """`others`: agencies of acts that are not done yet, by their key. Raises Refused."""
    for key, touched in others.items():
        both = sorted(plan.touched & touched)
        if key != plan.key and both:
            raise Refused(
                f"Cơ quan {both[0]} đang thuộc phương án “{key}” chưa xong; làm xong hoặc hủy"
                " phương án đó trước.",
                field="moves",
            )


def _check_whole(plan: Plan) -> None:
    if not (plan.moves or plan.renames):
        raise Refused("Phương án không sắp xếp cơ quan nào.", field="moves")
    sources = [move.source for move in plan.moves]
    if twice := next((code for code in sources if sources.count(code) > 1), None):
        raise Refused(f"Cơ quan {twice} được sắp xếp hai lần.", field="moves")
    for place, move in enumerate(plan.moves):
        if both := sorted(set(move.targets) & set(sources)):
            raise Refused(
                f"Cơ quan {both[0]} vừa kết thúc vừa tiếp nhận trong cùng một phương án.",
                field=f"moves.{place}.to",
            )
    codes = [one.code for one in plan.new]
    if twice := next((code for code in codes if codes.count(code) > 1), None):
        raise Refused(f"Cơ quan mới {twice} ghi hai lần.", field="new")
    if idle := sorted(set(codes) - {code for move in plan.moves for code in move.targets}):
        raise Refused(f"Cơ quan mới {idle[0]} không tiếp nhận từ cơ quan nào.", field="new")
    if ended := sorted({one.code for one in plan.renames} & set(sources)):
        raise Refused(f"Cơ quan {ended[0]} kết thúc nên không đổi tên.", field="renames")


def _rows(data: Mapping[str, Any], name: str) -> list[Any]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or len(rows) > 500:
        raise Refused(f"“{name}” phải là danh sách, không quá 500 dòng.", field=name)
    return rows


def _new(data: Any, place: str) -> NewAgency:
    _check_object(data, place)
    units = data.get("units")
    if not isinstance(units, list) or not units:
        raise Refused(f"{place}: cơ quan mới phải có ít nhất một bộ phận.", field=f"{place}.units")
    level = data.get("level")
    if level not in Level.values:
        raise Refused(f"{place}: cấp phải là một trong {', '.join(Level.values)}.", field=place)
    return NewAgency(
        code=_text(data, "code", place, 35),
        name=_text(data, "name", place, 200),
        short_name=_text(data, "short_name", place, 120),
        level=Level(level),
        parent=_text(data, "parent", place, 35),
        units=tuple(_unit(one, f"{place}.units.{n}") for n, one in enumerate(units)),
    )


def _unit(data: Any, place: str) -> NewUnit:
    _check_object(data, place)
    kind = data.get("kind")
    if kind not in UnitKind.values:
        raise Refused(f"{place}: loại bộ phận phải là {', '.join(UnitKind.values)}.", field=place)
    return NewUnit(
        code=_text(data, "code", place, 40),
        name=_text(data, "name", place, 160),
        kind=UnitKind(kind),
    )


def _move(data: Any, place: str) -> Move:
    _check_object(data, place)
    source, target = _text(data, "from", place, 35), _text(data, "to", place, 35)
    named = data.get("units", {})
    if not isinstance(named, Mapping):
        raise Refused(f"{place}: “units” phải là đối tượng JSON.", field=f"{place}.units")
    units = {}
    for old, new in named.items():
        if not isinstance(new, str) or not new.strip("/"):
            raise Refused(f"{place}: bộ phận {old} đi đâu chưa ghi.", field=f"{place}.units")
        agency, slash, unit = new.rpartition("/")
        units[str(old)] = (agency if slash else target, unit)
    move = Move(source, target, units)
    if source in move.targets:
        raise Refused(f"{place}: cơ quan {source} không thể tiếp nhận chính mình.", field=place)
    return move


def _rename(data: Any, place: str) -> Rename:
    _check_object(data, place)
    return Rename(
        code=_text(data, "code", place, 35),
        name=_text(data, "name", place, 200),
        short_name=_text(data, "short_name", place, 120),
    )


def _key(data: Mapping[str, Any]) -> str:
    key = data.get("key")
    if not isinstance(key, str) or len(key) > 60 or not _KEY.fullmatch(key):
        raise Refused("“key” chỉ gồm chữ thường, số, gạch nối, không quá 60 ký tự.", field="key")
    return key


def _day(data: Mapping[str, Any]) -> dt.date:
    try:
        return dt.date.fromisoformat(str(data.get("effective")))
    except ValueError as fault:
        raise Refused("“effective” phải là ngày, ví dụ 2026-07-01.", field="effective") from fault


def _text(data: Mapping[str, Any], name: str, place: str, most: int) -> str:
    value = data.get(name)
    text = normalise(value) if isinstance(value, str) else ""
    if not 1 <= len(text) <= most:
        where = place if place == name else f"{place}.{name}"
        raise Refused(f"“{where}” phải là chữ, từ 1 đến {most} ký tự.", field=where)
    return text


def _check_object(data: Any, place: str) -> None:
    if not isinstance(data, Mapping):
        raise Refused(f"“{place}” phải là đối tượng JSON.", field=place)
