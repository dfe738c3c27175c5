"""Verbs with the arguments that most tests give them."""

import datetime as dt
import json

from motcua.accounts.models import Account
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.organisation import actions
from motcua.organisation.models import Agency, Delegation, Post
from motcua.organisation.rules import Actor, AgencyFacts
from motcua.organisation.states import Level, Role
from tests.organisation.builders import NOW, START, TODAY
from tests.organisation.conftest import City

DAY = dt.timedelta(days=1)
PASSWORD = "hoa phuong do 1975"


def facts(code: str = "H29.103", **more: object) -> AgencyFacts:
    given = {
        "code": code,
        "name": "Ủy ban nhân dân phường Tân Tạo",
        "short_name": "Phường Tân Tạo",
        "level": Level.COMMUNE,
        "valid_from": START,
    }
    return AgencyFacts(**(given | more))


def entries(agency: Agency) -> list[tuple[str, dict[str, object]]]:
    rows = Entry.objects.filter(subject=Subject.ORGANISATION, subject_id=agency.pk).order_by("seq")
    return [(row.verb, json.loads(row.body)) for row in rows]


def appoint(actor: Actor, account: Account, city: City, **more: object) -> Post:
    given = {
        "account_id": account.pk,
        "unit_id": city.an_lac.desk.pk,
        "role": Role.RECEPTION,
        "valid_from": TODAY,
        "at": NOW,
    }
    return actions.appoint(actor=actor, **(given | more))


def delegate(actor: Actor, city: City, **more: object) -> Delegation:
    given = {
        "post_id": city.an_lac.leader.posts.get().pk,
        "to_id": city.an_lac.head.pk,
        "valid_from": TODAY,
        "valid_to": TODAY + 4 * DAY,
        "reason": "Đi công tác",
        "at": NOW,
    }
    return actions.delegate(actor=actor, **(given | more))
