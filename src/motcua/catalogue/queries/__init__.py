"""Reads of the catalogue, each with a fixed number of statements."""

from motcua.catalogue.queries.decisions import decision, decisions, decisions_count
from motcua.catalogue.queries.export import export_catalogue, known_references, version_document
from motcua.catalogue.queries.finding import (
    Found,
    fields_in_force,
    in_force,
    search_procedures,
)
from motcua.catalogue.queries.intake import (
    IntakeVersion,
    NotInForce,
    NotOffered,
    for_intake,
)
from motcua.catalogue.queries.pages import (
    ProcedurePage,
    draft_changes,
    offering_paths,
    procedure_page,
    unit_choices,
    versions_of,
)

__all__ = [
    "Found",
    "IntakeVersion",
    "NotInForce",
    "NotOffered",
    "ProcedurePage",
    "decision",
    "decisions",
    "decisions_count",
    "draft_changes",
    "export_catalogue",
    "fields_in_force",
    "for_intake",
    "in_force",
    "known_references",
    "offering_paths",
    "procedure_page",
    "search_procedures",
    "unit_choices",
    "version_document",
    "versions_of",
]
