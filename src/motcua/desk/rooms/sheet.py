"""A page with one form: drawn, sent, refused at the field or done and redirected."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from motcua.desk.door import Officer, show
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.states import Role
from motcua.ui.said import said

Trail = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the page of a form looks. `grave` marks an act that is hard to take back."""

    title: str
    area: str
    trail: Trail
    button: str
    intro: str = ""
    grave: bool = False
    template: str = "desk/rooms/form.html"
    extra: dict[str, Any] = field(default_factory=dict)
    # refused field of the action → field of the form, where they are not called alike
    names: Mapping[str, str] = field(default_factory=dict)


class DayField(forms.DateField):
    """A day, typed or picked; browsers send it as 2026-02-16."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "w-short"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)


class JsonField(forms.FileField):
    """An uploaded file of JSON, cleaned to what it says; the place of a misspelling is named."""

    def __init__(self, *, largest: int, **options: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": ".json,application/json"})
        super().__init__(widget=widget, **options)
        self.largest = largest

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        if sent.size > self.largest:
            raise forms.ValidationError(_("Tệp lớn hơn %d MB.") % (self.largest // 1024**2))
        try:
            return json.loads(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError as problem:
            raise forms.ValidationError(_("Tệp không phải chữ UTF-8.")) from problem
        except json.JSONDecodeError as problem:
            text = _("Tệp không phải JSON: dòng %(line)d, cột %(column)d.")
            where = {"line": problem.lineno, "column": problem.colno}
            raise forms.ValidationError(text % where) from problem
        except RecursionError as problem:
            raise forms.ValidationError(_("Tệp lồng nhau quá sâu.")) from problem


class LinesField(forms.CharField):
    """Several short texts, one a line; cleaned to a list without empty lines."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, required=options.pop("required", False), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [line for part in text.splitlines() if (line := part.strip())]


def form_page(
    request: HttpRequest,
    officer: Officer,
    form: forms.BaseForm,
    sheet: Sheet,
    act: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Draw the form; when it was sent and is right, `act` on it. Refusals stand at their field.

    Who may not do it at all gets the door's own page for that.
    """
    if form.is_bound and form.is_valid():
        try:
            return act(form.cleaned_data)
        except Refused as refusal:
            place(form, refusal, sheet.names)
    context = {"form": form, "sheet": sheet, **sheet.extra}
    status = 422 if form.is_bound else 200
    return show(request, officer, sheet.template, context, area=sheet.area, status=status)


def posted(request: HttpRequest) -> Any:
    """What was sent, for a form; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def place(form: forms.BaseForm, refusal: Refused, names: Mapping[str, str] | None = None) -> None:
    """Write a refusal at the field it speaks of, else on top of the form.

    Raises what is no fault of the form: no right, nothing there.
    """
    asked = refusal.field or ""
    name = (names or {}).get(asked, asked)
    missing = isinstance(refusal, NotFound) and name not in form.fields
    if isinstance(refusal, Forbidden) or missing:
        raise refusal
    form.add_error(name if name in form.fields else None, refusal.text)


def done(request: HttpRequest, text: str, name: str, **path: Any) -> HttpResponse:
    """Say what was done and go to the page called `name`."""
    messages.success(request, text)
    answer: HttpResponse = redirect(name, **path)
    return answer


def today_of(officer: Officer) -> dt.date:
    """The day of the request in Viet Nam."""
    return officer.at.astimezone(VIETNAM).date()


def day_asked(request: HttpRequest, officer: Officer) -> dt.date:
    """`?on=2025-06-30`: the day a page shows; today when there is none or it cannot be read."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today_of(officer)


def check_room(officer: Officer, *roles: Role) -> None:
    """The room is for these roles. Raises Forbidden."""
    if not officer.actor.seats_as(*roles):
        words = ", ".join(said(role.label).lower() for role in roles)
        raise Forbidden(_("Trang này dành cho: %s.") % words)
