"""What is wrong with a catalogue file, at which place, in words an official can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jsonschema_rs import ValidationError

from motcua.kernel.refusals import Refused

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `path` is a JSON path such as "$.procedures[3].versions[0].limit"."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


def json_path(parts: Iterable[str | int]) -> str:
    """The place ["procedures", 3, "limit"] written as "$.procedures[3].limit"."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


_TYPES = {
    "string": "một chuỗi chữ",
    "integer": "một số nguyên",
    "boolean": "true hoặc false",
    "array": "một danh sách",
    "object": "một đối tượng",
    "null": "null",
}


def fault_of(error: ValidationError, prefix: Sequence[str | int] = ()) -> Fault:
    """A violation of the schema in Vietnamese."""
    return Fault(json_path([*prefix, *error.instance_path]), _sentence(error.kind, error.message))


def _sentence(kind: Any, message: str) -> str:
    say = _SENTENCES.get(kind.name)
    return say(kind.as_dict()) if say else f"không hợp lệ: {message}"


def _quoted(names: Iterable[object]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _options(values: Iterable[object]) -> str:
    return _quoted("null" if value is None else value for value in values)


def _types(names: Iterable[str]) -> str:
    return " hoặc ".join(_TYPES.get(name, name) for name in names)


_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "required": lambda facts: f"thiếu mục bắt buộc “{facts['property']}”.",
    "additionalProperties": lambda facts: f"có mục không biết: {_quoted(facts['unexpected'])}.",
    "type": lambda facts: f"phải là {_types(facts['types'])}.",
    "enum": lambda facts: f"phải là một trong: {_options(facts['options'])}.",
    "const": lambda facts: f"phải là {_options([facts['expected_value']])}.",
    "format": lambda _: "phải là ngày có thật, viết NĂM-THÁNG-NGÀY, ví dụ 2026-01-31.",
    "pattern": lambda _: (
        "viết không đúng mẫu (khóa: chữ thường không dấu, số, gạch nối; mã: không có dấu cách)."
    ),
    "maxLength": lambda facts: f"dài quá {facts['limit']} ký tự.",
    "minLength": lambda _: "không được để trống.",
    "minItems": lambda _: "không được để trống.",
    "minimum": lambda facts: f"không được nhỏ hơn {facts['limit']}.",
    "maximum": lambda facts: f"không được lớn hơn {facts['limit']}.",
    "uniqueItems": lambda _: "có giá trị lặp lại.",
    "propertyNames": lambda _: "có khóa không hợp lệ (kênh: counter, online, postal).",
}


class BadCatalogue(Refused):
    """The data is not a catalogue; `faults` holds every fault, the text the first few."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        shown = "\n".join(str(fault) for fault in faults[:_SHOWN])
        rest = len(faults) - _SHOWN
        super().__init__(shown + (f"\n… và {rest} lỗi khác." if rest > 0 else ""))
        self.faults = tuple(faults)
