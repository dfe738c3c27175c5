"""Short ways to say what happens to a file in these tests, and to read what was written."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from motcua.cases.models import Case, CasePaper
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import Verb
from motcua.catalogue import actions as catalogue
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.worktime import VIETNAM
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS
from tests.office import SETUP, Office
from tests.office_catalogue import catalogue_file

ASKED = (AskedPaper("Tờ khai đăng ký kết hôn", "Ký tên và ghi ngày", "to_khai"),)
WHY = "Tờ khai chưa ký"
AGAIN = "Giấy xác nhận hết hạn trong lúc chờ"


def on(text: str) -> dt.datetime:
    """A moment in Vietnam: "2026-03-02 10:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def midnight(text: str) -> dt.datetime:
    """The end of a day, as promises end: "2026-03-09"."""
    return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(23, 59, 59), VIETNAM)


def stored(case: Case) -> Case:
    """The file as the database has it."""
    return Case.objects.select_related("version", "run").get(pk=case.pk)


def entries(case: Case) -> list[Entry]:
    return list(Entry.objects.filter(subject=Subject.CASE, subject_id=case.pk).order_by("seq"))


def said(case: Case) -> dict[str, Any]:
    """What the file's newest journal entry says."""
    body: dict[str, Any] = json.loads(entries(case)[-1].body)
    return body


def live(case: Case) -> list[WorkItem]:
    return list(WorkItem.objects.filter(run_id=case.pk, state__in=LIVE_ITEMS).order_by("id"))


def papers(case: Case) -> list[tuple[str, str]]:
    """Key and state of each paper, in the order they came."""
    rows = CasePaper.objects.filter(case_id=case.pk).order_by("id")
    return list(rows.values_list("key", "state"))


def specialist(office: Office, case: Case) -> str:
    """Who handles the file: room HT, or DC for buildings."""
    return "thuly" if case.handling_unit_id == office.units["anlac", "HT"].pk else "diachinh"


def propose(office: Office, case: Case, at: dt.datetime | None = None, **fields: Any) -> Case:
    """The specialist wants the form signed."""
    fields = {"items": ASKED, "reason": WHY} | fields
    who = specialist(office, case)
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by=who, at=at, **fields)


def ask(
    office: Office, case: Case, at: dt.datetime | None = None, *, head: str = "lanhdao", **more: Any
) -> Case:
    """Proposed, approved and handed out at one moment: the clock stops."""
    case = propose(office, case, at, **more)
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by=head, at=at)
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", at=at)


def offer(office: Office, code: str, **version: Any) -> str:
    """One more procedure, with one optional paper, at the desk of An Lạc."""
    facts = catalogue_file()
    paper = {"key": "don", "name": "Đơn", "required": False}
    plain = {
        "number": 1,
        "name": f"Thủ tục {code}",
        "levels": ["commune"],
        "valid_from": "2025-07-01",
        "state": "published",
        "decision": "2268/QĐ-BTP",
        "edited": True,
        "content": {"cases": [{"key": "chung", "name": "Chung", "papers": [paper]}]},
    }
    facts["procedures"] = [{"code": code, "field": "ho-tich", "versions": [plain | version]}]
    facts["offers"] = [
        {"procedure": code, "agency": "H29.101", "unit": "HT", "valid_from": "2025-07-01"}
    ]
    actor = office.actor("kiemsoat.tphcm", at=SETUP)
    catalogue.import_catalogue(data=facts, actor=actor, at=SETUP)
    return code
