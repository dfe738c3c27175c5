"""Citizens of the demonstration with files filed from home in every state."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image

from motcua.accounts.actions import person_of_identity
from motcua.accounts.models import Account
from motcua.cases.actions.filing import bring_online, file_online
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import Channel, PaperForm, ReturnChannel, Verb
from motcua.catalogue.queries.intake import for_intake
from motcua.files.actions import store_upload
from motcua.kernel.worktime import day_of
from motcua.management.demo.identity import CITIZENS
from motcua.management.demo.organisation import Demo
from motcua.online.actions.drafts import begin_draft
from motcua.organisation.queries import actor_for
from motcua.organisation.rules import Actor

MARRIAGE, STATUS = "1.000894", "1.004873"
# Both ask for the paper about the land: given with the first, it is offered for the second.
BUILDING, REPAIR = "1.013225", "1.013229"
WARD = "anlac"
DAY = dt.timedelta(days=1)


def make_online_files(demo: Demo, *, at: dt.datetime) -> int:
    """One file waiting, one asked, one brought again, two accepted, two drafts. How many files."""
    hoa, ba, lan = (
        person_of_identity(personal_number=number, full_name=name, at=at - 30 * DAY)
        for _sub, number, name in CITIZENS
    )
    waiting = _filed(demo, hoa, STATUS, at - dt.timedelta(minutes=40))
    asked = _asked(demo, _filed(demo, hoa, MARRIAGE, at - 3 * DAY), at - 2 * DAY)
    brought = _asked(demo, _filed(demo, ba, STATUS, at - 4 * DAY), at - 3 * DAY)
    key = brought.supplement_requests.get().items[0]["key"]
    paper = PaperIn(key, PaperForm.ELECTRONIC, file_id=_upload(ba, at))
    bring_online(brought.number, papers=[paper], actor=_citizen(ba), at=at - DAY)
    accepted = _filed(demo, lan, MARRIAGE, at - 5 * DAY)
    act_on(accepted.number, Verb.ACCEPT, actor=_clerk(demo, at), at=at - 4 * DAY)
    built = _filed(demo, lan, BUILDING, at - 6 * DAY)
    act_on(built.number, Verb.ACCEPT, actor=_clerk(demo, at), at=at - 5 * DAY)
    for procedure in (MARRIAGE, REPAIR):
        begin_draft(
            procedure_code=procedure,
            agency_code=demo.agencies[WARD].code,
            case_key=_case_key(demo, procedure, at),
            applicant=_party(lan),
            actor=_citizen(lan),
            at=at,
        )
    return len([waiting, asked, brought, accepted, built])


def _filed(demo: Demo, account: Account, procedure: str, at: dt.datetime) -> Case:
    agency = demo.agencies[WARD]
    version = for_intake(procedure_code=procedure, agency_id=agency.pk, on=day_of(at))
    chosen = version.cases[0]
    upload = _upload(account, at)
    form = IntakeForm(
        procedure_code=procedure,
        agency_code=agency.code,
        applicant=_party(account),
        channel=Channel.ONLINE,
        case_key=chosen.key,
        papers=tuple(
            PaperIn(paper.key, PaperForm.ELECTRONIC, file_id=upload)
            for paper in chosen.papers
            if paper.kind == "submit" and paper.required
        ),
        return_channel=ReturnChannel.ONLINE,
        accept=False,
    )
    return file_online(form=form, actor=_citizen(account), at=at)


def _asked(demo: Demo, case: Case, at: dt.datetime) -> Case:
    paper = case.papers.order_by("id")[0]
    return act_on(
        case.number,
        Verb.REQUEST_SUPPLEMENT,
        actor=_clerk(demo, at),
        at=at,
        items=[
            AskedPaper(paper.name, "Ảnh chụp mờ, không đọc được; chụp lại đủ bốn góc", paper.key)
        ],
        reason="Ảnh chụp chưa đọc được",
    )


def _case_key(demo: Demo, procedure: str, at: dt.datetime) -> str:
    agency_id = demo.agencies[WARD].pk
    version = for_intake(procedure_code=procedure, agency_id=agency_id, on=day_of(at))
    return version.cases[0].key


def _upload(account: Account, at: dt.datetime) -> int:
    made = io.BytesIO()
    Image.new("RGB", (620, 877), "white").save(made, "JPEG")
    size = made.tell()
    made.seek(0)
    stored = store_upload(name="anh-chup.jpg", stream=made, size=size, actor_id=account.pk, at=at)
    return stored.pk


def _party(account: Account) -> Party:
    return Party(
        name=account.full_name,
        id_number=account.personal_number or "",
        phone="0901234567",
        email=f"{account.username}@example.vn",
        address="12 đường số 3, phường An Lạc, TP. Hồ Chí Minh",
    )


def _citizen(account: Account) -> Actor:
    return Actor(account.pk, account.full_name, account.kind)


def _clerk(demo: Demo, at: dt.datetime) -> Actor:
    clerk = demo.accounts[f"tiepnhan.{WARD}"]
    return actor_for(clerk.pk, clerk.full_name, clerk.kind, at=at)
