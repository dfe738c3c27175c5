"""Reads of the catalogue, each with a fixed number of statements."""

from motcua.catalogue.queries.intake import (
    IntakeVersion,
    NotInForce,
    NotOffered,
    for_intake,
)

__all__ = ["IntakeVersion", "NotInForce", "NotOffered", "for_intake"]
