"""Three agencies for one child: phường An Lạc, its police and the social insurance.

What the other two do for an interlinked request has no national code in the sources at hand, so
the insurance and the tax office are asked under codes of our own, and say so in their names.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from motcua.accounts.actions import create_account
from motcua.cases.actions.intake import take_in
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case, HandOver
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import PaperIn, chosen_case
from motcua.cases.rules.parties import Party
from motcua.cases.states import Verb
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.rules.papers import SUBMIT
from motcua.kernel.worktime import day_of
from motcua.management.demo.organisation import FIRST_NEW_DAY, Demo
from motcua.organisation.actions import appoint, create_agency, create_unit
from motcua.organisation.models import Agency
from motcua.organisation.queries import actor_for_session
from motcua.organisation.rules import CONSOLE, AgencyFacts
from motcua.organisation.states import Level, Role, UnitKind

BIRTH: Final = "2.000986"
RESIDENCE: Final = "1.004222"
INSURANCE: Final = "BHYT-TE6"
TAX: Final = "THUE-NVTC"
_FIELD: Final = {"code": "lien-thong", "name": "Liên thông giữa các cơ quan"}
_OWN: Final = {
    INSURANCE: ("Cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi (mã minh họa)", "3 working_days"),
    TAX: ("Xác định nghĩa vụ tài chính về đất đai (mã minh họa)", "5 working_days"),
}
# slug, code, name, short name, below which agency, procedures
_PARTNERS: Final = (
    ("congan-anlac", "H29.CA.01", "Công an phường An Lạc", "anlac", (RESIDENCE,)),
    ("bhxh-binhtan", "H29.BH.01", "Bảo hiểm xã hội cơ sở Bình Tân", "tphcm", (INSURANCE,)),
    ("thue-binhtan", "H29.TH.01", "Thuế cơ sở Bình Tân", "tphcm", (TAX,)),
)
_UNITS: Final = {
    "tiep-nhan": ("Bộ phận tiếp nhận", UnitKind.RECEPTION),
    "chuyen-mon": ("Bộ phận chuyên môn", UnitKind.HANDLING),
    "lanh-dao": ("Lãnh đạo", UnitKind.LEADERSHIP),
    "van-thu": ("Văn thư", UnitKind.CLERICAL),
}
_PEOPLE: Final = {
    "tiepnhan": ("tiep-nhan", Role.RECEPTION),
    "thuly": ("chuyen-mon", Role.SPECIALIST),
    "lanhdao": ("lanh-dao", Role.AGENCY_LEADER),
    "vanthu": ("van-thu", Role.CLERK),
}


def add_partners(demo: Demo, document: dict[str, Any], *, password: str, at: dt.datetime) -> None:
    """The other agencies with their people, and what they offer, into the catalogue's document."""
    document["fields"].append(_FIELD)
    document["procedures"] += [_procedure(code, *facts) for code, facts in _OWN.items()]
    for procedure in document["procedures"]:
        if procedure["code"] == BIRTH:
            for version in procedure["versions"]:
                version["process"] = "khai-sinh-thuong-tru-bhyt"
    for slug, code, name, above, procedures in _PARTNERS:
        agency = _agency(demo, slug, code, name, above, at)
        _people(demo, slug, agency, password, at)
        document["offers"] += [
            {
                "procedure": procedure,
                "agency": code,
                "unit": "chuyen-mon",
                "valid_from": FIRST_NEW_DAY.isoformat(),
                "valid_to": None,
            }
            for procedure in procedures
        ]


def _procedure(code: str, name: str, limit: str) -> dict[str, Any]:
    return {
        "code": code,
        "field": _FIELD["code"],
        "versions": [
            {
                "number": 1,
                "name": name,
                "levels": ["commune"],
                "limit": limit,
                "valid_from": FIRST_NEW_DAY.isoformat(),
                "state": "published",
                "edited": True,
                "content": {"cases": [{"key": "chung", "name": "Trường hợp chung", "papers": []}]},
            }
        ],
    }


def _agency(demo: Demo, slug: str, code: str, name: str, above: str, at: dt.datetime) -> Agency:
    facts = AgencyFacts(
        code=code,
        name=name,
        short_name=name,
        slug=slug,
        level=Level.COMMUNE,
        area="79",
        valid_from=FIRST_NEW_DAY,
    )
    agency = create_agency(actor=CONSOLE, facts=facts, parent_id=demo.agencies[above].pk, at=at)
    demo.agencies[slug] = agency
    for unit, (unit_name, kind) in _UNITS.items():
        demo.units[slug, unit] = create_unit(
            actor=CONSOLE,
            agency_id=agency.pk,
            code=unit,
            name=unit_name,
            kind=kind,
            valid_from=FIRST_NEW_DAY,
            at=at,
        )
    return agency


def _people(demo: Demo, slug: str, agency: Agency, password: str, at: dt.datetime) -> None:
    for place, (name, (unit, role)) in enumerate(_PEOPLE.items()):
        username = f"{name}.{slug}"
        account = create_account(
            username=username,
            full_name=demo.data["names"][(place + len(agency.name)) % len(demo.data["names"])],
            email=f"{username}@motcua.example",
            password=password,
            at=at,
        )
        demo.accounts[username] = account
        appoint(
            actor=CONSOLE,
            account_id=account.pk,
            unit_id=demo.units[slug, unit].pk,
            role=role,
            title=str(role.label),
            valid_from=FIRST_NEW_DAY,
            at=at,
        )


def make_linked_file(demo: Demo, *, at: dt.datetime) -> Case:
    """A birth on its way: registered at the ward, handed over twice, accepted by the police."""
    case = take_in(form=_form(demo, at), actor=_actor(demo, "tiepnhan.anlac", at), at=at)

    def act(verb: Verb, who: str, number: str = case.number, **fields: Any) -> None:
        act_on(number, verb, actor=_actor(demo, who, at), at=at, **fields)

    act(Verb.FORWARD, "tiepnhan.anlac")
    act(Verb.COMPLETE, "thuly.anlac", step="khai_sinh")
    for step in ("thuong_tru", "the_bhyt"):
        act(Verb.HAND_OVER, "thuly.anlac", step=step)
    child = HandOver.objects.select_related("child").get(parent=case, step="the_bhyt").child
    act(Verb.ACCEPT, "tiepnhan.bhxh-binhtan", child.number)
    return case


def _form(demo: Demo, at: dt.datetime) -> IntakeForm:
    version = ProcedureVersion.objects.on(day_of(at)).get(procedure__code=BIRTH, state="published")
    cases = version.content.get("cases", [])
    key = str(cases[0]["key"]) if cases else ""
    papers = [paper for paper in chosen_case(version.content, key).papers if paper.kind == SUBMIT]
    return IntakeForm(
        procedure_code=BIRTH,
        agency_code=demo.agencies["anlac"].code,
        applicant=Party(
            name="Lê Thị Mai Anh",
            id_number="079195004321",
            phone="0909123456",
            address="18 đường số 7, phường An Lạc",
        ),
        case_key=key,
        papers=tuple(PaperIn(paper.key) for paper in papers),
    )


def _actor(demo: Demo, who: str, at: dt.datetime) -> Any:
    actor = actor_for_session(demo.accounts[who].pk, at=at)
    assert actor is not None
    return actor
