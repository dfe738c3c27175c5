"""Stored files that an act attaches: whoever attaches a file has stored it, or the case has it.

File ids are small numbers that anybody could guess; without this, attaching somebody else's file
to a case of one's own would be a way to read it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from motcua.cases.models import CasePaper
from motcua.cases.rules.papers import PaperIn
from motcua.files.models import StoredFile
from motcua.kernel.refusals import Refused
from motcua.organisation.rules import Actor


def check_papers(papers: Sequence[PaperIn], actor: Actor, *, case_id: int | None = None) -> None:
    """Raises Refused at the first paper whose file may not be attached. One statement, or none."""
    wanted = {paper.file_id for paper in papers if paper.file_id is not None}
    usable = _usable(wanted, actor, case_id)
    for place, paper in enumerate(papers):
        if paper.file_id is not None and paper.file_id not in usable:
            _refuse(paper.file_id, f"papers.{place}.file")


def check_file(file_id: int | None, actor: Actor, *, case_id: int) -> None:
    """The same for one file. Raises Refused."""
    if file_id is not None and file_id not in _usable({file_id}, actor, case_id):
        _refuse(file_id, "file")


def _usable(wanted: set[int], actor: Actor, case_id: int | None) -> set[int]:
    if not wanted:
        return set()
    own = Q(stored_by_id=actor.account_id)
    if case_id is not None:
        own |= Q(pk__in=CasePaper.objects.filter(case_id=case_id).values("file_id"))
    return set(StoredFile.objects.filter(own, pk__in=wanted).values_list("pk", flat=True))


def _refuse(file_id: int, field: str) -> None:
    raise Refused(f"Không có tệp số {file_id} do bạn tải lên.", field=field)
