"""Who asks, when, and under which key; texts as they may come in; answers as they go out.

The door has no rules: a view reads these, builds values, makes one call and shapes the answer.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.parser import Parser
from ninja.security import HttpBearer
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import from_json, to_json

from motcua.journal.rules import ActKey, act_key
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.queries import actor_for_token
from motcua.organisation.rules import Actor

KEY_HEADER: Final = "Idempotency-Key"
_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Controls, and what turns or hides letters: nobody types them, somebody may smuggle them.
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co"})


@dataclass(frozen=True, slots=True)
class Asker:
    """The account behind the token with the seats of this moment: the one reading of the clock."""

    actor: Actor
    at: dt.datetime


class Token(HttpBearer):
    """Bearer tokens of staff and of other systems; one statement."""

    def authenticate(self, request: HttpRequest, token: str) -> Asker | None:
        at = timezone.now()
        actor = actor_for_token(token, at=at)
        return Asker(actor, at) if actor else None


def asker_if_any(request: HttpRequest, at: dt.datetime) -> Asker | None:
    """For what is open to everybody: None without a token, but a token must be good.

    Raises AuthenticationError.
    """
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return None
    actor = actor_for_token(token, at=at) if scheme.lower() == "bearer" else None
    if actor is None:
        raise AuthenticationError
    return Asker(actor, at)


def asker(request: HttpRequest) -> Asker:
    """Who stands behind the token of this request."""
    found = getattr(request, "auth", None)
    assert isinstance(found, Asker), "an operation without auth asked who it is"
    return found


def key_of(request: HttpRequest) -> ActKey | None:
    """The Idempotency-Key, bound to who asks and to what is asked of which address."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Refused(
            f"Tiêu đề {KEY_HEADER} gồm 1 đến 200 ký tự ASCII, không có khoảng trắng.",
            field=KEY_HEADER,
        )
    asked = f"{request.method} {request.path}\n".encode() + request.body
    return act_key(asker(request).actor.account_id, key, asked)


# Texts and numbers as they may come in


def _line(text: str) -> str:
    for character in text:
        if unicodedata.category(character) in _UNPRINTABLE:
            raise ValueError("Có ký tự điều khiển hoặc ký tự ẩn; hãy gõ lại.")
    return unicodedata.normalize("NFC", text)


def _paragraphs(text: str) -> str:
    _line(re.sub(r"[\n\r\t]", " ", text))
    return unicodedata.normalize("NFC", text)


def _within(value: Any, depth: int) -> None:
    if depth > 12:
        raise ValueError("Dữ liệu lồng nhau quá sâu.")
    if isinstance(value, str):
        _paragraphs(value)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            _line(name)
            _within(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _within(item, depth + 1)
    elif isinstance(value, int | float) and not abs(value) <= 2**53:
        raise ValueError("Số quá lớn.")


def _day(sent: Any) -> Any:
    """Only 2026-03-31: pydantic would take "0" for the beginning of 1970."""
    if isinstance(sent, str) and _DAY.fullmatch(sent):
        with suppress(ValueError):
            day = dt.date.fromisoformat(sent)
            if 1900 <= day.year <= 2199:
                return day
    raise ValueError("Phải là ngày có thật dạng 2026-03-31, từ năm 1900 đến 2199.")


def _form_data(data: dict[str, Any]) -> dict[str, Any]:
    _within(data, 0)
    if len(to_json(data)) > 64 * 1024:
        raise ValueError("Dữ liệu tờ khai quá 64 kB.")
    return data


Code = Annotated[str, StringConstraints(min_length=1, max_length=60), AfterValidator(_line)]
Word = Annotated[str, StringConstraints(max_length=60), AfterValidator(_line)]
Line = Annotated[str, StringConstraints(max_length=600), AfterValidator(_line)]
Note = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_paragraphs)]
Day = Annotated[dt.date, BeforeValidator(_day)]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
FormData = Annotated[dict[str, Any], AfterValidator(_form_data)]


class Body(BaseModel):
    """What a client sends: no field but the named ones, types as they stand."""

    model_config = ConfigDict(extra="forbid", strict=True)


def refuse_unknown(request: HttpRequest, known: type[BaseModel]) -> None:
    """A filter with a typing error must not list everything. Raises Refused at the field."""
    filters = [field.alias or name for name, field in known.model_fields.items()]
    for name in request.GET:
        if name not in filters:
            names = ", ".join(filters)
            raise Refused(f"Không có bộ lọc “{name}”; có: {names}.", field=name[:60] or "?")


class JsonParser(Parser):
    """Strict JSON: UTF-8, no NaN, no lone surrogates."""

    def parse_body(self, request: HttpRequest) -> Any:
        return from_json(request.body, allow_inf_nan=False)


# Answers as they go out


def answer(
    body: Mapping[str, Any], *, status: int = 200, cache: str = "no-store, private"
) -> HttpResponse:
    """JSON without going through the models again: they describe, the tests compare."""
    headers = {"Cache-Control": cache}
    return HttpResponse(
        to_json(body), status=status, content_type="application/json", headers=headers
    )


def iso(moment: dt.datetime | None) -> str | None:
    """ISO 8601 in Vietnam's zone, to the second."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else None
