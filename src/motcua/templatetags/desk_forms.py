"""Fields of the intake page: what was typed comes back, the fault stands beside its field."""

from collections.abc import Mapping

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from motcua.ui.icons import icon
from motcua.ui.markup import trusted
from motcua.ui.said import said

register = template.Library()


@register.simple_tag
def typed(values: Mapping[str, str], role: str, name: str) -> str:
    """What was typed into a field of a party."""
    return values.get(f"{role}_{name}", "") if values else ""


@register.simple_tag
def party_field(
    values: Mapping[str, str],
    fault: object,
    role: str,
    name: str,
    label: str,
    mode: str = "text",
    need: str = "",
) -> SafeString:
    """One text field of a party; `need` "applicant" marks it as required."""
    key = f"{role}_{name}"
    text = getattr(fault, "text", "") if getattr(fault, "field", "") == f"{role}.{name}" else ""
    error = (
        format_html(
            '<p class="field-error" id="{}-error">{}<span>{}</span></p>', key, icon("warning"), text
        )
        if text
        else ""
    )
    mark = ' <span class="need" aria-hidden="true">*</span>' if need == "applicant" else ""
    wrong = f' aria-invalid="true" aria-describedby="{escape(key)}-error"' if text else ""
    wanted = ' aria-required="true"' if mark else ""
    # the card fills all above: the next thing to ask for is the phone
    wanted += " data-after-card" if key == "applicant_phone" else ""
    return trusted(
        f'<div class="field{" bad" if text else ""}">'
        f'<label class="field-label" for="{escape(key)}">{escape(label)}{mark}</label>{error}'
        f'<input class="form-control" id="{escape(key)}" name="{escape(key)}"'
        f' inputmode="{escape(mode)}" autocomplete="off"'
        f' value="{escape(typed(values, role, name))}"{wanted}{wrong}></div>'
    )


# Keys of exemption classes in the catalogue's fee rules; an unknown key is shown as it is.
CLASSES = {
    "gia-dinh-co-cong": gettext_noop("Người thuộc gia đình có công với cách mạng"),
    "nguoi-co-cong": gettext_noop("Người có công với cách mạng"),
    "ho-ngheo": gettext_noop("Người thuộc hộ nghèo"),
    "nguoi-khuyet-tat": gettext_noop("Người khuyết tật"),
    "tre-em": gettext_noop("Trẻ em"),
    "nguoi-cao-tuoi": gettext_noop("Người cao tuổi"),
    "mo-coi-16-18": gettext_noop("Người từ đủ 16 đến dưới 18 tuổi mồ côi cả cha và mẹ"),
    "dan-toc-thieu-so-dac-biet-kho-khan": gettext_noop(
        "Đồng bào dân tộc thiểu số ở xã đặc biệt khó khăn"
    ),
}


@register.filter
def class_words(key: str) -> str:
    """A class of exempted applicants in words."""
    return gettext(CLASSES[key]) if key in CLASSES else key


@register.simple_tag
def party_values(party: Mapping[str, str], typed: Mapping[str, str] | str) -> dict[str, str]:
    """A stored party as typed fields, so that correcting begins with what stands there."""
    stored = {f"applicant_{name}": value for name, value in party.items()}
    again = {name: typed[name] for name in typed} if isinstance(typed, Mapping) else {}
    return {"applicant_acting_as": "self", "applicant_authorisation": ""} | stored | again


@register.simple_tag
def was(
    typed: Mapping[str, str] | str, fault_verb: str, verb: str, name: str, more: str = ""
) -> str:
    """What was typed into a field of the refused verb; empty in the forms of the others."""
    if fault_verb != verb or not isinstance(typed, Mapping):
        return ""
    return typed.get(f"{name}{more}", "")


@register.simple_tag
def verb_input(
    field: object,
    verb: str,
    fault: object,
    fault_verb: str,
    typed: Mapping[str, str] | str,
    step: str = "",
) -> SafeString:
    """One field of a verb's form (desk.verbs.Input), with what was typed and its fault."""
    name, kind = getattr(field, "name", ""), getattr(field, "kind", "text")
    mine = fault_verb == verb
    value = typed.get(name, "") if mine and isinstance(typed, Mapping) else ""
    value = value or getattr(field, "value", "")
    text = getattr(fault, "text", "") if mine and getattr(fault, "field", "") == name else ""
    key = f"{verb}{step}-{name}"
    need = bool(getattr(field, "need", False))
    attributes = f'id="{escape(key)}" name="{escape(name)}"'
    attributes += ' aria-required="true"' if need else ""
    attributes += f' aria-invalid="true" aria-describedby="{escape(key)}-error"' if text else ""
    mark = ' <span class="need" aria-hidden="true">*</span>' if need else ""
    error = (
        f'<p class="field-error" id="{escape(key)}-error">{icon("warning")}'
        f"<span>{escape(text)}</span></p>"
        if text
        else ""
    )
    return trusted(
        f'<div class="field{" bad" if text else ""}"><label class="field-label"'
        f' for="{escape(key)}">{escape(said(getattr(field, "label", "")))}{mark}</label>{error}'
        f"{_control(kind, attributes, value, getattr(field, 'options', ()))}</div>"
    )


def _control(kind: str, attributes: str, value: str, options: tuple[tuple[str, str], ...]) -> str:
    if kind == "textarea":
        return f'<textarea class="form-control" rows="2" {attributes}>{escape(value)}</textarea>'
    if kind == "select":
        drawn = "".join(
            f'<option value="{escape(key)}"{" selected" if key == value else ""}>'
            f"{escape(words)}</option>"
            for key, words in options
        )
        return f'<select class="form-select" {attributes}>{drawn}</select>'
    given = "" if kind == "file" else f' value="{escape(value)}"'
    return f'<input class="form-control" type="{escape(kind)}" {attributes}{given}>'
