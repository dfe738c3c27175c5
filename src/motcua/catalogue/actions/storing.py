"""Writing versions and their fees from the form of the file. Only this package's verbs call it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from motcua.catalogue.models import Decision, FeeRule, Procedure, ProcedureVersion
from motcua.catalogue.rules.document import Document
from motcua.catalogue.rules.finding import search_text
from motcua.process.queries import published

_AS_WRITTEN = (
    *("name", "levels", "limit", "limits_by_channel", "clock_policy", "day0_shift"),
    *("supplement_limit", "online_level", "old_level", "partial_reason", "on_the_spot", "edited"),
    *("copies", "applicants", "applicants_text", "results", "legal_basis", "content", "facts"),
)


class References:
    """Rows that documents name by key, each read once."""

    def __init__(self) -> None:
        self._decisions: dict[str, int] = {}
        self._processes: dict[str, int | None] = {}

    def decision_id(self, number: str | None) -> int | None:
        if number is None:
            return None
        if number not in self._decisions:
            self._decisions = dict(Decision.objects.values_list("number", "id"))
        return self._decisions[number]

    def definition_id(self, key: str | None) -> int | None:
        """The newest published definition under the key; None for none."""
        if key is None:
            return None
        if key not in self._processes:
            definition = published(key)
            self._processes[key] = definition.id if definition else None
        return self._processes[key]


def columns(code: str, document: Document, references: References) -> dict[str, Any]:
    """The columns of a version that its document decides, without number, state and dates."""
    return {
        **{column: document[column] for column in _AS_WRITTEN},
        "decision_id": references.decision_id(document["decision"]),
        "definition_id": references.definition_id(document["process"]),
        "search": search_text(code, document["name"], document["content"]),
    }


def new_version(
    procedure: Procedure, document: Document, references: References
) -> ProcedureVersion:
    """An unsaved draft; published versions too begin as one, for the database guards their fees."""
    return ProcedureVersion(
        procedure=procedure,
        number=document["number"],
        valid_from=day_or_none(document["valid_from"]),
        valid_to=day_or_none(document["valid_to"]),
        **columns(procedure.code, document, references),
    )


def fee_rules(version: ProcedureVersion, document: Document) -> list[FeeRule]:
    """The unsaved fees of a version in the order of the file."""
    return [
        FeeRule(
            version=version,
            kind=fee["kind"],
            name=fee["name"],
            case_key=fee["case"],
            applicant_class=fee["applicant_class"],
            channel=fee["channel"],
            area=fee["area"],
            amount=fee["amount"],
            per=fee["per"],
            tiers=fee["tiers"],
            cap=fee["cap"],
            valid_from=dt.date.fromisoformat(fee["valid_from"]),
            valid_to=day_or_none(fee["valid_to"]),
            legal_basis=fee["legal_basis"],
            set_locally=fee["set_locally"],
            confidence=fee["confidence"],
            note=fee["note"],
        )
        for fee in document["fees"]
    ]


def rewrite_draft(draft: ProcedureVersion, document: Document, references: References) -> None:
    """Give a draft the content of a document; its number and state stay."""
    values = columns(draft.procedure.code, document, references)
    ProcedureVersion.objects.filter(pk=draft.pk).update(
        **values,
        valid_from=day_or_none(document["valid_from"]),
        valid_to=day_or_none(document["valid_to"]),
    )
    FeeRule.objects.filter(version=draft).delete()
    FeeRule.objects.bulk_create(fee_rules(draft, document))


def day_or_none(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
