"""A file with its journal read once, and what every slip says of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from motcua.cases.models import Case, CasePaper
from motcua.cases.queries.page import CasePage
from motcua.cases.rules.parties import FIRM, party_from
from motcua.cases.states import PaperForm, ReturnChannel, Verb
from motcua.slips.queries.issuer import Issuer
from motcua.slips.rules import told
from motcua.slips.rules.told import Told
from motcua.slips.values import Paper, Party


@dataclass(frozen=True, slots=True)
class Dossier:
    """A page with its journal as values."""

    page: CasePage
    story: Sequence[Told]

    @classmethod
    def of(cls, page: CasePage) -> Dossier:
        """Reads the bodies of the entries; no statement."""
        story = [
            Told(
                verb=entry.verb,
                at=entry.at,
                who=entry.actor.full_name if entry.actor else "",
                who_id=entry.actor_id,
                body=json.loads(entry.body),
            )
            for entry in page.entries
        ]
        return cls(page, story)

    @property
    def case(self) -> Case:
        """The file itself."""
        return self.page.case

    @property
    def procedure(self) -> str:
        """Name and code, as the receipt's line "Nội dung yêu cầu giải quyết"."""
        version = self.case.version
        return f"{version.name} ({version.procedure.code})"

    @property
    def receipt_at(self) -> dt.datetime:
        """When the receipt that holds was made: at acceptance, or at the last correction."""
        made = told.last_receipt(self.story)
        return made.at if made else self.case.received_at or self.case.touched_at

    def ended_at(self, verb: Verb) -> dt.datetime:
        """When the file was ended by this verb."""
        ended = told.last_of(self.story, verb)
        return ended.at if ended else self.case.finished_at or self.case.touched_at

    @property
    def applicant(self) -> Party:
        """Who handed it in, as corrected."""
        return party(self.case.applicant)

    @property
    def owner(self) -> Party | None:
        """Whose file it is, when that is another."""
        return party(self.case.owner) if self.case.owner else None

    @property
    def owner_name(self) -> str:
        """Whose file it is, whoever handed it in."""
        return self.owner.name if self.owner else self.case.applicant_name

    def returned_at(self, issuer: Issuer) -> str:
        """Where the result is taken: the desk, the post, the net."""
        case = self.case
        match case.return_channel:
            case ReturnChannel.POSTAL:
                address = self.applicant.address or "địa chỉ người nộp đã đăng ký"
                return f"{address} (qua dịch vụ bưu chính công ích)"
            case ReturnChannel.ONLINE:
                address = self.applicant.email
                return "bản điện tử" + (
                    f", gửi tới {address}" if address else " trên trang tra cứu"
                )
            case _:
                address = issuer.agency.address
                return issuer.desk + (f", {address}" if address else "")


def party(stored: dict[str, str]) -> Party:
    """A stored party as printed; nine digits are an old identity card, twelve the number of now."""
    given = party_from(stored)
    label = "Số định danh cá nhân" if len(given.id_number) == 12 else "Số CMND/Hộ chiếu"
    return Party(
        name=given.name,
        address=given.address,
        phone=given.phone,
        email=given.email,
        id_label="Mã số thuế" if given.kind == FIRM else label if given.id_number else "",
        id_number=given.id_number,
    )


def printed(papers: Sequence[CasePaper]) -> tuple[Paper, ...]:
    """Stored papers as lines of a list."""
    return tuple(
        Paper(name=paper.name, form=str(PaperForm(paper.form).label), quantity=paper.quantity)
        for paper in papers
    )
