"""The applicant who hands a file in, and the owner whose file it is."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.kernel.identity import (
    check_old_number,
    check_personal_number,
    check_tax_code,
    normalise_phone,
)
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise

PERSON, FIRM = "person", "firm"
# Ways in which somebody hands in another's file (BLDS 2015 art. 138: written authorisation).
SELF, AUTHORISED, LEGAL = "self", "authorised", "legal"
# The old identity card (chứng minh nhân dân): its numbers are still in files and stay searchable.
OLD_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Party:
    """A person or a firm as written on the receipt. All texts are NFC and trimmed."""

    name: str
    kind: str = PERSON
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    acting_as: str = SELF
    authorisation: str = ""

    def as_json(self) -> dict[str, str]:
        """Only what is filled in, so that rows stay small."""
        pairs = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: value for name, value in pairs if value}


def party_from(json: dict[str, str]) -> Party:
    """The party stored in a row."""
    return Party(**{name: json[name] for name in Party.__slots__ if name in json})


def checked_party(party: Party, *, role: str) -> Party:
    """Normalised, or Refused at the field (`applicant.name`, `owner.id_number`, …).

    A number is asked for but not demanded: foreigners and children have none. What is given
    must be well formed (12 digits or 9 for a person, MST for a firm).
    """
    name = normalise(party.name)
    if not name:
        raise Refused("Hãy nhập họ và tên hoặc tên tổ chức.", field=f"{role}.name")
    if len(name) > 160:
        raise Refused("Tên dài quá 160 ký tự.", field=f"{role}.name")
    if party.kind not in (PERSON, FIRM):
        raise Refused("Loại người nộp phải là person hoặc firm.", field=f"{role}.kind")
    return Party(
        name=name,
        kind=party.kind,
        id_number=_number(party, role),
        phone=_phone(party.phone, role),
        email=_email(party.email, role),
        address=normalise(party.address)[:250],
        acting_as=party.acting_as or SELF,
        authorisation=normalise(party.authorisation)[:250],
    )


def _number(party: Party, role: str) -> str:
    text = "".join(party.id_number.split())
    if not text:
        return ""
    try:
        if party.kind == FIRM:
            return check_tax_code(text)
        if len(text) == OLD_DIGITS:
            return check_old_number(text)
        return check_personal_number(text).number
    except ValueError as fault:
        raise Refused(str(fault), field=f"{role}.id_number") from fault


def _phone(text: str, role: str) -> str:
    if not text.strip():
        return ""
    try:
        return normalise_phone(text)
    except ValueError as fault:
        raise Refused(str(fault), field=f"{role}.phone") from fault


def _email(text: str, role: str) -> str:
    text = text.strip()
    name, at, host = text.partition("@")
    if text and not (at and name and "." in host and len(text) <= 254 and " " not in text):
        raise Refused("Địa chỉ thư điện tử không đúng dạng ten@donvi.vn.", field=f"{role}.email")
    return text
