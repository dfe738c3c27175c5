"""Reads of forms: the one to fill in today, the one a file was filled in with, the list."""

from __future__ import annotations

from functools import lru_cache

from motcua.forms.models import Form, FormVersion
from motcua.forms.rules.shape import FormView, sections_from
from motcua.forms.states import FormState
from motcua.kernel.refusals import NotFound


def form_for(procedure_code: str) -> FormView | None:
    """The newest published form of a procedure. One statement, two for a version not met yet."""
    found = (
        FormVersion.objects.filter(form__procedure_code=procedure_code, state=FormState.PUBLISHED)
        .order_by("form__key", "-number")
        .values_list("pk", flat=True)
        .first()
    )
    return form_version(found) if found is not None else None


@lru_cache(maxsize=128)
def form_version(version_id: int) -> FormView:
    """A published version, read once per process: it never changes. Raises NotFound."""
    found = FormVersion.objects.select_related("form").filter(pk=version_id).first()
    if found is None or found.state != FormState.PUBLISHED:
        raise NotFound("Không có bản biểu mẫu này.")
    return view_of(found)


def forget_forms() -> None:
    """For tests, whose databases start over and use the same ids again."""
    form_version.cache_clear()


def view_of(version: FormVersion) -> FormView:
    """A version, published or not, with its form loaded. Raises Refused for a broken layout."""
    return FormView(
        version_id=version.pk,
        procedure_code=version.form.procedure_code,
        key=version.form.key,
        number=version.number,
        name=version.name,
        paper_key=version.paper_key,
        sections=sections_from(version.layout),
    )


def all_forms() -> list[FormVersion]:
    """The newest version of every form, drafts before what is published. One statement."""
    newest: dict[int, FormVersion] = {}
    for version in FormVersion.objects.select_related("form").order_by("-number"):
        newest.setdefault(version.form_id, version)
    return sorted(newest.values(), key=lambda one: (one.form.procedure_code, one.form.key))


def form_of(form_id: int) -> tuple[Form, list[FormVersion]]:
    """A form with its versions, the newest first. Two statements. Raises NotFound."""
    form = Form.objects.filter(pk=form_id).first()
    if form is None:
        raise NotFound("Không có biểu mẫu này.")
    return form, list(FormVersion.objects.filter(form=form).order_by("-number"))


def version_of(version_id: int) -> FormVersion:
    """A version with its form, draft or published. One statement. Raises NotFound."""
    found = FormVersion.objects.select_related("form").filter(pk=version_id).first()
    if found is None:
        raise NotFound("Không có bản biểu mẫu này.")
    return found
