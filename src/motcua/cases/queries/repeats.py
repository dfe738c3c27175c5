"""A repeat of an act answers with the file that the first one made or changed."""

from __future__ import annotations

from motcua.cases.models import Case
from motcua.journal.queries import entry_for
from motcua.journal.rules import ActKey
from motcua.journal.states import Subject


def done_before(key: ActKey | None) -> Case | None:
    """The file of the act already done under this key. Raises KeyReused for another request."""
    done = entry_for(key)
    if done is None or done.subject != Subject.CASE:
        return None
    return Case.objects.select_related("version", "run").get(pk=done.subject_id)
