"""Values to print: ordinary ones, as a ward's desk has them every day."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from motcua.slips.forms import FormKind, Generation
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

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
CODE = "H29.16-260213-0001"
PROCEDURE = "Cấp Giấy xác nhận tình trạng hôn nhân (1.004873)"
SITE = "https://motcua.anlac.example.vn"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in February 2026."""
    return datetime(2026, 2, day, hour, minute, tzinfo=VIETNAM)


HEAD = Head(
    superior="Ủy ban nhân dân Thành phố Hồ Chí Minh",
    agency="Ủy ban nhân dân phường An Lạc",
    desk_name="Trung tâm Phục vụ hành chính công",
    number="05/TNHS",
    place="An Lạc",
    date=date(2026, 2, 13),
)
SUBMITTER = Party(
    name="Trần Thị Đào",
    address="12 Kinh Dương Vương, phường An Lạc, Thành phố Hồ Chí Minh",
    phone="0903 123 456",
    email="dao.tran@example.vn",
    id_label="Số CCCD",
    id_number="079188012345",
)
OWNER = Party(
    name="Nguyễn Văn Hưởng",
    address="45/6 Tên Lửa, phường An Lạc, Thành phố Hồ Chí Minh",
    id_label="CCCD",
    id_number="079085001122",
)
CONTACT = Contact(
    officer="ông Lê Quốc Khánh",
    phone="028 3875 0001",
    address="565 Kinh Dương Vương",
    hours="sáng Thứ Bảy làm việc",
    hotline="1022",
    site="motcua.anlac.example.vn",
)
OFFICER = Signer(title="Người tiếp nhận hồ sơ", name="Phạm Thị Ngọc Ánh")
DIRECTOR = Signer(title="Giám đốc", name="Huỳnh Thị Mỹ Lệ")
VICE = Signer(title="Phó Chủ tịch", name="Võ Đình Phước", authority=("KT. Chủ tịch",))
PAPERS = (
    Paper(name="Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", form="Bản chính"),
    Paper(name="Căn cước công dân của người có yêu cầu", form="Bản chụp", quantity=2),
    Paper(name="Quyết định ly hôn đã có hiệu lực pháp luật", form="Bản sao chứng thực"),
)
COPIES = ("Như trên", "Phòng Kinh tế, Hạ tầng và Đô thị", "Lưu: VT, TTPVHCC")

