"""Draft, publish, abolish, offer: each leaves the past alone and one line in the journal."""

import copy
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from motcua.catalogue.actions import (
    abolish,
    create_draft,
    create_procedure,
    discard_draft,
    edit_draft,
    enter_decision,
    offer,
    publish,
    set_definition,
    withdraw_offer,
)
from motcua.catalogue.models import DecisionItem, FeeRule, Offer, Procedure, ProcedureVersion
from motcua.catalogue.queries import draft_changes, for_intake, version_document
from motcua.catalogue.rules.faults import BadCatalogue
from motcua.catalogue.states import Act
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.organisation.states import Role
from motcua.process.models import Definition
from motcua.process.queries import forget_graphs
from tests.catalogue.conftest import AT, BIRTH, TODAY, Province

MAY = dt.date(2026, 5, 1)
DECISION = "900/QĐ-BTP"


@pytest.fixture
def fresh_graphs() -> Iterator[None]:
    forget_graphs()
    yield
    forget_graphs()


def journal() -> list[tuple[str, dict[str, Any]]]:
    entries = Entry.objects.filter(subject=Subject.CATALOGUE).order_by("id")
    return [(entry.verb, json.loads(entry.body)) for entry in entries]


def draft_of(place: Province) -> ProcedureVersion:
    return create_draft(code=BIRTH, actor=place.controller, at=AT)


def publish_draft(place: Province, valid_from: dt.date = MAY) -> ProcedureVersion:
    return publish(
        code=BIRTH,
        valid_from=valid_from,
        decision_number=DECISION,
        actor=place.controller,
        at=AT,
    )


def test_a_draft_begins_as_a_copy_of_the_version_in_force(catalogue: Province) -> None:
    draft = draft_of(catalogue)
    base = ProcedureVersion.objects.get(procedure__code=BIRTH, number=2)
    lifecycle = {"number", "state", "valid_from", "valid_to", "decision"}
    copy, original = version_document(draft), version_document(base)
    assert {part for part in copy if copy[part] != original[part]} <= lifecycle
    assert (draft.number, draft.state) == (3, "draft")
    assert journal()[-1] == ("draft", {"from": 2, "number": 3})


def test_a_procedure_has_one_draft_at_a_time(catalogue: Province) -> None:
    draft_of(catalogue)
    with pytest.raises(Conflict, match="đã có một bản dự thảo"):
        draft_of(catalogue)


def test_an_edit_is_told_in_sentences(catalogue: Province) -> None:
    draft_of(catalogue)
    draft = edit_draft(
        code=BIRTH, changes={"limit": "2 working_days"}, actor=catalogue.controller, at=AT
    )
    assert draft.limit == "2 working_days"
    told = ["Thời hạn giải quyết: “trong ngày” đổi thành “2 ngày làm việc”."]
    assert [change.text for change in draft_changes(draft)] == told
    assert journal()[-1] == ("edit", {"changes": told, "number": 3})


def test_an_edit_that_changes_nothing_leaves_no_trace(catalogue: Province) -> None:
    draft_of(catalogue)
    before = journal()
    edit_draft(code=BIRTH, changes={"limit": "same_day"}, actor=catalogue.controller, at=AT)
    assert journal() == before


def test_an_unsound_edit_is_refused_whole(catalogue: Province) -> None:
    draft = draft_of(catalogue)
    before = version_document(draft)
    with pytest.raises(BadCatalogue) as refused:
        edit_draft(
            code=BIRTH,
            changes={"name": "Tên mới", "limit": "ngay", "copies": 0},
            actor=catalogue.controller,
            at=AT,
        )
    assert [fault.path for fault in refused.value.faults] == ["$.copies"]
    draft.refresh_from_db()
    assert version_document(draft) == before


@pytest.mark.parametrize("part", ["number", "state", "valid_from", "valid_to", "decision"])
def test_an_edit_cannot_publish(catalogue: Province, part: str) -> None:
    draft_of(catalogue)
    with pytest.raises(Refused, match=part):
        edit_draft(code=BIRTH, changes={part: None}, actor=catalogue.controller, at=AT)


def test_editing_the_words_moves_the_search(catalogue: Province) -> None:
    draft_of(catalogue)
    changes = {"content": {"keywords": ["đẻ con"]}, "fees": []}
    draft = edit_draft(code=BIRTH, changes=changes, actor=catalogue.controller, at=AT)
    assert draft.search == f"{BIRTH}\nthu tuc dang ky khai sinh\n\nde con"


def test_a_discarded_draft_is_gone_but_told(catalogue: Province) -> None:
    draft = draft_of(catalogue)
    discard_draft(code=BIRTH, actor=catalogue.controller, at=AT)
    assert not ProcedureVersion.objects.filter(id=draft.id).exists()
    assert not FeeRule.objects.filter(version_id=draft.id).exists()
    assert journal()[-1][0] == "discard"
    with pytest.raises(Refused, match="không có bản dự thảo"):
        discard_draft(code=BIRTH, actor=catalogue.controller, at=AT)


