"""A ward is merged into its neighbour: no file lost, no code changed, no sum changed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.cases.models import Case, CaseTransfer
from motcua.cases.states import State, Verb
from motcua.indicators.actions import fold_figures
from motcua.indicators.queries.figures import statistics
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency, FormerName, Post
from motcua.organisation.queries import actor_for_session, successors_of
from motcua.organisation.rules import CONSOLE
from motcua.process.models import WorkItem
from motcua.process.queries import live_items
from motcua.reorganisation.actions import cancel_act, carry_out, carry_out_due, plan_act
from motcua.reorganisation.models import Act
from motcua.reorganisation.queries import preview
from motcua.reorganisation.rules import plan_from
from motcua.slips.forms import FormKind
from tests.office import BUILDING, NOW, Clock, Office
from tests.portal.conftest import text_of
from tests.reorganisation.test_plan import NEW

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 9)
MORNING = dt.datetime(2026, 3, 9, 0, 5, tzinfo=VIETNAM)
EVENING = dt.datetime(2026, 3, 8, 16, 55, tzinfo=VIETNAM)
UNITS = [
    {"code": "MC", "name": "Một cửa", "kind": "reception"},
    {"code": "HT", "name": "Hộ tịch", "kind": "handling"},
    {"code": "DC", "name": "Địa chính", "kind": "handling"},
    {"code": "LD", "name": "Lãnh đạo", "kind": "leadership"},
    {"code": "VT", "name": "Văn thư", "kind": "clerical"},
    {"code": "KS", "name": "Kiểm soát", "kind": "control"},
]
BOTH = NEW | {"units": UNITS}


def act_of(**more: Any) -> dict[str, Any]:
    """Both wards into one new ward."""
    plain = {
        "format": "motcua-reorganisation/1",
        "key": "hai-phuong",
        "document": "Nghị quyết 1685/NQ-UBTVQH15",
        "effective": DAY.isoformat(),
        "new": [BOTH],
        "moves": [
            {"from": "H29.101", "to": "H29.201", "units": {"DC": "DC", "HT": "HT"}},
            {"from": "H29.102", "to": "H29.201", "units": {"HT": "HT"}},
        ],
    }
    return plain | more


def in_many_states(office: Office) -> dict[str, Case]:
    """Live and closed files of An Lạc, and one of Bình Tân."""
    made = {
        "registered": office.take_in(accept=False),
        "received": office.take_in(),
        "handling": office.walk(office.take_in(), to="thu_ly"),
        "held": office.act(office.walk(office.take_in(), to="thu_ly"), Verb.CLAIM, by="thuly"),
        "building": office.walk(office.take_in(BUILDING), to="thu_ly"),
        "to-return": office.walk(office.take_in(), to="tra_ket_qua"),
        "returned": office.walk(office.take_in()),
        "withdrawn": office.act(office.take_in(), Verb.WITHDRAW, by="tiepnhan"),
    }
    form = office.form(agency_code="H29.102")
    from motcua.cases.actions.intake import take_in

    made["neighbour"] = take_in(form=form, actor=office.actor("tiepnhan.binhtan"), at=NOW)
    return made


def sums(at: dt.datetime) -> dict[str, Any]:
    """The figures of the city over the quarter, from the folded sums and from the files."""
    fold_figures(at=at)
    asked = {"from_day": dt.date(2026, 1, 1), "to_day": dt.date(2026, 3, 31), "at": at}
    folded = statistics(**asked, agency_code="H29", by="field")
    counted = statistics(**asked, agency_code="H29", by="procedure")
    assert counted["total"] == folded["total"]
    return {name: folded[name] for name in ("total", "groups")}


def done(data: dict[str, Any] | None = None, at: dt.datetime = MORNING) -> Act:
    act = plan_act(data=data or act_of(), actor=CONSOLE, at=NOW)
    return carry_out(key=act.key, actor=CONSOLE, at=at)


def test_no_file_is_lost_no_code_changed_and_every_sum_is_what_it_was(office: Office) -> None:
    files = in_many_states(office)
    before, codes = sums(MORNING), set(Case.objects.values_list("pk", "code"))
    due = dict(Case.objects.values_list("pk", "due_at"))
    act = done()
    assert (act.state, act.transferred) == ("done", 7)
    assert set(Case.objects.values_list("pk", "code")) == codes
    assert dict(Case.objects.values_list("pk", "due_at")) == due
    assert sums(MORNING) == before
    new = Agency.objects.get(code="H29.201")
    stayed = {files["returned"].pk, files["withdrawn"].pk}
    assert set(Case.objects.exclude(agency=new).values_list("pk", flat=True)) == stayed
    assert not WorkItem.objects.live().exclude(agency=new).exists()
    assert not list(faults())


def test_everybody_goes_on_working_in_the_new_ward(office: Office) -> None:
    files = in_many_states(office)
    done()
    later = MORNING + dt.timedelta(hours=8)
    held = live_items(files["held"].pk)[0]
    assert held.holder_id == office.account("thuly").pk
    assert held.unit.code == "HT"
    assert live_items(files["building"].pk)[0].unit.code == "DC"
    case = Case.objects.select_related("version", "run").get(pk=files["to-return"].pk)
    office.act(case, Verb.RETURN_RESULT, by="tiepnhan", at=later)
    clerk = actor_for_session(office.account("tiepnhan").pk, at=later)
    assert clerk is not None
    assert {seat.agency_code for seat in clerk.seats} == {"H29.201"}
    again = office.take_in(by="tiepnhan", at=later, agency_code="H29.201")
    assert again.code is not None
    assert again.code.startswith("H29.201-")
    with pytest.raises(Refused):
        office.take_in(by="tiepnhan", at=later)


def test_the_old_ward_has_ended_and_says_who_answers_for_it(office: Office, clock: Clock) -> None:
    case = office.take_in()
    done()
    clock.now = MORNING
    old = Agency.objects.get(code="H29.101")
    assert old.valid_to == DAY - dt.timedelta(days=1)
    assert [one.code for one in successors_of(old.pk, on=DAY)] == ["H29.201"]
    assert not Post.objects.on(DAY).filter(unit__agency=old).exists()
    page = text_of(Client().get(f"/co-quan/{old.slug}/"))
    assert "Phường Mới" in page
    tracked = Client().post("/tra-cuu/", {"code": case.number, "secret": case.secret}, follow=True)
    assert "bàn giao sang cơ quan mới" in text_of(tracked)
    assert "Phường An Lạc → Phường Mới" in text_of(tracked)


def test_a_file_of_the_last_evening_is_returned_by_the_new_ward_with_its_control_slip(
    office: Office,
) -> None:
    from motcua.cases.queries.page import page_of_case
    from motcua.slips.queries import slip

    case = office.take_in(at=EVENING - dt.timedelta(days=2))
    done()
    moved = Case.objects.select_related("version", "run").get(pk=case.pk)
    finished = office.walk(moved, at=MORNING + dt.timedelta(hours=9))
    assert finished.state == State.RETURNED
    assert finished.code == case.code
    whole = Case.objects.select_related(
        "agency", "reception_unit", "handling_unit", "version__procedure__field", "run"
    ).get(pk=case.pk)
    printed = slip(
        page_of_case(whole), FormKind.CONTROL, on=DAY, site_url="https://mc.vn", number=1
    )
    assert printed.pdf.startswith(b"%PDF")


def test_stopped_in_the_middle_it_goes_on_where_it_was(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.reorganisation.actions.live_ids", _two_at_a_time)
    in_many_states(office)
    plan_act(data=act_of(), actor=CONSOLE, at=NOW)
    half = carry_out(key="hai-phuong", actor=CONSOLE, at=MORNING, batches=1)
    assert (half.state, half.transferred) == ("running", 2)
    assert Agency.objects.get(code="H29.101").valid_to is None
    whole = carry_out(key="hai-phuong", actor=CONSOLE, at=MORNING)
    assert (whole.state, whole.transferred) == ("done", 7)
    assert CaseTransfer.objects.count() == 7
    entries = Entry.objects.count()
    assert carry_out(key="hai-phuong", actor=CONSOLE, at=MORNING).state == "done"
    assert Entry.objects.count() == entries


def _two_at_a_time(agencies: Any, most: int = 2) -> list[int]:
    from motcua.cases.actions.transfer import live_ids

    return live_ids(agencies, most=2)


def test_before_its_day_nothing_happens_and_then_the_worker_does_it(office: Office) -> None:
    office.take_in()
    plan_act(data=act_of(), actor=CONSOLE, at=NOW)
    assert carry_out_due(actor=CONSOLE, at=NOW) == 0
    assert not Agency.objects.filter(code="H29.201").exists()
    assert carry_out_due(actor=CONSOLE, at=MORNING) == 1
    assert carry_out_due(actor=CONSOLE, at=MORNING) == 0


def test_an_act_is_cancelled_while_nothing_has_happened(office: Office) -> None:
    plan_act(data=act_of(), actor=CONSOLE, at=NOW)
    cancel_act(key="hai-phuong", actor=CONSOLE, at=NOW)
    assert carry_out(key="hai-phuong", actor=CONSOLE, at=MORNING).state == "cancelled"
    with pytest.raises(Refused, match="không hủy được nữa"):
        cancel_act(key="hai-phuong", actor=CONSOLE, at=NOW)
    with pytest.raises(NotFound):
        cancel_act(key="khac", actor=CONSOLE, at=NOW)
    done(act_of(key="lan-hai"))
    with pytest.raises(Refused, match="không hủy được nữa"):
        cancel_act(key="lan-hai", actor=CONSOLE, at=MORNING)


def test_a_unit_left_with_files_and_no_owner_is_refused(office: Office) -> None:
    office.walk(office.take_in(BUILDING), to="thu_ly")
    few = [unit for unit in UNITS if unit["code"] in ("MC", "LD")]
    with pytest.raises(Refused, match="chưa có bộ phận nào"):
        plan_act(data=act_of(new=[NEW | {"units": few}]), actor=CONSOLE, at=NOW)
    with pytest.raises(Refused, match="không có bộ phận một cửa"):
        plan_act(data=act_of(new=[NEW | {"units": UNITS[1:]}]), actor=CONSOLE, at=NOW)
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"moves": [{"from": "H29.999", "to": "H29.102"}], "new": []}, "Không có cơ quan"),
        ({"moves": [{"from": "H29.101", "to": "H29.999"}], "new": []}, "Không có cơ quan"),
        ({"effective": "2026-03-01"}, "đã qua"),
        ({"effective": "2020-01-01", "ground": "x"}, "không hoạt động trước ngày"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    office: Office, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        plan_act(data=act_of(**change), actor=CONSOLE, at=NOW)
    assert not Act.objects.exists()


def test_overlapping_acts_and_a_changed_file_are_refused(office: Office) -> None:
    plan_act(data=act_of(), actor=CONSOLE, at=NOW)
    assert plan_act(data=act_of(), actor=CONSOLE, at=NOW).key == "hai-phuong"
    with pytest.raises(Conflict, match="nội dung khác"):
        plan_act(data=act_of(document="Khác"), actor=CONSOLE, at=NOW)
    with pytest.raises(Refused, match="chưa xong"):
        plan_act(data=act_of(key="khac"), actor=CONSOLE, at=NOW)


@pytest.mark.parametrize("who", ["quantri", "lanhdao.tphcm", "tiepnhan"])
def test_only_the_administrator_of_the_root_reorganises(office: Office, who: str) -> None:
    with pytest.raises(Forbidden):
        plan_act(data=act_of(), actor=office.actor(who), at=NOW)
    plan_act(data=act_of(), actor=office.actor("quantri.tphcm"), at=NOW)


def test_a_split_sends_each_file_where_its_room_went(office: Office) -> None:
    marriage = office.walk(office.take_in(), to="thu_ly")
    building = office.walk(office.take_in(BUILDING), to="thu_ly")
    second = BOTH | {"code": "H29.202", "name": "UBND phường Hai", "short_name": "Phường Hai"}
    units = {"HT": "H29.201/HT", "DC": "H29.202/DC"}
    done(act_of(new=[BOTH, second], moves=[{"from": "H29.101", "to": "H29.201", "units": units}]))
    for case, code in ((marriage, "H29.201"), (building, "H29.202")):
        case.refresh_from_db()
        assert case.agency.code == code
        assert case.reception_unit.agency.code == code
        assert live_items(case.pk)[0].unit.agency.code == code
    old = Agency.objects.get(code="H29.101")
    assert {one.code for one in successors_of(old.pk, on=DAY)} == {"H29.201", "H29.202"}


def test_two_mergers_in_a_row_lead_from_the_first_to_the_last(office: Office) -> None:
    case = office.take_in()
    done()
    later = BOTH | {"code": "H29.301", "name": "UBND phường Cuối", "short_name": "Phường Cuối"}
    second = act_of(
        key="lan-hai",
        effective="2026-03-16",
        new=[later],
        moves=[{"from": "H29.201", "to": "H29.301", "units": {"DC": "DC"}}],
    )
    next_week = MORNING + dt.timedelta(days=7)
    plan_act(data=second, actor=CONSOLE, at=MORNING)
    carry_out(key="lan-hai", actor=CONSOLE, at=next_week)
    case.refresh_from_db()
    assert case.agency.code == "H29.301"
    assert [one.document for one in case.transfers.order_by("pk")] == [
        "Nghị quyết 1685/NQ-UBTVQH15"
    ] * 2
    first = Agency.objects.get(code="H29.101")
    assert [one.code for one in successors_of(first.pk, on=next_week.date())] == ["H29.301"]


def test_a_new_name_keeps_the_old_one_with_its_last_day(office: Office) -> None:
    name = {"code": "H29.101", "name": "UBND phường An Lạc Mới", "short_name": "An Lạc Mới"}
    case = office.take_in()
    done(act_of(new=[], moves=[], renames=[name]))
    agency = Agency.objects.get(code="H29.101")
    assert agency.short_name == "An Lạc Mới"
    former = FormerName.objects.get()
    assert (former.short_name, former.until) == ("Phường An Lạc", DAY - dt.timedelta(days=1))
    case.refresh_from_db()
    assert case.agency == agency


def test_the_command_counts_first_and_then_does(
    office: Office, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_many_states(office)
    path = tmp_path / "act.json"
    path.write_text(json.dumps(act_of()), encoding="utf-8")
    call_command("reorganise", str(path), "--dry-run")
    told = capsys.readouterr().out
    assert "được bàn giao: 7" in told
    assert "H29.101, Đang xử lý: 3" in told
    assert not Act.objects.exists()
    call_command("reorganise", str(path))
    assert "chờ đến ngày" in capsys.readouterr().out
    clock.now = MORNING
    call_command("reorganise", str(path))
    assert "đã bàn giao xong, đã bàn giao 7 hồ sơ" in capsys.readouterr().out
    for content, said in (("{", "không phải JSON"), ("[]", "đối tượng JSON"), ("{}", "format")):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError, match=said):
            call_command("reorganise", str(path))


def test_the_preview_tells_whose_hands_would_be_one(office: Office) -> None:
    from motcua.organisation.actions import appoint
    from motcua.organisation.states import Role

    appoint(
        actor=CONSOLE,
        account_id=office.account("lanhdao.binhtan").pk,
        unit_id=office.units["anlac", "MC"].pk,
        role=Role.RECEPTION,
        valid_from=dt.date(2026, 1, 5),
        at=NOW,
    )
    into = act_of(new=[], moves=[{"from": "H29.101", "to": "H29.102", "units": {}}])
    seen = preview(plan_from(into))
    assert any("Mai Lãnh Đạo" in clash for clash in seen.clashes)
    assert seen.posts > 5


STEPS = st.lists(st.sampled_from(["merge", "split", "rename", "again"]), min_size=1, max_size=3)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_acts_follow_each_other_files_and_sums_survive(
    office: Office, steps: list[str]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        _sequence(office, steps)
        transaction.set_rollback(True)


def _sequence(office: Office, steps: list[str]) -> None:
    in_many_states(office)
    before, codes = sums(MORNING), set(Case.objects.values_list("pk", "code", "due_at"))
    here, day = "H29.101", DAY
    for turn, step in enumerate(steps):
        at = dt.datetime.combine(day, dt.time(0, 5), tzinfo=VIETNAM)
        code = f"H29.4{turn}1"
        new = BOTH | {"code": code, "short_name": f"Phường {turn}"}
        other = BOTH | {"code": f"H29.4{turn}2", "short_name": f"Phường {turn} B"}
        units = {"HT": f"{code}/HT", "DC": f"H29.4{turn}2/DC"}
        moves = [{"from": here, "to": code, "units": units if step == "split" else {"DC": "DC"}}]
        data = act_of(key=f"a{turn}", effective=day.isoformat(), new=[new], moves=moves)
        if step == "split":
            data["new"] = [new, other]
        if step == "rename":
            name = {"code": here, "name": f"UBND {turn}", "short_name": f"Tên {turn}"}
            data |= {"new": [], "moves": [], "renames": [name]}
        plan_act(data=data, actor=CONSOLE, at=at)
        carry_out(key=f"a{turn}", actor=CONSOLE, at=at)
        if step == "again":
            carry_out(key=f"a{turn}", actor=CONSOLE, at=at)
        here = here if step == "rename" else code
        day += dt.timedelta(days=1)
    assert set(Case.objects.values_list("pk", "code", "due_at")) == codes
    assert sums(MORNING) == before
    assert not list(faults())
