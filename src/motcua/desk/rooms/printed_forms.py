"""The printed forms: which circular, since when, how sure of the layout, and a sample of each."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.form_samples import sample_of
from motcua.desk.rooms.sheet import check_room, today_of
from motcua.kernel.refusals import NotFound
from motcua.organisation.models import Agency
from motcua.organisation.states import Role
from motcua.slips.forms import Confidence, FormKind, Generation, Paper, generation_on, registry
from motcua.slips.render import render

AREA = "forms"
READERS: Final = (Role.ADMINISTRATOR, Role.CONTROLLER)
SHEETS: Final = {
    Paper.A5: "A5",
    Paper.A4: "A4",
    Paper.A4_LANDSCAPE: gettext_lazy("A4 ngang"),
    Paper.A3: "A3",
}
CONFIDENCE: Final = {
    Confidence.FOUND: gettext_lazy("đọc được trong nguồn công khai"),
    Confidence.RECALLED: gettext_lazy("nhớ lại, chưa đối chiếu"),
    Confidence.INFERRED: gettext_lazy("phần mềm đề xuất, chưa thấy mẫu gốc"),
}


@require_GET
@officer_view
def forms_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every form of both circulars and the platform's own, the set in force first."""
    check_room(officer, *READERS)
    in_use = generation_on(today_of(officer))
    order = sorted(Generation, key=lambda one: (one != in_use, one == Generation.OWN))
    groups = []
    for generation in order:
        rows = [form for form in registry().values() if form.generation == generation]
        groups.append(
            {
                "generation": generation.value,
                "circular": rows[0].circular or _("Biểu mẫu của phần mềm"),
                "valid_from": rows[0].valid_from,
                "source": rows[0].source,
                "in_use": generation in (in_use, Generation.OWN),
                "rows": [
                    {
                        "form": form,
                        "sheet": SHEETS[form.paper],
                        "sure": form.confidence is Confidence.FOUND,
                        "words": CONFIDENCE[form.confidence],
                    }
                    for form in rows
                ],
            }
        )
    context = {"title": _("Biểu mẫu in"), "groups": groups}
    return show(request, officer, "desk/rooms/printed_forms.html", context, area=AREA)


@require_GET
@officer_view
def form_sample(request: HttpRequest, officer: Officer, generation: str, kind: str) -> HttpResponse:
    """A sample of one form with made-up people, as it prints for the agency of the seat."""
    check_room(officer, *READERS)
    key = next((one for one in registry() if (one[0], one[1]) == (generation, kind)), None)
    if key is None:
        raise NotFound(_("Không có biểu mẫu này."))
    agency = Agency.objects.select_related("parent").get(pk=officer.seat.agency_id)
    pdf = render(FormKind(kind), Generation(generation), sample_of(FormKind(kind), agency))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="mau-{generation}-{kind}.pdf"'
    return answer