def test_publishing_closes_the_version_before_on_the_day_before(catalogue: Province) -> None:
    draft_of(catalogue)
    new = publish_draft(catalogue)
    old = ProcedureVersion.objects.get(procedure__code=BIRTH, number=2)
    assert (old.valid_to, new.valid_from, new.valid_to) == (dt.date(2026, 4, 30), MAY, None)
    assert (new.published_at, new.published_by_id) == (AT, catalogue.controller.account_id)
    assert new.decision is not None
    assert new.decision.number == DECISION
    assert DecisionItem.objects.filter(decision=new.decision, act=Act.AMEND).count() == 1
    last_day = {"procedure_code": BIRTH, "agency_id": catalogue.ward.id, "on": dt.date(2026, 4, 30)}
    assert for_intake(**last_day).number == 2
    assert for_intake(**{**last_day, "on": MAY}).number == 3


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY - dt.timedelta(days=1), "đã qua"),
        (dt.date(2025, 7, 1), "đã qua"),
    ],
)
def test_nothing_is_published_into_the_past(catalogue: Province, day: dt.date, said: str) -> None:
    draft_of(catalogue)
    with pytest.raises(Refused, match=said) as refused:
        publish_draft(catalogue, day)
    assert refused.value.field == "valid_from"


def test_a_version_begins_after_the_one_it_follows(catalogue: Province) -> None:
    draft_of(catalogue)
    publish_draft(catalogue, MAY)
    draft_of(catalogue)
    with pytest.raises(Refused, match="bản mới phải áp dụng sau ngày đó"):
        publish_draft(catalogue, MAY)


def test_publishing_needs_a_decision_that_was_entered(catalogue: Province) -> None:
    draft_of(catalogue)
    arguments: dict[str, Any] = {
        "code": BIRTH,
        "valid_from": MAY,
        "decision_number": "12/QĐ-UBND",
        "actor": catalogue.controller,
        "at": AT,
    }
    with pytest.raises(NotFound, match="12/QĐ-UBND"):
        publish(**arguments)
    enter_decision(
        number="12/QĐ-UBND",
        date=TODAY,
        issuer="UBND TP. Hồ Chí Minh",
        title="Công bố",
        effective_date=MAY,
        actor=catalogue.controller,
        at=AT,
    )
    publish(**arguments)
    assert journal()[-1][1]["decision"] == {
        "date": TODAY.isoformat(),
        "issuer": "UBND TP. Hồ Chí Minh",
        "number": "12/QĐ-UBND",
    }


def test_a_process_longer_than_the_limit_is_not_published(
    catalogue: Province, fresh_graphs: None
) -> None:
    draft_of(catalogue)
    with pytest.raises(NotFound, match="khong-co"):
        set_definition(code=BIRTH, process="khong-co", actor=catalogue.controller, at=AT)
    slow = copy.deepcopy(Definition.objects.get(key="mac-dinh").graph)
    for node in slow["nodes"]:
        if "budget" in node:
            node["budget"] = "3 working_days"
    Definition.objects.create(
        key="cham", number=1, name="Chậm", graph=slow, state="published", published_at=AT
    )
    set_definition(code=BIRTH, process="cham", actor=catalogue.controller, at=AT)
    with pytest.raises(Refused, match="Quy trình không khớp thời hạn"):
        publish_draft(catalogue)


def test_a_first_version_may_have_begun_before_it_was_entered(catalogue: Province) -> None:
    create_procedure(
        code="1.000656",
        field_code="ho-tich",
        name=" Đăng ký  khai tử ",
        actor=catalogue.controller,
        at=AT,
    )
    version = publish(
        code="1.000656",
        valid_from=dt.date(2025, 7, 1),
        decision_number=DECISION,
        actor=catalogue.controller,
        at=AT,
    )
    assert version.name == "Đăng ký khai tử"
    assert DecisionItem.objects.get(procedure=version.procedure).act == Act.ISSUE


