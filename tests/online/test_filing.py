"""A file filed from home: who may, what is checked, until when the desk answers."""

from __future__ import annotations

import datetime as dt

import pytest

from motcua.cases.actions.filing import bring_online, file_online, take_back_online
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case, CasePaper
from motcua.cases.queries.lists import Moments, WorkList, page_of
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.states import PaperForm, PaperState, State, Verb
from motcua.journal.queries import KeyReused
from motcua.journal.rules import act_key
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.online.queries.own import my_case, my_files
from tests.office import BUILDING, COPIES, NOW, Office
from tests.online.conftest import Home

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def moments(at: dt.datetime = NOW) -> Moments:
    return Moments(at=at, soon=at + dt.timedelta(days=1), stale=at - dt.timedelta(days=1))


def fresh(case: Case) -> Case:
    return Case.objects.select_related("version", "run").get(pk=case.pk)


def asked(home: Home, case: Case, at: dt.datetime) -> Case:
    """The desk asks for another declaration before it accepts."""
    return home.office.act(
        case,
        Verb.REQUEST_SUPPLEMENT,
        by="tiepnhan",
        at=at,
        items=[AskedPaper("Tờ khai đăng ký kết hôn", "Thiếu chữ ký", "to_khai")],
        reason="Tờ khai chưa ký",
    )


def test_a_filing_waits_at_the_desk_under_a_provisional_number(hoa: Home) -> None:
    case = hoa.file()
    assert (case.state, case.channel, case.code, case.received_by_id) == (1, "online", None, None)
    assert case.provisional.startswith("TN-")
    page = page_of(WorkList.TO_ACCEPT, hoa.office.actor("tiepnhan"), moments())
    assert [row.number for row in page.rows] == [case.provisional]
    assert not page_of(WorkList.TO_ACCEPT, hoa.office.actor("tiepnhan.binhtan"), moments()).rows


@pytest.mark.parametrize(
    ("filed", "answered"),
    [
        # Within the day: eight working hours are one working day further.
        ("2026-03-02T09:00", "2026-03-03T09:00"),
        # In the night: from the next morning.
        ("2026-03-02T22:10", "2026-03-03T17:00"),
        # 16:40 on the Friday before Tết 2026 (16–20/02): twenty minutes, then after the holiday.
        ("2026-02-13T16:40", "2026-02-23T16:40"),
    ],
)
def test_the_desk_answers_within_eight_working_hours(hoa: Home, filed: str, answered: str) -> None:
    at = dt.datetime.fromisoformat(filed).replace(tzinfo=VIETNAM)
    case = hoa.file(at=at)
    assert case.answer_by == dt.datetime.fromisoformat(answered).replace(tzinfo=VIETNAM)


def test_accepting_gives_code_and_clock_and_types_nothing_twice(hoa: Home) -> None:
    case = hoa.file()
    done = hoa.office.act(case, Verb.ACCEPT, by="tiepnhan", at=NOW + HOUR)
    assert done.code
    assert done.answer_by is None
    assert done.received_at == NOW + HOUR
    assert done.due_at is not None
    assert done.received_by_id == hoa.office.account("tiepnhan").pk


def test_an_incomplete_filing_is_refused_and_nothing_is_written(hoa: Home) -> None:
    with pytest.raises(Refused, match="Còn thiếu giấy tờ bắt buộc"):
        hoa.file(papers=(PaperIn("to_khai", form=PaperForm.ELECTRONIC, file_id=hoa.upload()),))
    assert not Case.objects.exists()


def test_another_persons_upload_cannot_be_filed(hoa: Home, stranger: Home) -> None:
    theirs = stranger.upload()
    with pytest.raises(Refused, match="Không có tệp số"):
        hoa.file(
            papers=tuple(
                PaperIn(key, form=PaperForm.ELECTRONIC, file_id=theirs)
                for key in ("to_khai", "xac_nhan")
            )
        )
    assert not Case.objects.exists()


def test_an_officer_cannot_file_as_a_citizen(hoa: Home) -> None:
    with pytest.raises(Forbidden):
        file_online(form=hoa.form(), actor=hoa.office.actor("tiepnhan"), at=NOW)


