"""A process as a BPMN diagram: taken in from a file, given out, drawn in the browser."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.processes import AREA, VERB_WORDS, definition_of, trail_to
from motcua.desk.rooms.sheet import Sheet, check_room, done, form_page
from motcua.kernel.refusals import Refused
from motcua.organisation.states import Role, UnitKind
from motcua.process.access import EDITORS
from motcua.process.actions import import_draft, update_draft
from motcua.process.models import Definition
from motcua.process.rules.bpmn import from_bpmn, to_bpmn
from motcua.process.rules.bpmn.xml import LARGEST
from motcua.process.rules.checks import faults, warnings
from motcua.process.rules.editing import stamp
from motcua.process.rules.graph import BadGraph, StepVerb
from motcua.process.rules.reading import parse_graph
from motcua.process.states import DefinitionState
from motcua.ui.said import said

BPMN_TYPE: Final = "application/xml; charset=utf-8"


class ImportForm(forms.Form):
    """A BPMN file and what the draft is called."""

    file = forms.FileField(
        label=gettext_lazy("Tệp BPMN 2.0"),
        help_text=gettext_lazy("Sơ đồ .bpmn từ Camunda Modeler hoặc bpmn.io, tối đa 512 KB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".bpmn,.xml"}),
        error_messages={
            "empty": gettext_lazy("Tệp rỗng; hãy chọn lại tệp."),
            "required": gettext_lazy("Chọn tệp BPMN."),
        },
    )
    key = forms.SlugField(
        label=gettext_lazy("Khóa quy trình"),
        max_length=60,
        help_text=gettext_lazy(
            "Khóa đã có: lập bản mới của quy trình ấy. Ví dụ: cap-phep-ho-kinh-doanh."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Tên quy trình"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Để trống thì lấy tên trong sơ đồ."),
    )

    def clean_file(self) -> bytes:
        """The bytes, when they are not too many to read at all."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(
                _("Tệp nặng %(size)d KB, nhiều hơn %(most)d KB.")
                % {"size": sent.size // 1024, "most": LARGEST // 1024}
            )
        return bytes(sent.read())


@require_http_methods(["GET", "POST"])
@officer_view
def process_import(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A draft from a diagram drawn elsewhere; faults are told with their line and element."""
    check_room(officer, *EDITORS)
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
    sheet = Sheet(
        title=_("Nhập sơ đồ BPMN"),
        area=AREA,
        trail=trail_to(_("Nhập sơ đồ BPMN")),
        button=_("Lập dự thảo từ sơ đồ"),
        intro=_(
            "Dùng được: bước của người (user task), cổng chọn một và song song, một điểm bắt đầu,"
            " điểm kết thúc. Vai trò lấy từ motcua:role, candidateGroups hoặc tên làn."
        ),
        names={"graph": "file"},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        made = import_draft(
            key=facts["key"],
            data=facts["file"],
            name=facts["name"],
            actor=officer.actor,
            at=officer.at,
        )
        return done(request, _("Đã lập dự thảo từ sơ đồ."), "desk_process", definition=made.pk)

    return form_page(request, officer, form, sheet, act)


@require_GET
@officer_view
def process_bpmn(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """The diagram as a file that other tools open."""
    found = definition_of(officer, definition)
    answer = HttpResponse(to_bpmn(parse_graph(found.graph), found.name), content_type=BPMN_TYPE)
    name = f"{found.key}-{found.number}.bpmn"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
@officer_view
def process_draw(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """The draft on bpmn-js; saved through the same reader as an imported file."""
    found = definition_of(officer, definition)
    if request.method == "GET":
        return _drawing_page(request, officer, found)
    xml = request.POST.get("xml", "")
    try:
        diagram = from_bpmn(xml.encode())
        update_draft(
            definition=found,
            name=diagram.name or found.name,
            graph=diagram.graph,
            actor=officer.actor,
            at=officer.at,
            seen=request.POST.get("seen", ""),
        )
    except Refused as refusal:
        return _drawing_page(request, officer, found, refusal=refusal, xml=xml)
    return done(request, _("Đã lưu sơ đồ."), "desk_process_draw", definition=found.pk)


def _drawing_page(
    request: HttpRequest,
    officer: Officer,
    found: Definition,
    refusal: Refused | None = None,
    xml: str = "",
) -> HttpResponse:
    if found.state != DefinitionState.DRAFT:
        raise Refused(_("Quy trình đã ban hành thì không sửa được; hãy lập bản mới."))
    graph = parse_graph(found.graph)
    wrong = faults(graph)
    refused_at = refusal.node if isinstance(refusal, BadGraph) else ""
    context = {
        "title": _("Vẽ quy trình: %s") % found.name,
        "trail": trail_to(_("Vẽ sơ đồ"), found),
        "definition": found,
        "xml": xml or to_bpmn(graph, found.name),
        "seen": request.POST.get("seen") or stamp(found.graph),
        "refusal": refusal,
        "refused_at": refused_at,
        "faults": [] if refusal else wrong,
        "warnings": [] if refusal or wrong else warnings(graph),
        "roles": [(role.value, said(role.label)) for role in Role],
        "units": [(kind.value, said(kind.label)) for kind in UnitKind],
        "verbs": verb_choices(),
    }
    status = 422 if refusal else 200
    return show(request, officer, "desk/rooms/process_draw.html", context, area=AREA, status=status)


def verb_choices() -> list[tuple[str, str]]:
    """What ends a step, for a select."""
    return [(verb.value, str(VERB_WORDS[verb])) for verb in StepVerb]
