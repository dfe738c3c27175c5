"""The API's door: every router, who may come in, what the OpenAPI document says."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from motcua.api import acts, cases, catalogue, figures, files, problems, slips, tracking
from motcua.api.asking import JsonParser, Token
from motcua.api.problems import MEDIA_TYPE, problem

DESCRIPTION: Final = """
Mọi việc trang web làm với một hồ sơ đều làm được ở đây, qua cùng một hành động.

Cán bộ và hệ thống gửi `Authorization: Bearer <token>`. Mỗi POST nhận `Idempotency-Key`.
Lỗi là tài liệu RFC 9457. Thời điểm theo ISO 8601 có múi giờ. Trang sau lấy bằng `cursor`.
"""


class Door(NinjaAPI):
    """The API with refusals documented as what they are: problem documents."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """OpenAPI 3.1; made once a call, it is asked for seldom."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, said in operation["responses"].items():
                    if int(status) >= 400 and "content" in said:
                        said["content"] = {MEDIA_TYPE: said["content"]["application/json"]}
        return schema


def _build() -> Door:
    door = Door(
        title="Motcua",
        version="1",
        description=DESCRIPTION,
        openapi_url="/openapi.json",
        docs_url=None,
        auth=Token(),
        parser=JsonParser(),
        urls_namespace="api",
    )
    problems.install(door)
    for router in (
        catalogue.router,
        tracking.router,
        cases.router,
        acts.router,
        files.router,
        slips.router,
        figures.router,
    ):
        door.add_router("", router)
    return door


door: Final = _build()


@csrf_exempt
def _no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problem(request, 404, "Không có địa chỉ này trong API.")


def _as_problem(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A wrong method is answered with a problem document too."""

    @wraps(view)
    def answered(request: HttpRequest, *values: Any, **named: Any) -> HttpResponse:
        response = view(request, *values, **named)
        if response.status_code != 405 or response.get("Content-Type") == MEDIA_TYPE:
            return response
        text = f"Địa chỉ này chỉ nhận {response['Allow']}."
        return problem(request, 405, text, headers={"Allow": response["Allow"]})

    return answered


def _patterns() -> list[URLPattern]:
    own, _app, _namespace = door.urls
    patterns = [one for one in own if isinstance(one, URLPattern) and one.name != "api-root"]
    for pattern in patterns:
        pattern.callback = _as_problem(pattern.callback)
    root = [one for one in own if isinstance(one, URLPattern) and one.name == "api-root"]
    for pattern in root:
        pattern.callback = _no_such_address
    everything_else = path("<path:rest>", _no_such_address, name="nowhere")
    return [*patterns, *root, everything_else]


# Three parts as `include` and ninja have them: patterns, application, namespace.
urls: Final = (_patterns(), "ninja", "api")
