"""Who issues a slip: the agency as it stood on the day of the act, its desk, its signers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q

from motcua.accounts.models import Account
from motcua.cases.models import Case
from motcua.cases.rules.links import tracking_link
from motcua.kernel.codes import BadCode, parse_case_code
from motcua.organisation.models import Agency, Post
from motcua.organisation.states import Level, Role, UnitKind
from motcua.slips.values import Contact, Head, Signer

_LEVEL_WORDS = ("Phường ", "Xã ", "Thị trấn ", "Đặc khu ", "Quận ", "Huyện ")


@dataclass(frozen=True, slots=True)
class Issuer:
    """An agency with the one above it, and the public site."""

    agency: Agency
    site_url: str

    def head(self, day: dt.date, number: str = "") -> Head:
        """The upper part by NĐ 30/2020, dated `day`."""
        agency = self.agency
        return Head(
            superior=agency.parent.name if agency.parent else "",
            agency=agency.name,
            desk_name=agency.desk_name,
            number=number,
            place=place_of(agency),
            date=day,
        )

    @property
    def desk(self) -> str:
        """The one-stop as a sentence names it."""
        return self.agency.desk_name or self.agency.name

    @property
    def contact(self) -> Contact:
        """Where the applicant asks."""
        agency = self.agency
        return Contact(
            address=agency.address,
            hours=agency.opening_hours,
            hotline=agency.hotline,
            site=urlsplit(self.site_url).netloc,
        )

    @property
    def notice_sign(self) -> str:
        """Sign of a notice: the centre since NĐ 118/2025, the committee before."""
        centre = self.agency.desk_name.startswith("Trung tâm Phục vụ hành chính công")
        return "TB-TTPVHCC" if centre else "TB-UBND"

    def link(self, case: Case) -> str:
        """What the QR opens; the portal exchanges it at once for an address without the secret."""
        return tracking_link(self.site_url, case.code, case.secret)


def place_of(agency: Agency) -> str:
    """The place before the date: the name of the unit of government (NĐ 30/2020, annex I)."""
    name = agency.place or agency.short_name
    for word in _LEVEL_WORDS:
        name = name.removeprefix(word)
    return name


def issuer_of(case: Case, day: dt.date, site_url: str) -> Issuer:
    """The agency that stood behind the file on a day. One statement.

    After a merger the file belongs to the successor, while its code and its old receipts name
    the agency that took it in.
    """
    asked = Q(pk=case.agency_id)
    try:
        code = parse_case_code(case.number).agency
        asked |= Q(code=code) | Q(legacy_code=code)
    except BadCode:
        code = ""
    found = list(Agency.objects.select_related("parent").filter(asked))
    now = next(agency for agency in found if agency.pk == case.agency_id)
    first = next((agency for agency in found if code in (agency.code, agency.legacy_code)), now)
    return Issuer(first if _stands(first, day) else now, site_url)


def _stands(agency: Agency, day: dt.date) -> bool:
    return agency.valid_from <= day and (agency.valid_to is None or day <= agency.valid_to)


def leader_signer(case: Case, day: dt.date, leader: Account | None) -> Signer:
    """Signature of the leader who approved, with the title of that day. One statement."""
    name = leader.full_name if leader else ""
    post = (
        Post.objects.on(day)
        .filter(account=leader, unit__agency_id=case.agency_id)
        .filter(role__in=(Role.AGENCY_LEADER, Role.UNIT_LEADER))
        .select_related("unit__agency")
        .order_by("role", "id")
        .first()
    )
    if post is None:
        return Signer(title="Người ký", name=name)
    title = post.title or Role(post.role).label
    if post.role != Role.AGENCY_LEADER:
        return Signer(title=title, name=name)
    return Signer(title=title, name=name, authority=_authority(title, post.unit.agency))


def desk_signer(case: Case, day: dt.date) -> Signer:
    """The head of the desk, to sign by hand where the system knows no name. One statement."""
    post = (
        Post.objects.on(day)
        .filter(
            unit__agency_id=case.agency_id, unit__kind=UnitKind.RECEPTION, role=Role.UNIT_LEADER
        )
        .select_related("account")
        .order_by("id")
        .first()
    )
    if post is None:
        is_centre = case.agency.desk_name.startswith("Trung tâm")
        return Signer(title="Lãnh đạo Trung tâm" if is_centre else "Lãnh đạo bộ phận một cửa")
    return Signer(title=post.title or "Giám đốc", name=post.account.full_name)


def _authority(title: str, agency: Agency) -> tuple[str, ...]:
    """NĐ 30/2020: a deputy signs for the head (KT.), of a committee in its name (TM.)."""
    is_committee = agency.name.startswith("Ủy ban nhân dân") and agency.level in Level.values
    above = ("TM. Ủy ban nhân dân",) if is_committee else ()
    if not title.startswith("Phó "):
        return above
    head = title.removeprefix("Phó ")
    return (*above, f"KT. {head[0].upper()}{head[1:]}")