def test_an_agency_that_does_not_offer_the_procedure_refuses(hoa: Home) -> None:
    with pytest.raises(Refused, match="không tiếp nhận thủ tục"):
        hoa.file(procedure_code=BUILDING, agency_code="H29.102", papers=())
    with pytest.raises(Refused, match="chưa có bộ phận một cửa"):
        hoa.file(agency_code="H29")


def test_the_same_key_files_once_and_another_body_is_refused(hoa: Home) -> None:
    key = act_key(hoa.account.pk, "k", b"one")
    first = file_online(form=hoa.form(), actor=hoa.actor, at=NOW, key=key)
    again = file_online(form=hoa.form(), actor=hoa.actor, at=NOW, key=key)
    assert first.pk == again.pk
    other = act_key(hoa.account.pk, "k", b"two")
    with pytest.raises(KeyReused):
        file_online(form=hoa.form(), actor=hoa.actor, at=NOW, key=other)
    assert Case.objects.count() == 1


def test_a_citizen_sees_what_they_filed_and_what_bears_their_proved_number(
    hoa: Home, stranger: Home, office: Office
) -> None:
    at_counter, online = office.take_in(), stranger.file(applicant=office.form().applicant)
    assert {one.pk for one in my_files(hoa.account.pk)} == {at_counter.pk, online.pk}
    assert {one.pk for one in my_files(stranger.account.pk)} == {online.pk}
    with pytest.raises(NotFound):
        my_case(at_counter.number, stranger.account.pk)


def test_a_file_without_a_number_is_nobodys_by_number(stranger: Home, office: Office) -> None:
    form = office.form()
    office.take_in(applicant=type(form.applicant)(name="Trẻ em không số"))
    assert my_files(stranger.account.pk) == []


def test_papers_are_brought_twice_and_accepted(hoa: Home) -> None:
    case = asked(hoa, hoa.file(), NOW + HOUR)
    assert case.answer_by is None
    for turn in (2, 4):
        new = PaperIn("to_khai", form=PaperForm.ELECTRONIC, file_id=hoa.upload(f"lan-{turn}.jpg"))
        case = bring_online(case.number, papers=[new], actor=hoa.actor, at=NOW + turn * HOUR)
        assert case.answer_by is not None
        if turn == 2:
            hoa.office.act(
                case,
                Verb.REQUEST_SUPPLEMENT,
                by="tiepnhan",
                at=NOW + 3 * HOUR,
                items=[AskedPaper("Tờ khai đăng ký kết hôn", "Ảnh mờ", "to_khai")],
                reason="Ảnh mờ",
                again_because="Ảnh lần trước không đọc được",
            )
    done = hoa.office.act(case, Verb.ACCEPT, by="tiepnhan", at=NOW + 5 * HOUR)
    assert done.state == State.RECEIVED
    states = CasePaper.objects.filter(case=case, key="to_khai").values_list("state", flat=True)
    assert sorted(states) == [PaperState.REPLACED, PaperState.REPLACED, PaperState.SUBMITTED]


def on_the_clock(home: Home) -> Case:
    """Accepted, with the specialist, asked for papers, the notice handed out."""
    case = home.office.act(home.file(), Verb.ACCEPT, by="tiepnhan", at=NOW)
    home.office.walk(case, to="thu_ly", at=NOW)
    line = [AskedPaper("Giấy xác nhận tình trạng hôn nhân", "Hết hạn", "xac_nhan")]
    for who, more in (
        ("thuly", {"items": line, "reason": "Giấy hết hạn"}),
        ("truongphong", {"stage": "approve"}),
        ("tiepnhan", {"stage": "hand_out"}),
    ):
        case = home.office.act(fresh(case), Verb.REQUEST_SUPPLEMENT, by=who, at=NOW, **more)
    return case