@pytest.mark.parametrize(
    ("code", "field", "said"),
    [
        ("abc", "ho-tich", "không đúng dạng"),
        (BIRTH, "ho-tich", "đã có trong danh mục"),
        ("1.000656", "thue", "Không có lĩnh vực"),
    ],
)
def test_a_new_procedure_has_a_new_code_and_a_known_field(
    catalogue: Province, code: str, field: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        create_procedure(code=code, field_code=field, name="Tên", actor=catalogue.controller, at=AT)


def test_an_abolished_procedure_ends_the_day_before(catalogue: Province) -> None:
    procedure = abolish(
        code=BIRTH, decision_number=DECISION, on=MAY, actor=catalogue.controller, at=AT
    )
    assert (procedure.status, procedure.superseded_by) == ("repealed", None)
    last = ProcedureVersion.objects.get(procedure=procedure, number=2)
    assert last.valid_to == dt.date(2026, 4, 30)
    with pytest.raises(Refused, match="không có bản nào còn hiệu lực"):
        abolish(code=BIRTH, decision_number=DECISION, on=MAY, actor=catalogue.controller, at=AT)


def test_a_replaced_procedure_names_its_successor_in_the_decision(catalogue: Province) -> None:
    field = Procedure.objects.get(code=BIRTH).field
    successor = Procedure.objects.create(code="1.000001", field=field)
    abolish(
        code=BIRTH,
        decision_number=DECISION,
        on=MAY,
        successor_code="1.000001",
        actor=catalogue.controller,
        at=AT,
    )
    assert {(i.procedure.code, i.act, i.replaces and i.replaces.code) for i in _items()} == {
        (BIRTH, "abolish", None),
        ("1.000001", "replace", BIRTH),
    }
    assert Procedure.objects.get(code=BIRTH).superseded_by == successor


def _items() -> list[DecisionItem]:
    return list(DecisionItem.objects.filter(decision__number=DECISION))


def test_offering_again_changes_the_unit_from_a_day(catalogue: Province) -> None:
    arguments: dict[str, Any] = {"code": BIRTH, "agency_code": "H29.16", "at": AT}
    offer(
        **arguments,
        valid_from=MAY,
        unit_id=catalogue.handling.id,
        actor=catalogue.actor(Role.ADMINISTRATOR, catalogue.ward),
    )
    spans = Offer.objects.filter(agency=catalogue.ward).order_by("valid_from")
    assert [(o.valid_from, o.valid_to) for o in spans] == [
        (dt.date(2025, 7, 1), dt.date(2026, 4, 30)),
        (MAY, None),
    ]
    with pytest.raises(Conflict):
        offer(**arguments, valid_from=MAY, actor=catalogue.controller)
    withdraw_offer(**arguments, last_day=dt.date(2026, 5, 31), actor=catalogue.controller)
    with pytest.raises(NotFound):
        withdraw_offer(**arguments, last_day=dt.date(2026, 6, 1), actor=catalogue.controller)
    assert [verb for verb, _ in journal()] == ["import", "offer", "withdraw_offer"]


def test_an_offer_begins_today_or_later_in_a_unit_of_the_agency(catalogue: Province) -> None:
    arguments: dict[str, Any] = {"code": BIRTH, "actor": catalogue.controller, "at": AT}
    with pytest.raises(Refused, match="đã qua"):
        offer(**arguments, agency_code="H29", valid_from=dt.date(2026, 3, 1))
    with pytest.raises(NotFound, match="không có bộ phận"):
        offer(**arguments, agency_code="H29.17", valid_from=MAY, unit_id=catalogue.handling.id)


@pytest.mark.parametrize(
    ("role", "place", "edits", "publishes"),
    [
        (Role.CONTROLLER, "root", True, True),
        (Role.ADMINISTRATOR, "root", True, False),
        (Role.CONTROLLER, "ward", False, False),
        (Role.ADMINISTRATOR, "ward", False, False),
        (Role.AGENCY_LEADER, "root", False, False),
        (Role.RECEPTION, "ward", False, False),
    ],
)
def test_who_stands_over_every_ward_that_offers_it_edits_and_controllers_publish(
    catalogue: Province, role: Role, place: str, edits: bool, publishes: bool
) -> None:
    actor = catalogue.actor(role, getattr(catalogue, place))
    if edits:
        create_draft(code=BIRTH, actor=actor, at=AT)
    else:
        with pytest.raises(Forbidden):
            create_draft(code=BIRTH, actor=actor, at=AT)
        create_draft(code=BIRTH, actor=catalogue.controller, at=AT)
    arguments: dict[str, Any] = {"code": BIRTH, "valid_from": MAY, "decision_number": DECISION}
    if publishes:
        publish(**arguments, actor=actor, at=AT)
    else:
        with pytest.raises(Forbidden):
            publish(**arguments, actor=actor, at=AT)


def test_a_ward_alone_edits_what_only_it_offers(catalogue: Province) -> None:
    withdraw_offer(
        code=BIRTH, agency_code="H29.17", last_day=TODAY, actor=catalogue.controller, at=AT
    )
    tomorrow = AT + dt.timedelta(days=1)
    ward = catalogue.actor(Role.CONTROLLER, catalogue.ward)
    with pytest.raises(Forbidden):
        create_draft(code=BIRTH, actor=ward, at=AT)
    create_draft(code=BIRTH, actor=ward, at=tomorrow)


def test_a_ward_offers_for_itself_only(catalogue: Province) -> None:
    ward = catalogue.actor(Role.CONTROLLER, catalogue.ward)
    offer(code=BIRTH, agency_code="H29.16", valid_from=MAY, actor=ward, at=AT)
    with pytest.raises(Forbidden):
        offer(code=BIRTH, agency_code="H29.17", valid_from=MAY, actor=ward, at=AT)
