"""Which papers a case of a procedure asks for, and which are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from motcua.cases.states import PaperForm
from motcua.catalogue.rules.papers import SUBMIT, Paper, PaperCase, paper_cases
from motcua.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class PaperIn:
    """One paper as handed in. `file_id` is a stored file; `reused_from` the id of an earlier file
    of the same person that it is taken from again.
    """

    key: str
    form: PaperForm = PaperForm.ORIGINAL
    quantity: int = 1
    name: str = ""
    file_id: int | None = None
    remark: str = ""
    reused_from: int | None = None


def chosen_case(content: Mapping[str, Any], case_key: str) -> PaperCase:
    """`case_among` the cases that the content of a version writes down."""
    return case_among(paper_cases(content), case_key)


def case_among(cases: Sequence[PaperCase], case_key: str) -> PaperCase:
    """The case (trường hợp) of the procedure that a file falls under; a single one needs no key.

    Without papers when they are not edited yet. Raises Refused for an unknown case.
    """
    if not cases and not case_key:
        return PaperCase("", "", "", None, ())
    if len(cases) == 1 and not case_key:
        return cases[0]
    for case in cases:
        if case.key == case_key:
            return case
    names = ", ".join(f"“{case.key}” ({case.name})" for case in cases)
    raise Refused(f"Hãy chọn một trường hợp của thủ tục: {names}.", field="case_key")


def named(papers: Sequence[PaperIn], wanted: Sequence[Paper]) -> list[PaperIn]:
    """The papers with the names of the procedure's list; extra ones must bring their own name."""
    names = {paper.key: paper.name for paper in wanted}
    result = []
    for place, paper in enumerate(papers):
        name = names.get(paper.key, paper.name).strip()
        if not name:
            raise Refused(f"Giấy tờ “{paper.key}” không có tên.", field=f"papers.{place}.name")
        if not 1 <= paper.quantity <= 999:
            raise Refused("Số lượng phải từ 1 đến 999.", field=f"papers.{place}.quantity")
        if paper.form not in PaperForm.values:
            raise Refused(
                "Hình thức giấy tờ phải là một trong: " + ", ".join(PaperForm.values) + ".",
                field=f"papers.{place}.form",
            )
        result.append(replace(paper, name=name[:600], remark=paper.remark[:400]))
    return result


def check_complete(papers: Sequence[PaperIn], wanted: Sequence[Paper]) -> None:
    """Refused with the names of what is missing; the file can still be registered unaccepted.

    Papers to present (xuất trình) are only looked at, and those a national database answers
    for must not be asked again (NĐ 224/2026 art. 15: data given once).
    """
    handed_in = {paper.key for paper in papers}
    absent = [
        paper.name
        for paper in wanted
        if paper.required
        and paper.kind == SUBMIT
        and paper.key not in handed_in
        and not _in_database(paper)
    ]
    if absent:
        raise Refused("Còn thiếu giấy tờ bắt buộc: " + "; ".join(absent) + ".", field="papers")


def _in_database(paper: Paper) -> bool:
    return paper.satisfied_by.startswith("database")


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """One line of a supplement request: which paper, and what to change about it."""

    name: str
    change: str
    key: str = ""


def checked_items(items: Sequence[AskedPaper]) -> list[dict[str, str]]:
    """NĐ 61/2018 art. 17: the request names each paper and what to change, once and in full."""
    if not items:
        raise Refused("Hãy nêu ít nhất một giấy tờ cần bổ sung.", field="items")
    lines = []
    for place, item in enumerate(items):
        if not item.name.strip():
            raise Refused("Hãy ghi tên giấy tờ.", field=f"items.{place}.name")
        if not item.change.strip():
            raise Refused(
                f"Hãy ghi rõ cần sửa hay thêm gì ở “{item.name}”.", field=f"items.{place}.change"
            )
        lines.append({"key": item.key, "name": item.name.strip(), "change": item.change.strip()})
    return lines


def asked_papers(items: Sequence[Mapping[str, str]]) -> list[AskedPaper]:
    """The stored lines of a request, each with a key to answer it by."""
    return [
        AskedPaper(line["name"], line["change"], line["key"] or f"khac-{place}")
        for place, line in enumerate(items, 1)
    ]


def answering(papers: Sequence[PaperIn], asked: Sequence[AskedPaper]) -> list[PaperIn]:
    """What was brought, under the names that were asked for: all of them and nothing else.

    Raises Refused with what is missing, or for a paper nobody asked for.
    """
    names = {line.key: line.name for line in asked}
    if odd := [paper.key for paper in papers if paper.key not in names]:
        raise Refused(f"Yêu cầu bổ sung không hỏi giấy tờ “{odd[0][:60]}”.", field="papers")
    brought = {paper.key for paper in papers}
    if missing := [line.name for line in asked if line.key not in brought]:
        raise Refused("Còn thiếu giấy tờ được yêu cầu: " + "; ".join(missing) + ".", field="papers")
    return [replace(paper, name=names[paper.key]) for paper in papers]
