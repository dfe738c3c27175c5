"""A procedure's page as values for its template: what was published, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue.models import FeeRule, ProcedureVersion
from motcua.catalogue.queries import ProcedurePage
from motcua.catalogue.rules import words
from motcua.catalogue.rules.papers import PRESENT, Paper, PaperCase
from motcua.catalogue.states import Act, ProcedureStatus, ServiceLevel
from motcua.kernel.vietnamese import short_date
from motcua.portal.answers import five_answers, usual_words
from motcua.ui.said import money, said

APPLICANTS: Final = {
    "gia-dinh-co-cong": gettext_lazy("gia đình có công với cách mạng"),
    "nguoi-co-cong": gettext_lazy("người có công với cách mạng"),
    "ho-ngheo": gettext_lazy("hộ nghèo"),
    "nguoi-khuyet-tat": gettext_lazy("người khuyết tật"),
    "tre-em": gettext_lazy("trẻ em"),
    "nguoi-cao-tuoi": gettext_lazy("người cao tuổi"),
    "mo-coi-16-18": gettext_lazy("trẻ mồ côi từ 16 đến dưới 18 tuổi"),
    "dan-toc-thieu-so-dac-biet-kho-khan": gettext_lazy("dân tộc thiểu số ở xã đặc biệt khó khăn"),
}
CHANNELS: Final = {
    "online": gettext_lazy("nộp trực tuyến"),
    "postal": gettext_lazy("nộp qua bưu chính"),
    "counter": gettext_lazy("nộp tại quầy"),
}
FACTS: Final = {
    "limit": gettext_lazy("Thời hạn"),
    "fee": gettext_lazy("Phí, lệ phí"),
    "papers": gettext_lazy("Thành phần hồ sơ"),
    "steps": gettext_lazy("Trình tự"),
    "online_level": gettext_lazy("Mức độ trực tuyến"),
    "legal_basis": gettext_lazy("Căn cứ pháp lý"),
    "decision": gettext_lazy("Quyết định công bố"),
    "valid_from": gettext_lazy("Ngày áp dụng"),
    "result": gettext_lazy("Kết quả"),
}


def reading_of(
    page: ProcedurePage, *, area: str, usual: int | None, case_key: str, asked_for_version: bool
) -> dict[str, Any]:
    """Everything portal/procedure.html shows. `area` is the province whose fees are shown."""
    version = page.version
    fees = words.fees_here(page.fees, area)
    cases = [case for case in page.cases if case.papers]
    chosen = next((case for case in cases if case.key == case_key), cases[0] if cases else None)
    return {
        "page": page,
        "version": version,
        "code": page.procedure.code,
        "answers": five_answers(
            version, cases, fees, offers=len(page.offers), usual=usual, anchors=True
        ),
        "cases": cases,
        "chosen": chosen,
        "papers": groups_of(chosen) if chosen else [],
        "chosen_limit": said(words.limit_text(chosen.limit)) if chosen and chosen.limit else "",
        "fees": [_fee_row(rule, cases) for rule in fees],
        "usual": usual_words(usual) if usual is not None else "",
        "content": version.content,
        "laws": version.legal_basis,
        "results": [result["name"] for result in version.results],
        "acts": [(item.decision, said(Act(item.act).label)) for item in page.acts],
        "history": [_history(row, version) for row in page.history],
        "sources": list(_sources(version)),
        "doubts": _doubts(version),
        "state": _state(page),
        "is_old": asked_for_version and not page.in_force,
        "online": page.in_force
        and bool(page.offers)
        and version.online_level != ServiceLevel.INFORMATION,
        "replaced_by": page.procedure.superseded_by,
    }


def groups_of(case: PaperCase) -> list[dict[str, Any]]:
    """Papers of one case for ui/papers.html: what is handed in, then what is only shown."""
    given = [paper for paper in case.papers if paper.kind != PRESENT]
    shown = [paper for paper in case.papers if paper.kind == PRESENT]
    titles = (_("Giấy tờ phải nộp"), _("Giấy tờ chỉ xuất trình, nhận lại ngay"))
    return [
        {"title": title, "papers": [_paper(paper) for paper in papers]}
        for title, papers in zip(titles, (given, shown), strict=True)
        if papers
    ]


def _paper(paper: Paper) -> dict[str, Any]:
    notes = [paper.accepts, paper.note]
    notes += [f"{_('Mẫu:')} {paper.template}"] if paper.template else []
    if paper.satisfied_by.startswith("database:"):
        notes.append(_("Không phải nộp nếu cán bộ tra được trong cơ sở dữ liệu."))
    return {
        "name": paper.name,
        "form": said(words.pieces(paper)),
        "required": paper.required,
        "note": " ".join(note for note in notes if note),
    }


def _fee_row(rule: FeeRule, cases: Sequence[PaperCase]) -> dict[str, Any]:
    names = {case.key: case.name for case in cases}
    when = [
        names.get(rule.case_key, ""),
        str(APPLICANTS.get(rule.applicant_class, rule.applicant_class)),
        str(CHANNELS.get(rule.channel, "")),
    ]
    return {
        "name": rule.name,
        "when": ", ".join(text for text in when if text),
        "price": said(words.price(rule)),
        "tiers": list(_tiers(rule)),
        "since": rule.valid_from,
        "until": rule.valid_to,
        "law": rule.legal_basis,
        "note": rule.note,
        "unsure": rule.confidence != "found",
    }


def _tiers(rule: FeeRule) -> Iterator[str]:
    for tier in (rule.tiers or [])[1:]:
        amount = money(tier["amount"])
        yield _("từ %(unit)d trở lên: %(amount)s") % {
            "unit": tier["from_unit"],
            "amount": amount,
        }
    if rule.cap:
        yield _("tối đa %(amount)s một bản") % {"amount": money(rule.cap)}


def _history(row: ProcedureVersion, shown: ProcedureVersion) -> dict[str, Any]:
    since = short_date(row.valid_from) if row.valid_from else ""
    until = short_date(row.valid_to) if row.valid_to else _("nay")
    return {
        "number": row.number,
        "span": f"{since} – {until}",
        "decision": row.decision.number if row.decision else "",
        "current": row.pk == shown.pk,
        "why": row.facts.get("change_reason", {}).get("note", ""),
    }


def _sources(version: ProcedureVersion) -> Iterator[dict[str, Any]]:
    for name, label in FACTS.items():
        fact = version.facts.get(name)
        if fact:
            yield {
                "name": label,
                "source": fact.get("source", ""),
                "as_of": fact.get("as_of", ""),
                "unsure": words.unsure(version.facts, name),
            }


def _doubts(version: ProcedureVersion) -> dict[str, bool]:
    return {name: words.unsure(version.facts, name) for name in FACTS}


def _state(page: ProcedurePage) -> str:
    """Why this page is not what holds today; empty when it is."""
    version = page.version
    if page.in_force:
        return ""
    if page.procedure.status == ProcedureStatus.REPEALED:
        return _("Thủ tục này đã bị bãi bỏ; nội dung dưới đây chỉ để tra cứu.")
    if page.procedure.status == ProcedureStatus.SUPERSEDED:
        return _("Thủ tục này đã được thay thế; nội dung dưới đây chỉ để tra cứu.")
    if version.valid_to:
        return _("Bản này hết áp dụng sau ngày %(day)s; nội dung dưới đây chỉ để tra cứu.") % {
            "day": short_date(version.valid_to)
        }
    return _("Bản này bắt đầu áp dụng từ ngày %(day)s.") % {
        "day": short_date(version.valid_from) if version.valid_from else ""
    }
