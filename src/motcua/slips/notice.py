"""A published version as the sheet that hangs on the wall (niêm yết)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from motcua.catalogue.models import FeeRule
from motcua.catalogue.queries import ProcedurePage
from motcua.catalogue.rules import words
from motcua.catalogue.rules.papers import Paper as AskedPaper
from motcua.catalogue.states import ServiceLevel
from motcua.organisation.models import Agency
from motcua.slips.values import Fee, Head, Paper, PaperCase, WallNotice

ONLINE = {
    ServiceLevel.FULL: "Toàn trình",
    ServiceLevel.PARTIAL: "Một phần",
    ServiceLevel.INFORMATION: "Chỉ xem thông tin",
}


def notice_of(page: ProcedurePage, *, agency: Agency, link: str, on: dt.date) -> WallNotice:
    """What an agency posts about a procedure. `link` is its public page, drawn as a QR.

    Figures that nobody has compared with the decision yet say so on the sheet.
    """
    version = page.version
    return WallNotice(
        head=Head(
            agency=agency.name,
            desk_name=agency.desk_name,
            place=agency.place or agency.short_name,
            date=on,
        ),
        code=page.procedure.code,
        name=version.name,
        sector=page.procedure.field.name,
        where=f"{agency.desk_name or agency.name}, {agency.address}".rstrip(", "),
        limit=_capital(words.limit_text(version.limit)),
        online=ONLINE[ServiceLevel(version.online_level)],
        fees=tuple(_fees(page, agency)),
        fee_note=_fee_note(page, agency),
        cases=tuple(_cases(page)),
        sets=version.copies,
        steps=tuple(_step(step) for step in version.content.get("steps", ())),
        conditions=tuple(version.content.get("conditions", ())),
        result="; ".join(result["name"] for result in version.results),
        legal_basis=tuple(_law(law) for law in version.legal_basis),
        hours=agency.opening_hours,
        hotline=agency.hotline,
        feedback=agency.email,
        decision=_decision(page),
        link=link,
    )


def _fees(page: ProcedurePage, agency: Agency) -> Iterator[Fee]:
    for rule in words.fees_here(page.fees, agency.area):
        if not rule.applicant_class:
            yield Fee(name=_fee_name(page, rule), amount=_amount(rule))


def _fee_name(page: ProcedurePage, rule: FeeRule) -> str:
    cases = {case.key: case.name for case in page.cases}
    conditions = [cases.get(rule.case_key, "")]
    conditions += [{"online": "nộp trực tuyến", "postal": "qua bưu chính"}.get(rule.channel, "")]
    told = ", ".join(text for text in conditions if text)
    return f"{rule.name} ({told})" if told else rule.name


def _amount(rule: FeeRule) -> int | None:
    """None prints "theo thông báo": a local fee of 0 is a gap of the source, not a gift."""
    return None if not rule.amount and rule.set_locally else rule.amount


def _fee_note(page: ProcedurePage, agency: Agency) -> str:
    if not words.fees_here(page.fees, agency.area):
        return "Chưa có số liệu; hỏi nơi tiếp nhận"
    exempt = any(rule.applicant_class for rule in page.fees)
    return "Có đối tượng được miễn, giảm; hỏi nơi tiếp nhận khi nộp." if exempt else ""


def _cases(page: ProcedurePage) -> Iterator[PaperCase]:
    shown = [case for case in page.cases if case.papers]
    if not shown:
        yield PaperCase(title="Thành phần hồ sơ chưa biên tập: hỏi nơi tiếp nhận.", papers=())
    for case in shown:
        title = f"{case.name}: {case.when}" if case.when else case.name
        yield PaperCase(
            title=title if len(shown) > 1 else "",
            papers=tuple(_paper(paper) for paper in case.papers),
        )


def _paper(paper: AskedPaper) -> Paper:
    name = paper.name if paper.required else f"{paper.name} (nếu có)"
    return Paper(name=name, form=words.pieces(paper))


def _step(step: dict[str, str]) -> str:
    text = step.get("text") or ""
    return f"{step['title']}: {text}" if text else step["title"]


def _law(law: dict[str, str | None]) -> str:
    return f"{law['number']}: {law['title']}" if law.get("title") else str(law["number"])


def _decision(page: ProcedurePage) -> str:
    decision = page.version.decision
    parts = [f"Công bố theo Quyết định số {decision.number}."] if decision else []
    if not page.version.edited or words.unsure(page.version.facts, "limit", "fee", "papers"):
        parts.append("Bản này có số liệu chưa đối chiếu với quyết định công bố.")
    return " ".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
