"""Forty steps, six parallel branches, three agencies: driven through the API to the end."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from motcua.cases.models import Case, HandOver
from motcua.cases.states import State
from motcua.process.models import WorkItem
from motcua.process.queries import live_items
from motcua.process.rules.checks import faults
from motcua.process.rules.reading import parse_graph
from motcua.process.states import ItemState
from tests.forty import ELSEWHERE, PEOPLE, forty, three_agencies
from tests.office import Clock, Office

WHO = {
    "reception": "tiepnhan",
    "specialist": "thuly",
    "unit_leader": "truongphong",
    "agency_leader": "lanhdao",
    "clerk": "vanthu",
}


def test_the_process_is_sound_and_as_big_as_it_says() -> None:
    graph = parse_graph(forty())
    assert faults(graph, limit_minutes=5 * 480) == []
    assert (len(graph.tasks), len(graph.out["tach"])) == (40, 6)


class Doors:
    """People with their tokens, doing verbs to files."""

    def __init__(self, office: Office) -> None:
        people = [*WHO.values(), *(who for pair in PEOPLE.values() for who in pair)]
        self.tokens = {who: office.token(who) for who in people}
        self.client = Client()

    def act(self, case: Case, verb: str, who: str, **body: Any) -> dict[str, Any]:
        answer = self.client.post(
            f"/api/v1/cases/{case.number}/actions/{verb}",
            json.dumps(body),
            "application/json",
            headers={
                "Authorization": f"Bearer {self.tokens[who]}",
                "Idempotency-Key": uuid.uuid4().hex,
            },
        )
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def elsewhere(self, parent: Case, step: str) -> None:
        """Hand over, and have the other agency decide."""
        self.act(parent, "hand_over", "thuly", step=step, agency_code=ELSEWHERE[step])
        child = HandOver.objects.select_related("child").get(parent=parent, step=step).child
        desk, room = PEOPLE[ELSEWHERE[step]]
        self.act(child, "accept", desk)
        child.refresh_from_db()
        self.act(child, "forward", desk)
        self.act(child, "issue", room, number=f"{step}/BS")


@pytest.mark.django_db
def test_forty_steps_through_the_api(office: Office, clock: Clock) -> None:
    three_agencies(office)
    doors, case = Doors(office), office.take_in()
    graph = parse_graph(forty())
    widest = 0
    while live := live_items(case.pk):
        widest = max(widest, len(live))
        step = live[len(live) // 2].step  # now this branch, now that
        task = graph.task(step)
        if task.child:
            doors.elsewhere(case, step)
        fields = {"number": "12/UBND"} if task.verb == "issue" else {}
        if task.verb == "complete":
            fields = {"step": step}
        doors.act(case, task.verb.value, WHO[task.role.value], **fields)
    case.refresh_from_db()
    assert (case.state, widest) == (State.RETURNED, 6)
    done = WorkItem.objects.filter(run_id=case.pk, state=ItemState.DONE)
    assert done.count() == done.values("step").distinct().count() == 40
    assert {case.data[step]["number"] for step in ELSEWHERE} == {"a_3/BS", "d_2/BS"}
    assert set(Case.objects.values_list("agency__code", flat=True)) == {
        "H29",
        "H29.101",
        "H29.102",
    }
