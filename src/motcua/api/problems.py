"""Refusals as RFC 9457 problem documents, in Vietnamese, telling nothing of the inside."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NotRequired

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic_core import to_json
from typing_extensions import TypedDict

from motcua.cases.queries.tracking import WINDOW, TooManyTries
from motcua.files.rules.faults import Fault, NotStored, PaperRefused
from motcua.journal.queries import KeyReused
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.kernel.worktime import BeyondHorizon
from motcua.slips.fonts import FontMissing

MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final = {
    400: "Yêu cầu không đọc được",
    401: "Chưa xác thực",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Phương thức không được hỗ trợ",
    409: "Không thực hiện được lúc này",
    413: "Dữ liệu gửi lên quá lớn",
    422: "Dữ liệu chưa đúng",
    429: "Quá nhiều lần thử",
    500: "Lỗi của hệ thống",
    503: "Hệ thống đang bận",
}

# What pydantic found wrong, for the person who has to change it. {…} are pydantic's own values.
_FAULTS: Final = {
    "missing": "Thiếu trường bắt buộc này.",
    "extra_forbidden": "Không có trường nào mang tên này.",
    "string_type": "Phải là chuỗi ký tự.",
    "string_too_short": "Không được để trống.",
    "string_too_long": "Dài quá {max_length} ký tự.",
    "string_unicode": "Có ký tự không hợp lệ.",
    "string_pattern_mismatch": "Không đúng dạng.",
    "literal_error": "Phải là một trong: {expected}.",
    "enum": "Phải là một trong: {expected}.",
    "int_type": "Phải là số nguyên.",
    "int_parsing": "Phải là số nguyên.",
    "int_from_float": "Phải là số nguyên.",
    "greater_than_equal": "Phải từ {ge} trở lên.",
    "less_than_equal": "Không được quá {le}.",
    "bool_type": "Phải là true hoặc false.",
    "bool_parsing": "Phải là true hoặc false.",
    "list_type": "Phải là một danh sách.",
    "too_long": "Không được quá {max_length} phần tử.",
    "too_short": "Phải có ít nhất {min_length} phần tử.",
    "dict_type": "Phải là một đối tượng.",
    "model_type": "Phải là một đối tượng.",
    "model_attributes_type": "Phải là một đối tượng.",
    "date_type": "Phải là ngày dạng 2026-03-31.",
    "date_parsing": "Phải là ngày dạng 2026-03-31.",
    "date_from_datetime_parsing": "Phải là ngày dạng 2026-03-31.",
    "date_from_datetime_inexact": "Phải là ngày dạng 2026-03-31.",
}
_UNCLEAR: Final = "Giá trị không hợp lệ."

_logger = logging.getLogger("motcua.api")


class FieldFault(TypedDict):
    """One field and what to change about it."""

    field: str
    text: str


class Problem(TypedDict):
    """RFC 9457: why a request was not carried out."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: NotRequired[list[FieldFault]]


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    errors: Sequence[FieldFault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An answer that says why not. `instance` is the path: it never holds a secret."""
    body = Problem(
        type="about:blank",
        title=TITLES[status],
        status=status,
        detail=detail,
        instance=request.path,
    )
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(to_json(body), status=status, content_type=MEDIA_TYPE, headers=headers)


def fields_problem(request: HttpRequest, faults: Iterable[FieldFault]) -> HttpResponse:
    """422 with every field that must be changed."""
    found = list(faults)
    names = ", ".join(dict.fromkeys(fault["field"] for fault in found))
    return problem(request, 422, f"Hãy sửa: {names}.", errors=found)


def refusal_problem(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """What an action refused: at a field, for this person, or for now."""
    headers = None
    if isinstance(refusal, TooManyTries):
        status, headers = 429, {"Retry-After": str(int(WINDOW.total_seconds()))}
    elif isinstance(refusal, NotStored):
        status, headers = 503, {"Retry-After": "60"}
    elif isinstance(refusal, PaperRefused) and refusal.fault == Fault.TOO_LARGE:
        status = 413
    elif isinstance(refusal, Forbidden):
        status = 403
    elif isinstance(refusal, NotFound):
        # What a body names and does not exist is a fault of that field.
        status = 422 if refusal.field and request.method == "POST" else 404
    else:
        status = 422 if refusal.field or isinstance(refusal, KeyReused) else 409
    errors = [FieldFault(field=refusal.field, text=refusal.text)] if refusal.field else []
    return problem(request, status, refusal.text, errors=errors, headers=headers)


def install(api: NinjaAPI) -> None:
    """Let every exception that leaves an operation become a problem document."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(BeyondHorizon, _beyond_horizon)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _unauthenticated)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(UnreadablePostError, _unreadable)
    api.add_exception_handler(MultiPartParserError, _unreadable)
    api.add_exception_handler(SuspiciousOperation, _unreadable)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(TooManyFieldsSent, _too_big)
    api.add_exception_handler(Http404, _no_such_place)
    api.add_exception_handler(OperationalError, _busy)
    api.add_exception_handler(FontMissing, _no_font)
    api.add_exception_handler(Exception, _broken)


def _refused(request: HttpRequest, refusal: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(refusal, Refused)
    return refusal_problem(request, refusal)


def _beyond_horizon(request: HttpRequest, horizon: Any) -> HttpResponse:
    return problem(request, 422, str(horizon))


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return fields_problem(request, [_fault(found) for found in error.errors])


def _fault(found: Mapping[str, Any]) -> FieldFault:
    # loc is (source, name of the argument, path…); a body is one argument, left out.
    source, *path = found["loc"]
    path = path[1:] if source in ("body", "form", "file") and len(path) > 1 else path
    kind = str(found["type"])
    if kind == "value_error":
        text = str(found.get("ctx", {}).get("error", "")) or _UNCLEAR
    else:
        text = _FAULTS.get(kind, _UNCLEAR).format_map(_Shown(found.get("ctx", {})))
    return FieldFault(field=".".join(str(part) for part in path), text=text)


class _Shown(dict[str, Any]):
    """Values of pydantic as they stand in a Vietnamese sentence."""

    def __missing__(self, name: str) -> str:
        return "…"

    def __getitem__(self, name: str) -> str:
        return str(super().__getitem__(name)).replace(" or ", ", ")


def _unauthenticated(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(
        request,
        401,
        "Cần token hợp lệ: gửi tiêu đề “Authorization: Bearer mc_…”.",
        headers={"WWW-Authenticate": 'Bearer realm="motcua"'},
    )


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 400, "Nội dung gửi lên không đọc được.")


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 413, "Nội dung gửi lên quá lớn; giấy tờ gửi riêng qua /api/v1/files.")


def _no_such_place(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 404, "Không có địa chỉ này trong API.")


def _busy(request: HttpRequest, error: Any) -> HttpResponse:
    _logger.error("busy", exc_info=error)
    return problem(
        request,
        503,
        "Hệ thống đang bận nên chưa ghi được gì; hãy gửi lại sau ít giây.",
        headers={"Retry-After": "5"},
    )


def _no_font(request: HttpRequest, error: Any) -> HttpResponse:
    _logger.error("no font", exc_info=error)
    return problem(request, 503, "Máy chủ chưa có phông chữ để in; hãy báo quản trị cài đặt.")


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    """Our own fault: the log tells where, the answer only that it is ours."""
    _logger.error("broken", exc_info=error)
    text = "Hệ thống gặp lỗi và chưa thực hiện yêu cầu; mã ở tiêu đề X-Request-Id giúp tra cứu."
    return problem(request, 500, text)
