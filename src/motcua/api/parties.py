"""People and papers as they come in, shared by intake and by the verbs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from motcua.api.asking import Body, Line, RowId, Word
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import PaperForm

FormName = Literal["original", "certified_copy", "copy", "electronic"]
ChannelName = Literal["counter", "online", "postal"]


class PartyBody(Body):
    """A person or a firm; a number is wished for, not demanded."""

    name: Line
    kind: Literal["person", "firm"] = "person"
    id_number: Word = Field("", description="Số định danh 12 số, CMND 9 số, hoặc mã số thuế")
    phone: Word = ""
    email: Line = ""
    address: Line = ""
    acting_as: Literal["self", "authorised", "legal"] = "self"
    authorisation: Line = ""

    def value(self) -> Party:
        return Party(**self.model_dump())


class PaperBody(Body):
    """One paper handed in; `file` is the id that `POST files` gave."""

    key: Word = Field(min_length=1, description="Khóa của giấy tờ trong thành phần hồ sơ")
    form: FormName = "original"
    quantity: int = Field(1, ge=1, le=999)
    name: Line = Field("", description="Chỉ cần cho giấy tờ ngoài thành phần hồ sơ")
    file: RowId | None = None
    remark: Line = ""

    def value(self) -> PaperIn:
        return PaperIn(
            key=self.key,
            form=PaperForm(self.form),
            quantity=self.quantity,
            name=self.name,
            file_id=self.file,
            remark=self.remark,
        )


class AskedBody(Body):
    """One paper of a supplement request and what to change about it."""

    name: Line
    change: Line
    key: Word = ""

    def value(self) -> AskedPaper:
        return AskedPaper(name=self.name, change=self.change, key=self.key)
