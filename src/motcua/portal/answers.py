"""The five answers of a procedure: where, which papers, how long, how much, online or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.catalogue.models import FeeRule, ProcedureVersion
from motcua.catalogue.rules import words
from motcua.catalogue.rules.papers import PRESENT, PaperCase
from motcua.catalogue.states import ServiceLevel
from motcua.organisation.states import Level
from motcua.ui.said import said

ONLINE: Final = {
    ServiceLevel.FULL: gettext_lazy("Toàn trình"),
    ServiceLevel.PARTIAL: gettext_lazy("Một phần"),
    ServiceLevel.INFORMATION: gettext_lazy("Chỉ xem thông tin"),
}
_ONLINE_MORE: Final = {
    ServiceLevel.FULL: gettext_lazy("Nộp và nhận kết quả qua mạng"),
    ServiceLevel.PARTIAL: gettext_lazy("Nộp qua mạng, có bước phải đến quầy"),
    ServiceLevel.INFORMATION: gettext_lazy("Nộp tại quầy hoặc qua bưu chính"),
}
_ONLINE_SHORT: Final = {
    ServiceLevel.FULL: gettext_lazy("Trực tuyến toàn trình"),
    ServiceLevel.PARTIAL: gettext_lazy("Trực tuyến một phần"),
    ServiceLevel.INFORMATION: gettext_lazy("Không nộp trực tuyến"),
}
_SHORT_FEE: Final = {words.LOCAL: gettext_lazy("Phí theo mức địa phương")}
_WHERE: Final = {
    Level.COMMUNE: gettext_lazy("Một cửa xã, phường"),
    Level.DISTRICT: gettext_lazy("Một cửa quận, huyện"),
    Level.PROVINCE: gettext_lazy("Trung tâm hành chính công tỉnh, thành phố"),
}
# Words of the import for "nobody looked at it yet": they say nothing to a citizen.
_NO_REASON: Final = ("", "chưa rà soát")


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell of ui/answers.html. `unsure`: nobody has compared it with the decision yet.

    `short` is the answer where no question stands beside it; empty: the answer itself.
    """

    icon: str
    question: str
    answer: str
    more: str = ""
    href: str = ""
    unsure: bool = False
    short: str = ""


def five_answers(
    version: ProcedureVersion,
    cases: Sequence[PaperCase],
    fees: Sequence[FeeRule],
    *,
    offers: int,
    usual: int | None = None,
    anchors: bool = False,
) -> list[Answer]:
    """In the order people ask. `anchors` links each to its place on the procedure's page."""
    return [
        _where(version, offers, "#noi-nop" if anchors else ""),
        _papers(version, cases, "#giay-to" if anchors else ""),
        _time(version, usual),
        _fee(version, fees, "#phi" if anchors else ""),
        _online(version),
    ]


def _where(version: ProcedureVersion, offers: int, href: str) -> Answer:
    levels = [_WHERE[Level(level)] for level in version.levels if level in _WHERE]
    answer = str(levels[0]) if levels else _("Hỏi nơi tiếp nhận")
    if len(levels) > 1:
        answer = _("%(first)s, hoặc cấp trên") % {"first": answer}
    more = (
        ngettext("%(n)d nơi nhận", "%(n)d nơi nhận", offers) % {"n": offers}
        if offers
        else _("Chưa có nơi nhận trên hệ thống này")
    )
    return Answer("place", _("Nộp ở đâu"), answer, more, href if offers else "")


def _papers(version: ProcedureVersion, cases: Sequence[PaperCase], href: str) -> Answer:
    known = [case for case in cases if case.papers]
    question = _("Cần giấy tờ gì")
    if not known:
        answer, short = _("Chưa biên tập"), _("Giấy tờ chưa biên tập")
        return Answer("papers", question, answer, _("Hỏi nơi tiếp nhận"), href, short=short)
    shown = any(paper.kind == PRESENT for case in known for paper in case.papers)
    parts = [_("%(n)d trường hợp") % {"n": len(known)}] if len(known) > 1 else []
    parts += [_("có giấy tờ chỉ cần xuất trình")] if shown else []
    more = ", ".join(parts)
    doubt = words.unsure(version.facts, "papers")
    return Answer("papers", question, said(words.papers_text(known)), _capital(more), href, doubt)


def _time(version: ProcedureVersion, usual: int | None) -> Answer:
    parts = [
        f"{name} {said(words.limit_text(version.limits_by_channel[channel]))}"
        for channel, name in (("online", _("trực tuyến")), ("postal", _("bưu chính")))
        if version.limits_by_channel.get(channel) not in (None, version.limit)
    ]
    if usual is not None:
        parts.append(usual_words(usual))
    if version.limit is None:
        parts.append(_("hỏi nơi tiếp nhận"))
    return Answer(
        icon="clock",
        question=_("Bao lâu"),
        answer=_capital(said(words.limit_text(version.limit))),
        more=_capital("; ".join(parts)),
        unsure=words.unsure(version.facts, "limit"),
    )


def usual_words(usual: int) -> str:
    """What nine files in ten needed."""
    if usual == 0:
        return _("thường xong ngay trong ngày")
    words = ngettext(
        "thường xong trong %(n)d ngày làm việc", "thường xong trong %(n)d ngày làm việc", usual
    )
    return words % {"n": usual}


def _fee(version: ProcedureVersion, fees: Sequence[FeeRule], href: str) -> Answer:
    text = words.fees_text(fees)
    parts = []
    if any(rule.channel == "online" and not rule.applicant_class for rule in fees):
        parts.append(_("mức riêng khi nộp trực tuyến"))
    if any(rule.applicant_class for rule in fees):
        parts.append(_("có đối tượng được miễn"))
    if not text:
        parts = [_("hỏi nơi tiếp nhận")]
    return Answer(
        icon="money",
        question=_("Phí, lệ phí"),
        answer=said(text) or _("Chưa có số liệu"),
        short=str(_SHORT_FEE.get(text, "")) or said(text) or _("Phí chưa có số liệu"),
        more=_capital("; ".join(parts)),
        href=href if fees else "",
        unsure=words.unsure(version.facts, "fee") or any(r.confidence != "found" for r in fees),
    )


def _online(version: ProcedureVersion) -> Answer:
    level = ServiceLevel(version.online_level)
    reason = version.partial_reason if version.partial_reason not in _NO_REASON else ""
    return Answer(
        icon="screen",
        question=_("Nộp trực tuyến"),
        answer=str(ONLINE[level]),
        short=str(_ONLINE_SHORT[level]),
        more=reason or str(_ONLINE_MORE[level]),
        unsure=words.unsure(version.facts, "online_level"),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def line_of(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """The same answers as one short line under a search result."""
    return [
        {"icon": one.icon, "text": one.short or one.answer, "question": one.question}
        for one in answers
    ]
