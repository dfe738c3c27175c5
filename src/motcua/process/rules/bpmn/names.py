"""Namespaces of BPMN 2.0 and ours, and which of its elements are ours to read."""

from __future__ import annotations

from typing import Final

from motcua.organisation.states import Role, UnitKind

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
# Ours: the attributes of a step that BPMN has no place for.
MOTCUA: Final = "urn:motcua:process:1"
# Where Camunda Modeler writes who does a task.
CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"

TASKS: Final = ("userTask", "task", "manualTask", "callActivity")
GATEWAYS: Final = ("exclusiveGateway", "parallelGateway")
EVENTS: Final = ("startEvent", "endEvent")
# Drawn beside the flow, without a meaning for it.
SILENT: Final = (
    "association",
    "textAnnotation",
    "group",
    "laneSet",
    "documentation",
    "extensionElements",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
)
# What of the subset a person may take for it, in words.
WORDS: Final = {
    "serviceTask": "tác vụ dịch vụ",
    "scriptTask": "tác vụ kịch bản",
    "businessRuleTask": "tác vụ quy tắc",
    "sendTask": "tác vụ gửi",
    "receiveTask": "tác vụ nhận",
    "subProcess": "quy trình con",
    "inclusiveGateway": "cổng bao gồm (OR)",
    "eventBasedGateway": "cổng theo sự kiện",
    "complexGateway": "cổng phức hợp",
    "boundaryEvent": "sự kiện gắn trên bước",
    "intermediateCatchEvent": "sự kiện chờ giữa chừng",
    "intermediateThrowEvent": "sự kiện phát giữa chừng",
}

# A role sits in one kind of unit as a rule; a diagram from elsewhere names the role only.
USUAL_UNIT: Final = {
    Role.RECEPTION: UnitKind.RECEPTION,
    Role.SPECIALIST: UnitKind.HANDLING,
    Role.UNIT_LEADER: UnitKind.HANDLING,
    Role.AGENCY_LEADER: UnitKind.LEADERSHIP,
    Role.CLERK: UnitKind.CLERICAL,
    Role.CONTROLLER: UnitKind.CONTROL,
    Role.INSPECTOR: UnitKind.CONTROL,
    Role.ADMINISTRATOR: UnitKind.LEADERSHIP,
}
