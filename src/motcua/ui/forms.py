"""Django forms as accessible markup: label, help and error tied to the field they speak of.

`field()` draws one bound field, `error_list()` feeds the summary at the top. They read from
`widget.attrs` what only the form knows (inputmode, autocomplete, data-*), and add the rest.
"""

from collections.abc import Iterator

from django import forms
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

SELF_LABELLED = (forms.CheckboxInput,)
GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)

# What a phone should offer for a field of this name: keyboard, and the memory of the browser.
HINTS: dict[str, dict[str, str]] = {
    "name": {"autocomplete": "name", "autocapitalize": "words"},
    "full_name": {"autocomplete": "name", "autocapitalize": "words"},
    "phone": {"inputmode": "tel", "autocomplete": "tel"},
    "email": {"inputmode": "email", "autocomplete": "email"},
    "address": {"autocomplete": "street-address"},
    "id_number": {"inputmode": "numeric", "autocomplete": "off"},
    "tax_code": {"inputmode": "numeric", "autocomplete": "off"},
    "username": {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    "password": {"autocomplete": "current-password"},
    "code": {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    "secret": {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
}


def field_context(bound: BoundField, *, width: str = "") -> dict[str, object]:
    """What templates/ui/field.html needs: ids, kind of widget, and the drawn control.

    `width` is "", "short" or "mid": an input as long as what belongs in it.
    """
    grouped = isinstance(bound.field.widget, GROUPED)
    described = [f"{bound.auto_id}-help"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    attrs = _attrs(bound, width, described)
    return {
        "field": bound,
        "kind": _kind(bound.field.widget),
        "id": bound.auto_id,
        "control_id": bound.id_for_label or bound.auto_id,
        "described_by": " ".join(described),
        "control": "" if grouped else bound.as_widget(attrs=attrs),
        "options": list(_options(bound)) if grouped else [],
    }


def field(bound: BoundField, *, width: str = "") -> SafeString:
    """One field: label, help, error, control. A hidden field is the bare control."""
    if bound.is_hidden:
        return bound.as_widget()
    return SafeString(render_to_string("ui/field.html", field_context(bound, width=width)))


def error_list(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of a bound form with the place it belongs to, in the order of the fields."""
    if not form.is_bound:
        return []
    found = [{"href": "", "text": str(text)} for text in form.non_field_errors()]
    for bound in form:
        target = bound.auto_id if isinstance(bound.field.widget, GROUPED) else bound.id_for_label
        found += [
            {"href": f"#{target or bound.auto_id}", "text": f"{bound.label}: {text}"}
            for text in bound.errors
        ]
    return found


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, GROUPED):
        return "choices"
    if isinstance(widget, SELF_LABELLED):
        return "check"
    return "line"


def _attrs(bound: BoundField, width: str, described: list[str]) -> dict[str, str | bool]:
    widget = bound.field.widget
    attrs: dict[str, str | bool] = {**HINTS.get(bound.name, {})}
    if bound.help_text or bound.errors:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    elif bound.form.is_bound and "aria-invalid" in widget.attrs:
        attrs["aria-invalid"] = "false"
    attrs["class"] = _classes(widget, width)
    # What the form's author wrote wins over the hints, except the classes, which are joined.
    for name, value in widget.attrs.items():
        attrs[name] = f"{attrs['class']} {value}" if name == "class" else value
    return attrs


def _classes(widget: forms.Widget, width: str) -> str:
    if isinstance(widget, forms.CheckboxInput):
        name = "form-check-input"
    elif isinstance(widget, forms.Select):
        name = "form-select"
    else:
        name = "form-control"
    return f"{name} w-{width}" if width else name


def _options(bound: BoundField) -> Iterator[dict[str, object]]:
    kind = getattr(bound.field.widget, "input_type", "checkbox")
    for part in bound.subwidgets:
        data = part.data
        yield {
            "id": data["attrs"].get("id", ""),
            "name": data["name"],
            "value": data["value"],
            "type": kind,
            "checked": data["selected"],
            "label": data["label"],
        }
