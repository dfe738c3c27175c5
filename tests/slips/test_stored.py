"""Slips of stored files: which there are, what stands on them, and with how many statements."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest

from motcua.cases.models import Case
from motcua.cases.queries.page import CasePage, case_page
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import PaperForm, Verb
from motcua.kernel.refusals import NotFound
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency, Post
from motcua.slips.forms import FormKind
from motcua.slips.queries import available, printing, slip
from motcua.slips.queries.story import Dossier
from motcua.slips.values import Timeliness, Values
from tests.office import BUILDING, COPIES, NOW, Office
from tests.slips import paper

SITE = "https://motcua.anlac.example.vn"
TODAY = dt.date(2026, 3, 20)
ASKED: Final[dict[str, Any]] = {
    "items": [AskedPaper("Tờ khai đăng ký kết hôn", "Ký và ghi ngày", "to_khai")],
    "reason": "Tờ khai chưa ký",
}


def on(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=VIETNAM)


def page_of(office: Office, case: Case) -> CasePage:
    return case_page(case.number, office.actor("tiepnhan"))


def kinds(office: Office, case: Case) -> list[str]:
    return [str(sheet.kind) for sheet in available(page_of(office, case))]


def values_of(office: Office, case: Case, kind: FormKind, number: int = 0) -> Any:
    """What would be printed, before it is set."""
    page = page_of(office, case)
    sheets = [s for s in available(page) if s.kind == kind and number in (0, s.number)]
    found: Values = printing._values(Dossier.of(page), sheets[-1], TODAY, SITE)
    return found


def asked(office: Office, case: Case, at: dt.datetime) -> Case:
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="thuly", at=at, **ASKED)
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="truongphong", at=at)
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", at=at)


class TestWhichThereAre:
    def test_a_registered_file_has_none(self, office: Office) -> None:
        assert kinds(office, office.take_in(accept=False)) == []

    def test_an_accepted_file_has_receipt_and_control_slip(self, office: Office) -> None:
        assert kinds(office, office.take_in()) == ["receipt", "control"]

    def test_papers_asked_for_at_the_counter_have_a_slip_before_acceptance(
        self, office: Office
    ) -> None:
        case = office.take_in(accept=False)
        case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", **ASKED)
        assert kinds(office, case) == ["supplement"]
        printed = values_of(office, case, FormKind.SUPPLEMENT)
        assert printed.link == ""
        assert "bắt đầu tính khi hồ sơ đã đầy đủ" in printed.clock_note

    def test_a_request_not_handed_out_has_no_slip(self, office: Office) -> None:
        case = office.walk(office.take_in(), to="thu_ly")
        case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="thuly", **ASKED)
        assert "supplement" not in kinds(office, case)

    def test_each_ending_has_its_own(self, office: Office) -> None:
        refused = office.act(
            office.take_in(accept=False), Verb.REFUSE, by="tiepnhan", reason="Sai thẩm quyền"
        )
        assert kinds(office, refused) == ["refusal"]
        withdrawn = office.act(office.take_in(), Verb.WITHDRAW, by="tiepnhan")
        assert kinds(office, withdrawn) == ["receipt", "stop", "control"]
        stopped = office.act(
            office.walk(office.take_in(), to="thu_ly"),
            Verb.STOP,
            by="lanhdao",
            reason="Không bổ sung hồ sơ",
            legal_ground="Điều 19 Luật Đất đai",
        )
        assert kinds(office, stopped) == ["receipt", "stop_by_agency", "control"]

    def test_a_proposed_extension_is_not_yet_an_apology(self, office: Office) -> None:
        case = office.walk(office.take_in(), to="thu_ly")
        fields = {"new_due": dt.date(2026, 3, 13), "reason": "Xác minh"}
        case = office.act(case, Verb.EXTEND, by="thuly", at=on(3), **fields)
        assert "apology" not in kinds(office, case)
        case = office.act(case, Verb.EXTEND, by="truongphong", at=on(4))
        assert "apology" in kinds(office, case)

    def test_a_slip_that_is_not_there_is_refused(self, office: Office) -> None:
        page = page_of(office, office.take_in())
        with pytest.raises(NotFound):
            slip(page, FormKind.REFUSAL, on=TODAY, site_url=SITE)
        with pytest.raises(NotFound):
            slip(page, FormKind.RECEIPT, on=TODAY, site_url=SITE, number=7)


class TestReceipt:
    def test_it_says_what_the_desk_took_down(self, office: Office) -> None:
        case = office.take_in(owner=Party(name="Trần Văn Nam"), return_channel="postal")
        printed = values_of(office, case, FormKind.RECEIPT)
        assert printed.head.superior == "Ủy ban nhân dân Thành phố Hồ Chí Minh"
        assert printed.head.agency == "Ủy ban nhân dân Phường An Lạc"
        assert (printed.head.place, printed.head.date) == ("An Lạc", dt.date(2026, 3, 2))
        assert printed.head.number == "01/TNHS"
        assert printed.code == "H29.101-260302-0001"
        assert printed.link == f"{SITE}/h/{case.code}?s={case.secret}"
        assert printed.secret == f"{case.secret[:4]}-{case.secret[4:]}"
        assert (printed.submitter.name, printed.submitter.id_label) == (
            "Nguyễn Thị Hoa",
            "Số định danh cá nhân",
        )
        assert printed.owner.name == "Trần Văn Nam"
        assert printed.papers[0].name == "Tờ khai đăng ký kết hôn"
        assert (printed.limit, printed.due) == ("05 ngày làm việc", dt.date(2026, 3, 9))
        assert printed.return_at.startswith("12 đường số 3, phường An Lạc (qua dịch vụ bưu chính")
        assert printed.receiver.name == "Trần Tiếp Nhận"
        assert (printed.book.volume, printed.book.entry) == ("2026", "0302-0001")
        assert printed.contact.hotline == "1900 1234"
        assert printed.contact.site == "motcua.anlac.example.vn"

    def test_holidays_on_the_way_are_told(self, office: Office) -> None:
        case = office.take_in(at=dt.datetime(2026, 2, 13, 9, tzinfo=VIETNAM))
        printed = values_of(office, case, FormKind.RECEIPT)
        assert printed.due_note.startswith("không tính 16/02–20/02: nghỉ Tết")
        assert printed.due == dt.date(2026, 2, 27)

    def test_fees_are_those_of_the_file(self, office: Office) -> None:
        printed = values_of(office, office.take_in(BUILDING), FormKind.RECEIPT)
        assert [(fee.name, fee.amount) for fee in printed.fees] == [
            ("Lệ phí cấp giấy phép xây dựng", 75_000)
        ]
        copies = values_of(office, office.take_in(COPIES, fee_pages=3), FormKind.RECEIPT)
        assert copies.fees[0].name == "Phí chứng thực bản sao (3 trang)"

    def test_a_correction_prints_a_new_one_that_names_the_old(self, office: Office) -> None:
        case = office.take_in()
        case = office.act(
            case,
            Verb.CORRECT,
            by="tiepnhan2",
            at=on(3),
            reason="Ghi thiếu giấy tờ",
            papers=[PaperIn("to_khai"), PaperIn("xac_nhan", PaperForm.COPY), PaperIn("khac")],
        )
        printed = values_of(office, case, FormKind.RECEIPT)
        assert (printed.head.number, printed.instead_of) == ("01-2/TNHS", "01/TNHS")
        assert printed.head.date == dt.date(2026, 3, 3)
        assert printed.received_at == NOW
        assert [p.form for p in printed.papers] == ["Bản chính", "Bản chụp", "Bản chính"]
        assert printed.receiver.name == "Vũ Tiếp Nhận"

    def test_papers_brought_to_be_accepted_are_listed(self, office: Office) -> None:
        case = office.take_in(accept=False)
        case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", **ASKED)
        brought = [PaperIn("to_khai", PaperForm.COPY), PaperIn("khac")]
        case = office.act(case, Verb.ACCEPT, by="tiepnhan", at=on(3), papers=brought)
        printed = values_of(office, case, FormKind.RECEIPT)
        assert [(p.name, p.form) for p in printed.papers] == [
            ("Giấy xác nhận tình trạng hôn nhân", "Bản chính"),
            ("Tờ khai đăng ký kết hôn", "Bản chụp"),
            ("Giấy tờ khác", "Bản chính"),
        ]

    def test_later_acts_do_not_change_what_was_promised(self, office: Office) -> None:
        case = office.walk(office.take_in(), to="thu_ly", at=on(2, 10))
        before = values_of(office, case, FormKind.RECEIPT)
        case = asked(office, case, on(3))
        case = office.act(
            case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on(10), papers=[PaperIn("to_khai")]
        )
        assert values_of(office, case, FormKind.RECEIPT) == before

    def test_the_same_rows_give_the_same_bytes(self, office: Office) -> None:
        case = office.take_in()
        prints = [
            slip(page_of(office, case), FormKind.RECEIPT, on=day, site_url=SITE)
            for day in (TODAY, dt.date(2027, 1, 1))
        ]
        assert prints[0] == prints[1]
        assert prints[0].name == ("giay-tiep-nhan-ho-so-va-hen-tra-ket-qua-H29.101-260302-0001.pdf")
        words = paper.words(prints[0].pdf)
        for text in (str(case.code), "Thứ Hai, 09/03/2026"):
            assert paper.squeezed(text) in words


def test_a_slip_keeps_the_form_of_its_time(office: Office) -> None:
    Agency.objects.filter(pk=office.ward.pk).update(valid_from=dt.date(2020, 1, 1))
    case = office.take_in()
    old = dt.datetime(2025, 8, 4, 9, tzinfo=VIETNAM)
    Case.objects.filter(pk=case.pk).update(received_at=old)
    page = page_of(office, case)
    control = next(s for s in available(page) if s.kind == FormKind.CONTROL)
    printed = slip(page, FormKind.CONTROL, on=TODAY, site_url=SITE)
    assert control.day == old.date()
    assert paper.squeezed("Mẫu số 05, Thông tư số 01/2018/TT-VPCP") in paper.words(printed.pdf)


def test_before_the_first_circular_there_are_no_forms(office: Office) -> None:
    case = office.take_in()
    old = dt.datetime(2018, 1, 4, 9, tzinfo=VIETNAM)
    Case.objects.filter(pk=case.pk).update(received_at=old)
    assert FormKind.CONTROL not in [s.kind for s in available(page_of(office, case))]


def test_a_merged_agency_keeps_its_name_on_old_slips(office: Office) -> None:
    case = office.take_in()
    Agency.objects.filter(pk=office.ward.pk).update(valid_to=dt.date(2026, 3, 31))
    Case.objects.filter(pk=case.pk).update(agency=office.neighbour)
    page = case_page(case.number, office.actor("tiepnhan.binhtan"))
    sheet = available(page)[0]
    printed: Any = printing._values(Dossier.of(page), sheet, TODAY, SITE)
    assert printed.head.agency == "Ủy ban nhân dân Phường An Lạc"


class TestSupplement:
    def test_each_paper_with_what_to_change(self, office: Office) -> None:
        case = asked(office, office.walk(office.take_in(), to="thu_ly"), on(3))
        printed = values_of(office, case, FormKind.SUPPLEMENT)
        assert printed.head.number == "01/HDHS"
        assert printed.head.date == dt.date(2026, 3, 3)
        (item,) = printed.items
        assert (item.name, item.form, item.problem) == (
            "Tờ khai đăng ký kết hôn",
            "Bản chính",
            "Ký và ghi ngày",
        )
        assert printed.reason == "Tờ khai chưa ký"
        assert "tính lại từ đầu" in printed.clock_note
        assert printed.guide.name == "Trần Tiếp Nhận"


class TestLetters:
    def test_a_refusal_gives_reason_and_ground(self, office: Office) -> None:
        case = office.act(
            office.take_in(accept=False),
            Verb.REFUSE,
            by="tiepnhan",
            reason="Sai thẩm quyền",
            legal_ground="Điều 17 Luật Hộ tịch",
        )
        printed = values_of(office, case, FormKind.REFUSAL)
        assert printed.reasons == ("Sai thẩm quyền",)
        assert printed.legal_basis == ("Điều 17 Luật Hộ tịch",)
        assert printed.receiver.name == "Trần Tiếp Nhận"
        assert printed.head.number.endswith("/TCHS")

    def test_an_apology_names_both_days_and_who_signed(self, office: Office) -> None:
        Post.objects.filter(account=office.account("lanhdao")).update(title="Phó Chủ tịch")
        case = office.walk(office.take_in(), to="thu_ly")
        fields = {"new_due": dt.date(2026, 3, 13), "reason": "Chờ xác minh"}
        case = office.act(case, Verb.EXTEND, by="thuly", at=on(3), **fields)
        case = office.act(case, Verb.EXTEND, by="lanhdao", at=on(4))
        printed = values_of(office, case, FormKind.APOLOGY)
        assert (printed.due, printed.new_due) == (dt.date(2026, 3, 9), dt.date(2026, 3, 13))
        assert (printed.reason, printed.head.date) == ("Chờ xác minh", dt.date(2026, 3, 4))
        assert printed.signer.title == "Phó Chủ tịch"
        assert printed.signer.authority == ("TM. Ủy ban nhân dân", "KT. Chủ tịch")
        assert printed.late_agency == "Tư pháp - Hộ tịch"

    def test_a_stop_at_the_applicants_wish_rests_on_the_decree(self, office: Office) -> None:
        case = office.walk(office.take_in(BUILDING), to="thu_ly")
        case = office.act(case, Verb.WITHDRAW, by="tiepnhan", at=on(5), reason="Đổi ý")
        printed = values_of(office, case, FormKind.STOP)
        assert printed.requested_at == on(5)
        assert printed.request_reason == "Đổi ý"
        assert printed.stage == "đang ở bước “Thụ lý, thẩm định hồ sơ” tại Địa chính - Xây dựng"
        assert printed.legal_basis[0].startswith("Điều 21 Nghị định số 118/2025/NĐ-CP")
        assert printed.finance == "Chưa nộp 75.000 đồng."
        assert len(printed.papers_returned) == 2

    def test_a_stop_by_the_agency_is_an_ordinary_notice(self, office: Office) -> None:
        case = office.act(
            office.walk(office.take_in(), to="thu_ly"),
            Verb.STOP,
            by="lanhdao",
            reason="Không bổ sung hồ sơ",
            legal_ground="Điều 19 Luật Đất đai",
        )
        printed = values_of(office, case, FormKind.STOP_BY_AGENCY)
        assert (printed.requested_at, printed.legal_basis) == (None, ("Điều 19 Luật Đất đai",))
        pdf = slip(page_of(office, case), FormKind.STOP_BY_AGENCY, on=TODAY, site_url=SITE).pdf
        assert "Mẫusố05" not in paper.words(pdf)


class TestControlSlip:
    def test_every_hand_over_is_a_line(self, office: Office) -> None:
        case = office.walk(office.take_in(), to="thu_ly", at=on(2, 10))
        case = asked(office, case, on(3))
        case = office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on(6))
        case = office.walk(case, to="lanh_dao_phong", at=on(6, 14))
        case = office.act(
            case, Verb.SEND_BACK, by="truongphong", at=on(9), reason="Thiếu trích lục"
        )
        case = office.walk(case, at=on(10))
        printed = values_of(office, case, FormKind.CONTROL)
        rows = [(r.from_unit, r.giver, r.to_unit, r.taker, r.note) for r in printed.rows]
        desk, room = "Bộ phận Tiếp nhận và trả kết quả", "Tư pháp - Hộ tịch"
        hoa, tiep_nhan, thu_ly = "Nguyễn Thị Hoa", "Trần Tiếp Nhận", "Lê Thụ Lý"
        phong, lanh_dao, van_thu = "Phạm Trưởng Phòng", "Hoàng Lãnh Đạo", "Bùi Văn Thư"
        heads, seal = "Lãnh đạo Ủy ban", "Văn thư"
        assert rows == [
            ("Người nộp hồ sơ", hoa, desk, tiep_nhan, "Tiếp nhận hồ sơ"),
            (desk, tiep_nhan, room, thu_ly, "Chuyển hồ sơ cho bộ phận chuyên môn"),
            (desk, tiep_nhan, "Người nộp hồ sơ", hoa, "Yêu cầu bổ sung lần 1"),
            ("Người nộp hồ sơ", hoa, desk, tiep_nhan, "Nhận bổ sung lần 1"),
            (room, thu_ly, room, phong, "Đề nghị giải quyết"),
            (room, phong, room, thu_ly, "Trả lại bước trước: Thiếu trích lục"),
            (room, thu_ly, room, phong, "Đề nghị giải quyết"),
            (room, phong, heads, lanh_dao, "Lãnh đạo phòng xem xét, trình ký"),
            (heads, lanh_dao, seal, van_thu, "Lãnh đạo cơ quan ký duyệt"),
            (seal, van_thu, desk, tiep_nhan, "Ban hành kết quả số 12/UBND"),
            (desk, tiep_nhan, "Người nộp hồ sơ", hoa, "Trả kết quả"),
        ]
        assert [r.at for r in printed.rows] == sorted(r.at for r in printed.rows)
        assert printed.rows[-1].result == Timeliness.EARLY
        assert printed.head.date == TODAY

    def test_waiting_for_the_applicant_is_not_the_steps_delay(self, office: Office) -> None:
        case = office.walk(office.take_in(), to="thu_ly", at=on(2, 10))
        case = asked(office, case, on(2, 14))
        case = office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on(16))
        case = office.walk(case, to="lanh_dao_phong", at=on(16, 10))
        rows = values_of(office, case, FormKind.CONTROL).rows
        assert rows[-1].giver == "Lê Thụ Lý"
        assert rows[-1].result != Timeliness.LATE

    def test_a_recall_takes_the_file_back(self, office: Office) -> None:
        case = office.walk(office.take_in(), to="thu_ly", at=on(2, 10))
        case = office.act(case, Verb.RECALL, by="tiepnhan", at=on(2, 11))
        last = values_of(office, case, FormKind.CONTROL).rows[-1]
        assert (last.from_unit, last.to_unit, last.taker) == (
            "Tư pháp - Hộ tịch",
            "Bộ phận Tiếp nhận và trả kết quả",
            "Trần Tiếp Nhận",
        )


@pytest.mark.parametrize("turns", [0, 3])
@pytest.mark.parametrize(
    ("kind", "statements"),
    [(FormKind.RECEIPT, 2), (FormKind.SUPPLEMENT, 1), (FormKind.CONTROL, 1), (FormKind.STOP, 2)],
)
def test_statements_do_not_grow(
    office: Office, django_assert_num_queries: Any, kind: FormKind, statements: int, turns: int
) -> None:
    case = office.walk(office.take_in(), to="thu_ly", at=on(2, 10))
    for turn in range(turns):
        case = office.walk(case, to="lanh_dao_phong", at=on(3, 9 + turn))
        case = office.act(
            case, Verb.SEND_BACK, by="truongphong", at=on(3, 9 + turn, 30), reason="Sửa"
        )
    case = asked(office, case, on(4))
    case = office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on(5))
    case = office.act(case, Verb.WITHDRAW, by="tiepnhan", at=on(6))
    page = page_of(office, case)
    slip(page, kind, on=TODAY, site_url=SITE)
    with django_assert_num_queries(statements):
        slip(page, kind, on=TODAY, site_url=SITE)
    with django_assert_num_queries(0):
        available(page)
