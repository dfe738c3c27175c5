"""What stands on each printed form, as frozen values without any database.

Texts may hold anything a person can type: they reach the template as data, never as markup. Dates
are `date`; moments are `datetime` (aware ones are shown in Asia/Ho_Chi_Minh, naive ones as they
are). An empty text prints as a dotted line to be filled in by hand where the law's form has a label
for it, and is left out where it has none. Money is in đồng, without decimals.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

#: Marks a text that keeps its line breaks; all other texts are set on one line and wrapped.
PARAGRAPHS: Final = {"paragraphs": True}
#: Marks a link that is drawn as a QR code; the template receives the drawing beside the text.
QR: Final = {"qr": True}
#: Marks fees: the template receives the rows, their sum and the sum in words.
FEES: Final = {"fees": True}


class Timeliness(StrEnum):
    """How a hand-over or a result stands to its time limit."""

    EARLY = "Trước hạn"
    ON_TIME = "Đúng hạn"
    LATE = "Quá hạn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Upper part by NĐ 30/2020: who issues (left), the state's name, place and date (right).

    `superior` and `agency` are set upright, `desk_name` (the one-stop) bold with a rule; without a
    desk the agency is bold. `number` is complete ("05/TNHS"); an empty one leaves the line out.
    """

    superior: str = ""
    agency: str
    desk_name: str = ""
    number: str = ""
    place: str
    date: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """A person or firm on a form: who hands in, or who owns the file."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    id_label: str = ""
    id_number: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ElectronicSeal:
    """What NĐ 30/2020 prints for an electronic signature: the agency and the time (ISO 8601)."""

    signed_by: str
    agency: str = ""
    signed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """Signature block. `authority` holds lines above the title ("TM. ỦY BAN NHÂN DÂN", "KT. GIÁM
    ĐỐC").
    """

    title: str
    name: str = ""
    authority: tuple[str, ...] = ()
    seal: ElectronicSeal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Where the applicant asks: the officer, the desk and its hours, its hotline, the site."""

    officer: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    hotline: str = ""
    site: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One paper of a file; `form` as printed ("Bản chính", "Bản sao chứng thực", "Bản chụp", "Điện
    tử").
    """

    name: str
    form: str = ""
    quantity: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Fee:
    """One fee in đồng. `amount` None means: not fixed yet; 0: free."""

    name: str
    amount: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """Place of the file in the register: "Vào Sổ theo dõi hồ sơ, Quyển số …, Số thứ tự …"."""

    volume: str = ""
    entry: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """Form 01. `link` opens the look-up page and may hold the secret; it is printed as a QR only.

    `limit` is in words (`wording.limit_in_words`). `due` with a time prints the hour too.
    None when no limit is published. `due_note` is a short reason of the date ("không tính
    16/02–20/02: nghỉ Tết"). `instead_of` is the number of the receipt that a corrected one
    replaces.
    """

    head: Head
    code: str
    secret: str = ""
    link: str = field(default="", metadata=QR)
    submitter: Party
    owner: Party | None = None
    procedure: str
    papers: tuple[Paper, ...]
    sets: int = 1
    limit: str
    received_at: datetime
    due: datetime | date | None
    due_note: str = ""
    fees: tuple[Fee, ...] = field(default=(), metadata=FEES)
    fee_collection: str = ""
    return_at: str
    contact: Contact = Contact()
    book: Book = Book()
    receiver: Signer
    instead_of: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementItem:
    """One paper of a supplement request and what is to be changed."""

    name: str
    form: str = ""
    quantity: int = 1
    problem: str = field(default="", metadata=PARAGRAPHS)


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementRequest:
    """Form 02. `clock_note` says what the request does to the time limit (restart or pause), in
    words.
    """

    head: Head
    code: str = ""
    link: str = field(default="", metadata=QR)
    submitter: Party
    owner: Party | None = None
    procedure: str
    items: tuple[SupplementItem, ...]
    reason: str = field(default="", metadata=PARAGRAPHS)
    deadline: date | None = None
    clock_note: str = ""
    contact: Contact = Contact()
    guide: Signer


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Form 03, signed by both sides; `head_of_desk` where the desk's head signs as well."""

    head: Head
    code: str = ""
    submitter: Party
    owner: Party | None = None
    procedure: str
    reasons: tuple[str, ...]
    legal_basis: tuple[str, ...] = ()
    advice: str = field(default="", metadata=PARAGRAPHS)
    contact: Contact = Contact()
    receiver: Signer
    head_of_desk: Signer | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Apology:
    """Form 04 of both circulars. `late_agency` is who could not keep the date; `copies` is Nơi
    nhận.
    """

    head: Head
    addressee: str
    code: str
    procedure: str
    sector: str = ""
    received_at: datetime
    due: datetime | date
    new_due: datetime | date
    late_agency: str = ""
    reason: str = field(metadata=PARAGRAPHS)
    return_at: str = ""
    contact: Contact = Contact()
    copies: tuple[str, ...] = ()
    signer: Signer


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """Form 05 of TT 03/2025, at the applicant's request; with `requested_at` None the ordinary
    notice of an agency that stops on the ground of a sector law.

    `signer` None: issued by the system itself, signed by nobody.
    """

    head: Head
    code: str
    link: str = field(default="", metadata=QR)
    submitter: Party
    owner: Party | None = None
    procedure: str
    received_at: datetime
    requested_at: datetime | None
    request_reason: str = field(default="", metadata=PARAGRAPHS)
    stage: str = ""
    stopped_at: datetime
    finance: str = field(default="", metadata=PARAGRAPHS)
    papers_returned: tuple[Paper, ...] = ()
    legal_basis: tuple[str, ...] = ()
    next_steps: str = field(default="", metadata=PARAGRAPHS)
    contact: Contact = Contact()
    copies: tuple[str, ...] = ()
    signer: Signer | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """One line of the control slip: the file passes from a giver to a taker."""

    from_unit: str
    giver: str = ""
    to_unit: str
    taker: str = ""
    at: datetime
    result: Timeliness | None = None
    note: str = field(default="", metadata=PARAGRAPHS)


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlSlip:
    """Form 05 (2018) / 06 (2025), taken from the journal."""

    head: Head
    code: str
    owner: str = ""
    procedure: str = ""
    received_at: datetime | None = None
    due: datetime | date | None = None
    agency: str
    coordinating: tuple[str, ...] = ()
    rows: tuple[HandOver, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterRow:
    """One file in the register."""

    entry: str
    code: str
    procedure: str
    sets: int = 1
    name: str
    address: str = ""
    phone: str = ""
    agency: str
    received_on: date
    due_on: date | None = None
    returned_on: date | None = None
    return_by: str = ""
    signed: str = ""
    note: str = field(default="", metadata=PARAGRAPHS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """Form 06 (2018), 07 (2025): one book per year and group; `closed_on` prints the closing."""

    head: Head
    volume: str = ""
    year: int
    group: str = ""
    rows: tuple[RegisterRow, ...]
    closed_on: date | None = None
    keeper: Signer | None = None
    head_of_desk: Signer | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperCase:
    """The papers asked for in one case (trường hợp); an empty title means: always."""

    title: str = ""
    papers: tuple[Paper, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WallNotice:
    """A procedure to post on the wall. `link` is the public page of the procedure."""

    head: Head
    code: str
    name: str
    sector: str = ""
    where: str
    limit: str
    online: str = ""
    fees: tuple[Fee, ...] = field(default=(), metadata=FEES)
    fee_note: str = ""
    cases: tuple[PaperCase, ...]
    sets: int = 1
    steps: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    result: str = ""
    legal_basis: tuple[str, ...] = ()
    hours: str = ""
    hotline: str = ""
    feedback: str = ""
    decision: str = ""
    link: str = field(metadata=QR)


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverRow:
    """One file or result in a hand-over list; `content` is what changes hands."""

    code: str
    procedure: str
    owner: str
    content: str = ""
    due: datetime | date | None = None
    note: str = field(default="", metadata=PARAGRAPHS)


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverList:
    """Files or results handed from one unit to another at one moment, two copies."""

    head: Head
    subject: str = "hồ sơ"
    from_unit: str
    to_unit: str
    at: datetime
    rows: tuple[HandOverRow, ...]
    giver: Signer
    taker: Signer


Values = (
    Receipt
    | SupplementRequest
    | Refusal
    | Apology
    | Stop
    | ControlSlip
    | Register
    | WallNotice
    | HandOverList
)