def test_on_the_clock_the_time_goes_on_from_when_the_papers_were_brought(hoa: Home) -> None:
    case = on_the_clock(hoa)
    brought, looked = NOW + 24 * HOUR, NOW + 72 * HOUR
    new = PaperIn("xac_nhan", form=PaperForm.ELECTRONIC, file_id=hoa.upload("moi.jpg"))
    case = bring_online(case.number, papers=[new], actor=hoa.actor, at=brought)
    assert case.state == State.SUPPLEMENT
    page = page_of(WorkList.TO_ACCEPT, hoa.office.actor("tiepnhan"), moments(brought))
    assert [row.number for row in page.rows] == [case.code]
    done = hoa.office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=looked)
    assert done.state == State.PROCESSING
    assert done.pauses[-1][1] == brought.isoformat()
    assert done.answer_by is None


def test_what_does_not_answer_the_request_is_said_again_without_a_second_request(
    hoa: Home,
) -> None:
    case = on_the_clock(hoa)
    new = PaperIn("xac_nhan", form=PaperForm.ELECTRONIC, file_id=hoa.upload("moi.jpg"))
    case = bring_online(case.number, papers=[new], actor=hoa.actor, at=NOW + HOUR)
    case = hoa.office.act(
        case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", at=NOW + 2 * HOUR, reason="Ảnh mờ"
    )
    request = case.supplement_requests.get()
    assert (request.reason, request.brought_at, case.supplements) == ("Ảnh mờ", None, 1)
    assert case.answer_by is None
    again = bring_online(case.number, papers=[new], actor=hoa.actor, at=NOW + 3 * HOUR)
    assert again.answer_by is not None


@pytest.mark.parametrize(
    ("papers", "text"),
    [([], "Còn thiếu giấy tờ được yêu cầu"), (["to_khai", "la"], "không hỏi giấy tờ “la”")],
)
def test_bringing_answers_the_request_and_nothing_else(
    hoa: Home, papers: list[str], text: str
) -> None:
    case = asked(hoa, hoa.file(), NOW + HOUR)
    brought = [PaperIn(key, form=PaperForm.ELECTRONIC, file_id=hoa.upload()) for key in papers]
    with pytest.raises(Refused, match=text):
        bring_online(case.number, papers=brought, actor=hoa.actor, at=NOW + 2 * HOUR)


def test_only_the_citizen_brings_and_takes_back(hoa: Home, stranger: Home) -> None:
    case = asked(hoa, hoa.file(), NOW + HOUR)
    later = NOW + 2 * HOUR
    paper = [PaperIn("to_khai", form=PaperForm.ELECTRONIC, file_id=stranger.upload())]
    with pytest.raises(NotFound):
        bring_online(case.number, papers=paper, actor=stranger.actor, at=later)
    with pytest.raises(NotFound):
        take_back_online(case.number, reason="", actor=stranger.actor, at=later)
    with pytest.raises(Forbidden):
        bring_online(case.number, papers=paper, actor=hoa.office.actor("tiepnhan"), at=later)
    with pytest.raises(NotFound):
        act_on(case.number, Verb.ACCEPT, actor=stranger.actor, at=later)
    with pytest.raises(Forbidden):
        act_on(case.number, Verb.ACCEPT, actor=hoa.actor, at=later)


def test_a_file_is_taken_back_before_it_is_accepted_and_not_after(hoa: Home) -> None:
    case = take_back_online(hoa.file().number, reason="Nhầm", actor=hoa.actor, at=NOW + HOUR)
    assert (case.state, case.answer_by) == (State.WITHDRAWN, None)
    other = hoa.office.act(hoa.file(), Verb.ACCEPT, by="tiepnhan", at=NOW)
    with pytest.raises(Refused, match="đã được tiếp nhận"):
        take_back_online(other.number, reason="", actor=hoa.actor, at=NOW + HOUR)


def test_a_procedure_for_information_only_takes_no_filing(hoa: Home) -> None:
    from motcua.catalogue.models import ProcedureVersion
    from motcua.catalogue.queries.intake import forget_versions

    version = ProcedureVersion.objects.get(procedure__code=COPIES)
    ProcedureVersion.objects.filter(pk=version.pk).update(online_level="information")
    forget_versions()
    with pytest.raises(Refused, match="chưa nhận hồ sơ trực tuyến"):
        hoa.file(procedure_code=COPIES, papers=())
