"""Papers as files: stored first, then named by the act that attaches them; handed out as bytes."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Path, Router
from ninja.files import UploadedFile
from typing_extensions import TypedDict

from motcua.api.answers import documented
from motcua.api.asking import Code, RowId, answer, asker
from motcua.cases.actions.looks import look_at_paper
from motcua.files.actions import take_upload
from motcua.files.models import StoredFile
from motcua.files.queries import download_headers, open_stored
from motcua.kernel.refusals import Forbidden

router = Router(tags=["Giấy tờ"])

_BYTES: Final[dict[str, Any]] = {
    "responses": {
        200: {
            "description": "Nội dung tệp, luôn để lưu về chứ không mở",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class StoredOut(TypedDict):
    """A stored file; `id` goes into `papers[].file` of an intake or a verb by the same account."""

    id: int
    name: str
    size: int
    media_type: str
    pages: int | None
    sha256: str


@router.post(
    "/files",
    operation_id="store_file",
    summary="Gửi tệp giấy tờ",
    response=documented(StoredOut, 409, 413, 422, status=201),
)
def store_file(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> HttpResponse:
    """Một tệp mỗi lần. Gửi lại cùng tên, cùng nội dung thì nhận lại cùng `id`."""
    who = asker(request)
    if not who.actor.seats:
        raise Forbidden("Tài khoản không giữ vị trí nào nên không gửi được giấy tờ.")
    stored = take_upload(file, actor_id=who.actor.account_id, at=who.at)
    return answer(_stored(stored), status=201)


@router.get(
    "/cases/{code}/papers/{paper_id}/file",
    operation_id="read_paper_file",
    summary="Tệp của một giấy tờ",
    response=documented(None, 404, 422),
    openapi_extra=_BYTES,
)
def read_paper_file(
    request: HttpRequest, code: Code, paper_id: Annotated[RowId, Path()]
) -> FileResponse:
    """Nội dung tệp; lượt xem được ghi lại."""
    who = asker(request)
    paper = look_at_paper(code, paper_id, actor=who.actor, at=who.at)
    assert paper.file is not None  # look_at_paper refuses a paper without a file
    response = FileResponse(open_stored(paper.file))
    # Afterwards: it makes a disposition of its own, inline and under the name in the store.
    for name, value in download_headers(paper.file).items():
        response.headers[name] = value
    return response


def _stored(stored: StoredFile) -> StoredOut:
    return StoredOut(
        id=stored.pk,
        name=stored.name,
        size=stored.size,
        media_type=stored.media_type,
        pages=stored.pages,
        sha256=stored.sha256,
    )
