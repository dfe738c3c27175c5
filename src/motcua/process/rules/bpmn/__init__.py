"""Processes as BPMN 2.0 diagrams, in and out: a documented subset (docs/process.md)."""

from motcua.process.rules.bpmn.reading import Diagram, from_bpmn
from motcua.process.rules.bpmn.writing import to_bpmn

__all__ = ["Diagram", "from_bpmn", "to_bpmn"]
