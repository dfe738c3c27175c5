"""Forms are prepared, published, changed by a new version, taken out and in again."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.forms import actions
from motcua.forms.models import FormVersion
from motcua.forms.queries import all_forms, form_for, form_version
from motcua.journal.models import Entry
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.organisation.rules import CONSOLE
from tests.office import MARRIAGE, NOW, Office

pytestmark = pytest.mark.django_db


def document(**more: Any) -> dict[str, Any]:
    plain = {
        "format": "motcua-form/1",
        "procedure": MARRIAGE,
        "key": "to_khai",
        "name": "Tờ khai đăng ký kết hôn",
        "paper": "to_khai",
        "layout": {
            "sections": [
                {
                    "key": "nu",
                    "title": "Bên nữ",
                    "fields": [{"key": "ten", "label": "Họ tên", "kind": "text"}],
                }
            ]
        },
    }
    return plain | more


def published(**more: Any) -> FormVersion:
    draft = actions.import_form(document=document(**more), actor=CONSOLE, at=NOW)
    return actions.publish_form(version_id=draft.pk, actor=CONSOLE, at=NOW)


def test_only_what_is_published_is_filled_in_and_the_old_one_can_still_be_read(
    office: Office,
) -> None:
    assert form_for(MARRIAGE) is None
    first = published()
    draft = actions.new_draft(form_id=first.form_id, actor=CONSOLE, at=NOW)
    actions.save_form(
        version_id=draft.pk, document=document(name="Tờ khai mới"), actor=CONSOLE, at=NOW
    )
    now = form_for(MARRIAGE)
    assert now is not None
    assert now.version_id == first.pk
    actions.publish_form(version_id=draft.pk, actor=CONSOLE, at=NOW)
    now = form_for(MARRIAGE)
    assert now is not None
    assert (now.name, now.number) == ("Tờ khai mới", 2)
    assert form_version(first.pk).name == "Tờ khai đăng ký kết hôn"


def test_what_is_published_never_changes(office: Office) -> None:
    first = published()
    for change in (actions.publish_form, actions.discard_form):
        with pytest.raises(Refused, match="đã công bố"):
            change(version_id=first.pk, actor=CONSOLE, at=NOW)
    with pytest.raises(Refused, match="đã công bố"):
        actions.save_form(version_id=first.pk, document=document(), actor=CONSOLE, at=NOW)


@pytest.mark.parametrize("who", ["quantri", "kiemsoat", "tiepnhan", "lanhdao.tphcm"])
def test_only_editors_at_the_root_change_forms(office: Office, who: str) -> None:
    actor = office.actor(who)
    with pytest.raises(Forbidden):
        actions.import_form(document=document(), actor=actor, at=NOW)
    first = published()
    with pytest.raises(Forbidden):
        actions.new_draft(form_id=first.form_id, actor=actor, at=NOW)
    for good in ("quantri.tphcm", "kiemsoat.tphcm"):
        actions.new_draft(form_id=first.form_id, actor=office.actor(good), at=NOW)


def test_a_draft_is_thrown_away_with_a_form_that_never_was(office: Office) -> None:
    draft = actions.import_form(document=document(), actor=CONSOLE, at=NOW)
    actions.discard_form(version_id=draft.pk, actor=CONSOLE, at=NOW)
    assert all_forms() == []
    with pytest.raises(NotFound):
        actions.new_draft(form_id=draft.form_id or 1, actor=CONSOLE, at=NOW)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "x"}, "“format”"),
        ({"procedure": ""}, "mã thủ tục"),
        ({"key": "Tờ"}, "“key”"),
        ({"layout": []}, "“layout”"),
        ({"name": " "}, "Tên biểu mẫu"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_written(
    office: Office, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        actions.import_form(document=document(**change), actor=CONSOLE, at=NOW)
    assert all_forms() == []


def test_out_and_in_again_is_the_same_form(office: Office) -> None:
    first = published()
    out = actions.exported(first)
    again = actions.import_form(document=out, actor=CONSOLE, at=NOW)
    assert actions.exported(again) == out
    assert out["schema"]["properties"]["ten"]["maxLength"] == 200


def test_publishing_is_journalled(office: Office) -> None:
    published()
    assert Entry.objects.filter(verb="form.publish").count() == 1


def test_the_shipped_forms_come_once(office: Office) -> None:
    assert actions.install_seed_forms(at=NOW) >= 10
    assert actions.install_seed_forms(at=NOW) == 0
    found = form_for(MARRIAGE)
    assert found is not None
    assert found.paper_key == "to-khai"
