"""Filling in the electronic form of a draft, one section a page, without script."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from motcua.forms.rules.answers import LESS, MORE, Answer, prefilled, shown_sections
from motcua.forms.rules.drawn import drawn
from motcua.forms.rules.shape import FormView, Section
from motcua.kernel.refusals import NotFound
from motcua.online.actions.drafts import save_section
from motcua.online.models import Draft
from motcua.online.queries.own import Filing, answers_of, filing_of, form_of_draft, my_draft
from motcua.online.queries.store import known_answers
from motcua.places.queries import find_places, lies_in, place_of
from motcua.portal.account import Citizen, citizen_view
from motcua.portal.filing import draft_page

# Buttons that only redraw the page: a row more, a row less, the questions a choice brings up.
FIND, PICK = "_find", "_pick"
REDRAW: Final = (MORE, LESS, "_again", FIND, PICK)


@require_safe
@citizen_view
def form(request: HttpRequest, citizen: Citizen, key: str) -> HttpResponse:
    """To the first section; to the papers when the procedure has no form."""
    draft = my_draft(key, citizen.account.pk)
    found = form_of_draft(draft)
    if found is None:
        return redirect("portal_draft_papers", key=key)
    return redirect("portal_draft_section", key=key, section=found.sections[0].key)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_view
def section(request: HttpRequest, citizen: Citizen, key: str, section: str) -> HttpResponse:
    """One section: what is good is kept at once, what is wrong stands at its field."""
    filing = filing_of(my_draft(key, citizen.account.pk), on=citizen.today)
    found = filing.form
    here = found.section(section) if found else None
    if found is None or here is None:
        raise NotFound("Tờ khai không có mục này.")
    if request.method != "POST":
        return _page(request, citizen, filing, here, _known(filing.draft, found))
    posted = _picked(dict(request.POST.lists()))
    answer = save_section(key, section=section, posted=posted, actor=citizen.actor, at=citizen.at)
    if any(button in request.POST for button in REDRAW):
        answer.faults.clear()
        return _page(request, citizen, filing, here, answer.data, answer)
    if answer.faults:
        return _page(request, citizen, filing, here, answer.data, answer)
    later = [one.key for one in shown_sections(found, answer.data)]
    place = later.index(section) + 1
    if place < len(later):
        return redirect("portal_draft_section", key=key, section=later[place])
    return redirect("portal_draft_papers", key=key)


def _picked(posted: dict[str, list[str]]) -> dict[str, list[str]]:
    """A commune chosen from those found stands in its address as if it had been typed."""
    chosen = posted.get(PICK, [""])[-1]
    name, _bar, pk = chosen.partition("|")
    if not (name and pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return posted
    place = place_of(int(pk))
    above = lies_in(place).split(", ")
    # Of a former commune the district goes with its name, as it was written then.
    commune = ", ".join([place.name, *above[:-1]])
    return posted | {f"{name}.commune": [commune], f"{name}.province": [above[-1]]}


def _find_places(fields: list[Any], answer: Answer | None, on: dt.date) -> None:
    """Below the address whose button was pressed: the communes that its words fit."""
    name = answer.raw.get(FIND, "") if answer else ""
    if answer is None or not name:
        return
    parts = (answer.raw.get(f"{name}.{part}", "") for part in ("commune", "province"))
    found = find_places(" ".join(parts), on=on)
    inside = [part for one in fields for row in one.get("rows", ()) for part in row["fields"]]
    for one in [*fields, *inside]:
        if one.get("name") == name:
            one["places"], one["looked"] = found, True


def _known(draft: Draft, form: FormView) -> dict[str, Any]:
    """The answers so far, and where none was given what the account or an earlier file knows."""
    facts = {f"applicant.{name}": value for name, value in draft.applicant.items()}
    return prefilled(form, answers_of(draft), facts)


def _page(
    request: HttpRequest,
    citizen: Citizen,
    filing: Filing,
    here: Section,
    data: dict[str, Any],
    answer: Answer | None = None,
) -> HttpResponse:
    faults = answer.faults if answer else {}
    given = answers_of(filing.draft)
    # Offered before a section is answered, not again over what was typed.
    known = known_answers(filing.form, citizen.account.pk) if filing.form and not answer else None
    fields = drawn(here, data, answer)
    _find_places(fields, answer, citizen.today)
    context = {
        "known": known if known and known.answers.keys() - given.keys() else None,
        "form": filing.form,
        "section": here,
        "fields": fields,
        "decides": any(one.when for one in here.fields),
        "sections": [
            {"key": one.key, "title": one.title, "here": one.key == here.key}
            for one in (shown_sections(filing.form, data) if filing.form else ())
        ],
        "errors": [{"href": f"#{name}", "text": text} for name, text in faults.items()],
    }
    return draft_page(request, citizen, filing, "form", context, bad=bool(faults))