RECEIPT = Receipt(
    head=HEAD,
    code=CODE,
    secret="K7P4",
    link=f"{SITE}/tra-cuu/{CODE}?m=K7P4",
    submitter=SUBMITTER,
    owner=OWNER,
    procedure=PROCEDURE,
    papers=PAPERS,
    limit="03 ngày làm việc",
    received_at=at(13, 10, 5),
    due=at(25, 17),
    due_note="không tính 16/02–20/02: nghỉ Tết Nguyên đán",
    fees=(Fee(name="Lệ phí hộ tịch", amount=15_000),),
    fee_collection="thu khi nộp hồ sơ",
    return_at="Quầy số 2, Trung tâm Phục vụ hành chính công phường An Lạc",
    contact=replace(CONTACT, address="", hours=""),
    book=Book(volume="01", entry="0125"),
    receiver=OFFICER,
)
SUPPLEMENT = SupplementRequest(
    head=replace(HEAD, number="03/HDHS"),
    code=CODE,
    link=f"{SITE}/tra-cuu/{CODE}",
    submitter=SUBMITTER,
    owner=OWNER,
    procedure=PROCEDURE,
    items=(
        SupplementItem(
            name="Tờ khai cấp Giấy xác nhận tình trạng hôn nhân",
            form="Bản chính",
            problem="Ghi rõ mục đích sử dụng; ký và ghi họ tên ở cuối tờ khai.",
        ),
        SupplementItem(
            name="Quyết định ly hôn",
            form="Bản sao chứng thực",
            problem="Bản đã nộp chưa có xác nhận hiệu lực pháp luật; nộp bản có xác nhận của tòa án.",
        ),
    ),
    reason="Hồ sơ chưa đủ căn cứ để xác định tình trạng hôn nhân của người có yêu cầu.",
    deadline=date(2026, 3, 13),
    clock_note="Thời gian giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.",
    contact=CONTACT,
    guide=Signer(title="Người hướng dẫn", name="Phạm Thị Ngọc Ánh"),
)
REFUSAL = Refusal(
    head=replace(HEAD, number="02/TCHS"),
    code=CODE,
    submitter=SUBMITTER,
    owner=OWNER,
    procedure=PROCEDURE,
    reasons=(
        "Người có yêu cầu thường trú tại phường Bình Trị Đông; việc xác nhận thuộc thẩm quyền của nơi đó.",
        "Tờ khai không có chữ ký của người có yêu cầu.",
    ),
    legal_basis=("Điều 21 Nghị định số 123/2015/NĐ-CP ngày 15/11/2015 của Chính phủ.",),
    advice="Ông/Bà nộp hồ sơ tại Ủy ban nhân dân nơi thường trú hoặc nộp trực tuyến.",
    contact=CONTACT,
    receiver=OFFICER,
    head_of_desk=DIRECTOR,
)
APOLOGY = Apology(
    head=replace(HEAD, number="01/PXL"),
    addressee="Bà Trần Thị Đào",
    code=CODE,
    procedure=PROCEDURE,
    sector="Hộ tịch",
    received_at=at(13, 10, 5),
    due=at(25, 17),
    new_due=datetime(2026, 3, 2, 17, tzinfo=VIETNAM),
    late_agency="Phòng Văn hóa - Xã hội",
    reason="Phải xác minh tại nơi thường trú trước đây và chưa nhận được trả lời.",
    return_at="Quầy số 2",
    contact=CONTACT,
    copies=COPIES,
    signer=DIRECTOR,
)
STOP = Stop(
    head=replace(HEAD, number="04/TB-TTPVHCC"),
    code=CODE,
    link=f"{SITE}/tra-cuu/{CODE}",
    submitter=SUBMITTER,
    owner=OWNER,
    procedure=PROCEDURE,
    received_at=at(13, 10, 5),
    requested_at=at(23, 8, 40),
    request_reason="Không còn nhu cầu giải quyết.",
    stage="đang thẩm định tại Phòng Văn hóa - Xã hội",
    stopped_at=at(23, 9, 15),
    finance="Lệ phí 15.000 đồng đã nộp không hoàn trả.",
    papers_returned=PAPERS,
    legal_basis=(
        "Điều 21 Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ",
        "Điều 7 Thông tư số 03/2025/TT-VPCP ngày 15 tháng 9 năm 2025 của Văn phòng Chính phủ",
    ),
    next_steps="Khi có nhu cầu, Ông/Bà nộp hồ sơ mới theo quy định.",
    contact=CONTACT,
    copies=COPIES,
    signer=DIRECTOR,
)
CONTROL = ControlSlip(
    head=replace(HEAD, number=""),
    code=CODE,
    owner="Nguyễn Văn Hưởng",
    procedure=PROCEDURE,
    received_at=at(13, 10, 5),
    due=at(25, 17),
    agency="Ủy ban nhân dân phường An Lạc",
    coordinating=("Ủy ban nhân dân phường Bình Trị Đông",),
    rows=(
        HandOver(
            from_unit="Trung tâm Phục vụ hành chính công",
            giver="Phạm Thị Ngọc Ánh",
            to_unit="Phòng Văn hóa - Xã hội",
            taker="Đỗ Minh Quân",
            at=at(13, 11, 20),
            result=Timeliness.ON_TIME,
        ),
        HandOver(
            from_unit="Phòng Văn hóa - Xã hội",
            giver="Đỗ Minh Quân",
            to_unit="Lãnh đạo Ủy ban nhân dân phường",
            taker="Võ Đình Phước",
            at=at(24, 9, 30),
            result=Timeliness.LATE,
            note="Chờ xác minh tại phường Bình Trị Đông.",
        ),
        HandOver(
            from_unit="Lãnh đạo Ủy ban nhân dân phường",
            giver="Võ Đình Phước",
            to_unit="Trung tâm Phục vụ hành chính công",
            at=at(25, 10, 0),
            result=Timeliness.EARLY,
        ),
    ),
)
REGISTER_ROW = RegisterRow(
    entry="0125",
    code=CODE,
    procedure="Cấp Giấy xác nhận tình trạng hôn nhân",
    name="Nguyễn Văn Hưởng",
    address="45/6 Tên Lửa, phường An Lạc",
    phone="0903 123 456",
    agency="UBND phường An Lạc",
    received_on=date(2026, 2, 13),
    due_on=date(2026, 2, 25),
    returned_on=date(2026, 2, 24),
    return_by="Trực tiếp",
    signed="Đã nhận",
)
REGISTER = Register(
    head=replace(HEAD, number=""),
    volume="01",
    year=2026,
    group="Lĩnh vực hộ tịch",
    rows=tuple(
        replace(REGISTER_ROW, entry=f"{n:04}", code=f"H29.16-260213-{n:04}") for n in range(1, 8)
    ),
    closed_on=date(2026, 12, 31),
    keeper=Signer(title="Người giữ sổ", name="Phạm Thị Ngọc Ánh"),
    head_of_desk=DIRECTOR,
)
NOTICE = WallNotice(
    head=replace(HEAD, number="", desk_name=""),
    code="1.004873",
    name="Cấp Giấy xác nhận tình trạng hôn nhân",
    sector="Hộ tịch",
    where="Trung tâm Phục vụ hành chính công phường An Lạc, 565 Kinh Dương Vương",
    limit="03 ngày làm việc; 23 ngày khi phải xác minh",
    online="Nộp được toàn bộ trên mạng",
    fees=(Fee(name="Lệ phí", amount=15_000),),
    fee_note="Miễn cho người có công, hộ nghèo, người khuyết tật.",
    cases=(
        PaperCase(title="", papers=PAPERS[:2]),
        PaperCase(title="Người đã ly hôn hoặc có vợ, chồng đã chết", papers=PAPERS[2:]),
    ),
    steps=(
        "Nộp hồ sơ tại quầy, qua bưu chính hoặc trên Cổng Dịch vụ công quốc gia.",
        "Nhận giấy hẹn có mã hồ sơ và mã bí mật để theo dõi.",
        "Nhận kết quả đúng ngày hẹn tại quầy, qua bưu chính hoặc bản điện tử.",
    ),
    conditions=("Người yêu cầu thường trú hoặc từng thường trú tại phường.",),
    result="Giấy xác nhận tình trạng hôn nhân",
    legal_basis=("Luật Hộ tịch số 60/2014/QH13", "Nghị định số 123/2015/NĐ-CP"),
    hours="Thứ Hai đến Thứ Sáu 07:30–11:30, 13:00–17:00; sáng Thứ Bảy",
    hotline="1022",
    feedback="motcua.anlac.example.vn/phan-anh",
    decision="Công bố theo Quyết định số 1872/QĐ-BTP ngày 04/9/2020.",
    link=f"{SITE}/thu-tuc/1.004873",
)
HANDOVER = HandOverList(
    head=replace(HEAD, number="07/PBG"),
    subject="hồ sơ",
    from_unit="Trung tâm Phục vụ hành chính công",
    to_unit="Phòng Văn hóa - Xã hội",
    at=at(13, 16, 30),
    rows=(
        HandOverRow(
            code=CODE,
            procedure=PROCEDURE,
            owner="Nguyễn Văn Hưởng",
            content="01 bộ, 03 giấy tờ",
            due=at(25, 17),
        ),
        HandOverRow(
            code="H29.16-260213-0002",
            procedure="Đăng ký khai sinh (1.001193)",
            owner="Lê Thị Bích Thủy",
            content="01 bộ, 02 giấy tờ",
            due=at(13, 17),
            note="Trong ngày",
        ),
    ),
    giver=Signer(title="Người giao", name="Phạm Thị Ngọc Ánh"),
    taker=Signer(title="Người nhận", name="Đỗ Minh Quân"),
)

OF_KIND: dict[FormKind, Values] = {
    FormKind.RECEIPT: RECEIPT,
    FormKind.SUPPLEMENT: SUPPLEMENT,
    FormKind.REFUSAL: REFUSAL,
    FormKind.APOLOGY: APOLOGY,
    FormKind.STOP: STOP,
    FormKind.STOP_BY_AGENCY: replace(STOP, requested_at=None, next_steps=""),
    FormKind.CONTROL: CONTROL,
    FormKind.REGISTER: REGISTER,
    FormKind.NOTICE: NOTICE,
    FormKind.HANDOVER: HANDOVER,
}

#: Texts of the samples that a form has no place for.
NOT_PRINTED: dict[tuple[Generation, FormKind], list[str]] = {}
