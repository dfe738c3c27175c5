"""Made-up values for a sample of each printed form, under the head of a real agency."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency
from motcua.slips.forms import FormKind
from motcua.slips.values import (
    Apology,
    Book,
    Contact,
    ControlSlip,
    Fee,
    HandOver,
    HandOverList,
    HandOverRow,
    Head,
    Paper,
    PaperCase,
    Party,
    Receipt,
    Refusal,
    Register,
    RegisterRow,
    Signer,
    Stop,
    SupplementItem,
    SupplementRequest,
    Timeliness,
    Values,
    WallNotice,
)

PROCEDURE: Final = "Cấp Giấy xác nhận tình trạng hôn nhân (1.004873)"
PAPERS: Final = (
    Paper(name="Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", form="Bản chính"),
    Paper(name="Quyết định ly hôn đã có hiệu lực pháp luật", form="Bản sao chứng thực"),
)
APPLICANT: Final = Party(
    name="Nguyễn Văn Mẫu",
    address="Số 1 đường Mẫu",
    phone="0900 000 000",
    id_label="Số CCCD",
    id_number="000000000000",
)
OFFICER: Final = Signer(title="Người tiếp nhận hồ sơ", name="Trần Thị Mẫu")
LEADER: Final = Signer(title="Giám đốc", name="Lê Văn Mẫu")
RECEIVED: Final = dt.datetime(2026, 2, 13, 10, 5, tzinfo=VIETNAM)
DUE: Final = dt.datetime(2026, 2, 25, 17, 0, tzinfo=VIETNAM)


def sample_of(kind: FormKind, agency: Agency) -> Values:
    """Values for one form; every name and number in them is made up."""
    return _Samples(agency).of(kind)


class _Samples:
    """The samples of one agency; its name stands in their head."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.desk = agency.desk_name or "Bộ phận Tiếp nhận và trả kết quả"
        self.code = f"{agency.code}-260213-0001"
        self.contact = Contact(officer="bà Trần Thị Mẫu", hotline=agency.hotline)

    def of(self, kind: FormKind) -> Values:
        made: Values = getattr(self, f"_{kind.value}")()
        return made

    def _head(self, number: str = "") -> Head:
        parent = self.agency.parent
        return Head(
            superior=parent.name if parent else "",
            agency=self.agency.name,
            desk_name=self.desk,
            number=number,
            place=self.agency.place or self.agency.short_name,
            date=RECEIVED.date(),
        )

    def _receipt(self) -> Receipt:
        return Receipt(
            head=self._head("05/TNHS"),
            code=self.code,
            secret="MAU4",  # noqa: S106  (made up, on a sample)
            link=f"https://example.invalid/{self.code}",
            submitter=APPLICANT,
            procedure=PROCEDURE,
            papers=PAPERS,
            limit="03 ngày làm việc",
            received_at=RECEIVED,
            due=DUE,
            due_note="không tính 16/02–20/02: nghỉ Tết Nguyên đán",
            fees=(Fee(name="Lệ phí hộ tịch", amount=15_000),),
            fee_collection="thu khi nộp hồ sơ",
            return_at=self.desk,
            contact=self.contact,
            book=Book(volume="01", entry="0125"),
            receiver=OFFICER,
        )

    def _supplement(self) -> SupplementRequest:
        item = SupplementItem(
            name=PAPERS[0].name,
            form="Bản chính",
            problem="Ghi rõ mục đích sử dụng; ký và ghi họ tên ở cuối tờ khai.",
        )
        return SupplementRequest(
            head=self._head("03/HDHS"),
            code=self.code,
            submitter=APPLICANT,
            procedure=PROCEDURE,
            items=(item,),
            reason="Hồ sơ chưa đủ căn cứ để xác định tình trạng hôn nhân.",
            deadline=dt.date(2026, 3, 13),
            clock_note="Thời gian giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.",
            contact=self.contact,
            guide=Signer(title="Người hướng dẫn", name=OFFICER.name),
        )

    def _refusal(self) -> Refusal:
        return Refusal(
            head=self._head("02/TCHS"),
            code=self.code,
            submitter=APPLICANT,
            procedure=PROCEDURE,
            reasons=("Việc xác nhận thuộc thẩm quyền của nơi thường trú.",),
            legal_basis=("Điều 21 Nghị định số 123/2015/NĐ-CP.",),
            advice="Ông/Bà nộp hồ sơ tại nơi thường trú hoặc nộp trực tuyến.",
            contact=self.contact,
            receiver=OFFICER,
            head_of_desk=LEADER,
        )

    def _apology(self) -> Apology:
        return Apology(
            head=self._head("01/PXL"),
            addressee=f"Ông {APPLICANT.name}",
            code=self.code,
            procedure=PROCEDURE,
            sector="Hộ tịch",
            received_at=RECEIVED,
            due=DUE,
            new_due=DUE + dt.timedelta(days=5),
            reason="Phải xác minh tại nơi thường trú trước đây và chưa nhận được trả lời.",
            return_at=self.desk,
            contact=self.contact,
            copies=("Như trên", "Lưu: VT"),
            signer=LEADER,
        )

    def _stop(self) -> Stop:
        return Stop(
            head=self._head("04/TB"),
            code=self.code,
            submitter=APPLICANT,
            procedure=PROCEDURE,
            received_at=RECEIVED,
            requested_at=RECEIVED + dt.timedelta(days=4),
            request_reason="Không còn nhu cầu giải quyết.",
            stage="đang thẩm định",
            stopped_at=RECEIVED + dt.timedelta(days=4, hours=1),
            papers_returned=PAPERS,
            next_steps="Khi có nhu cầu, Ông/Bà nộp hồ sơ mới theo quy định.",
            contact=self.contact,
            copies=("Như trên", "Lưu: VT"),
            signer=LEADER,
        )

    def _stop_by_agency(self) -> Stop:
        return replace(
            self._stop(),
            request_reason="Đương sự có đơn đề nghị tạm dừng theo quy định của luật chuyên ngành.",
        )

    def _control(self) -> ControlSlip:
        first = HandOver(
            from_unit=self.desk,
            giver=OFFICER.name,
            to_unit="Phòng Văn hóa - Xã hội",
            taker="Phạm Văn Mẫu",
            at=RECEIVED + dt.timedelta(hours=1),
            result=Timeliness.ON_TIME,
        )
        return ControlSlip(
            head=self._head(),
            code=self.code,
            owner=APPLICANT.name,
            procedure=PROCEDURE,
            received_at=RECEIVED,
            due=DUE,
            agency=self.agency.name,
            rows=(first,),
        )

    def _register(self) -> Register:
        rows = tuple(
            RegisterRow(
                entry=f"{n:04}",
                code=f"{self.agency.code}-260213-{n:04}",
                procedure="Cấp Giấy xác nhận tình trạng hôn nhân",
                name=APPLICANT.name,
                address=APPLICANT.address,
                phone=APPLICANT.phone,
                agency=self.agency.short_name,
                received_on=RECEIVED.date(),
                due_on=DUE.date(),
                return_by="Trực tiếp",
            )
            for n in range(1, 4)
        )
        return Register(
            head=self._head(),
            volume="01",
            year=2026,
            group="Lĩnh vực hộ tịch",
            rows=rows,
            keeper=Signer(title="Người giữ sổ", name=OFFICER.name),
            head_of_desk=LEADER,
        )

    def _notice(self) -> WallNotice:
        return WallNotice(
            head=self._head(),
            code="1.004873",
            name="Cấp Giấy xác nhận tình trạng hôn nhân",
            sector="Hộ tịch",
            where=f"{self.desk}, {self.agency.address}",
            limit="03 ngày làm việc",
            fees=(Fee(name="Lệ phí", amount=15_000),),
            cases=(PaperCase(papers=PAPERS),),
            steps=("Nộp hồ sơ.", "Nhận giấy hẹn.", "Nhận kết quả đúng ngày hẹn."),
            result="Giấy xác nhận tình trạng hôn nhân",
            legal_basis=("Luật Hộ tịch số 60/2014/QH13",),
            hours=self.agency.opening_hours,
            hotline=self.agency.hotline,
            link="https://example.invalid/thu-tuc/1.004873",
        )

    def _handover(self) -> HandOverList:
        row = HandOverRow(
            code=self.code, procedure=PROCEDURE, owner=APPLICANT.name, content="01 bộ", due=DUE
        )
        return HandOverList(
            head=self._head("07/PBG"),
            from_unit=self.desk,
            to_unit="Phòng Văn hóa - Xã hội",
            at=RECEIVED + dt.timedelta(hours=6),
            rows=(row,),
            giver=Signer(title="Người giao", name=OFFICER.name),
            taker=Signer(title="Người nhận", name="Phạm Văn Mẫu"),
        )
