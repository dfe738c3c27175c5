"""What a clerk hands to intake, checked as far as values alone allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from motcua.cases.rules.papers import PaperIn
from motcua.cases.rules.parties import Party, checked_party
from motcua.cases.states import Channel, ReturnChannel
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import fold, normalise

# What comes in online is answered (accepted, papers asked for, or refused with reason) within
# eight working hours: so in the published text of 24 procedures; the general rule is remembered
# to be NĐ 45/2020.
ANSWER_LIMIT: Final = "8 working_hours"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a file lies that came in without a clerk: the agency and its desk's unit.

    `area` picks the fees that a province sets itself.
    """

    agency_id: int
    agency_code: str
    unit_id: int
    area: str = ""


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """One file as it comes over the counter. `accept` False registers it without a promise."""

    procedure_code: str
    agency_code: str
    applicant: Party
    owner: Party | None = None
    channel: str = Channel.COUNTER
    case_key: str = ""
    papers: tuple[PaperIn, ...] = ()
    return_channel: str = ReturnChannel.COUNTER
    summary: str = ""
    copies: int = 1
    data: Mapping[str, Any] = field(default_factory=dict)
    applicant_class: str = ""
    fee_copies: int = 1
    fee_pages: int = 1
    accept: bool = True


def checked(form: IntakeForm) -> IntakeForm:
    """The form with normalised texts. Raises Refused at the field that is wrong."""
    if form.channel not in Channel.values:
        raise Refused("Cách nộp phải là counter, online hoặc postal.", field="channel")
    if form.return_channel not in ReturnChannel.values:
        raise Refused(
            "Cách nhận kết quả phải là counter, online hoặc postal.", field="return_channel"
        )
    if not 1 <= form.copies <= 99:
        raise Refused("Số bộ hồ sơ phải từ 1 đến 99.", field="copies")
    if not (1 <= form.fee_copies <= 9_999 and 1 <= form.fee_pages <= 9_999):
        raise Refused("Số bản và số trang tính phí phải từ 1 đến 9.999.", field="fee_copies")
    applicant = checked_party(form.applicant, role="applicant")
    if form.return_channel == ReturnChannel.POSTAL and not applicant.address:
        raise Refused("Trả kết quả qua bưu chính cần địa chỉ nhận.", field="applicant.address")
    return replace(
        form,
        applicant=applicant,
        owner=checked_party(form.owner, role="owner") if form.owner else None,
        summary=normalise(form.summary)[:1000],
    )


def search_text(number: str, applicant: Party, owner: Party | None) -> str:
    """The folded words by which an officer finds the file: number, names, numbers, phone."""
    words = [number, applicant.name, applicant.id_number, applicant.phone]
    if owner is not None:
        words += [owner.name, owner.id_number]
    return fold(" ".join(word for word in words if word))
