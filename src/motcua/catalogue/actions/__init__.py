"""The verbs of the catalogue: load a file, prepare, publish, abolish, offer."""

from motcua.catalogue.actions.drafts import (
    create_draft,
    create_procedure,
    discard_draft,
    edit_draft,
    set_definition,
)
from motcua.catalogue.actions.importing import ImportReport, import_catalogue
from motcua.catalogue.actions.offering import offer, take_over_offers, withdraw_offer
from motcua.catalogue.actions.publishing import abolish, enter_decision, publish

__all__ = [
    "ImportReport",
    "abolish",
    "create_draft",
    "create_procedure",
    "discard_draft",
    "edit_draft",
    "enter_decision",
    "import_catalogue",
    "offer",
    "publish",
    "set_definition",
    "take_over_offers",
    "withdraw_offer",
]
