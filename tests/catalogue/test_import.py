"""A catalogue file is loaded whole or not at all, once or twice alike, and comes out as it went in."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from motcua.catalogue import seed
from motcua.catalogue.actions import import_catalogue
from motcua.catalogue.models import FeeRule, Offer, Procedure, ProcedureVersion
from motcua.catalogue.queries import export_catalogue
from motcua.catalogue.rules.document import full_form, in_order
from motcua.catalogue.rules.faults import BadCatalogue
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.refusals import Forbidden
from motcua.organisation.states import Role
from tests.catalogue.conftest import AT, BIRTH, Province

File = dict[str, Any]


def second(file: File) -> File:
    version: File = file["procedures"][0]["versions"][1]
    return version


def load(file: File) -> None:
    import_catalogue(data=file, actor=None, at=AT)


def test_what_goes_in_comes_out(catalogue: Province, small: File) -> None:
    assert export_catalogue() == in_order(full_form(small))


def test_the_export_imports_into_an_empty_database_and_exports_the_same(
    province: Province, small: File
) -> None:
    once = in_order(full_form(small))
    load(json.loads(json.dumps(once)))
    assert export_catalogue() == once


def test_the_same_file_twice_changes_nothing(catalogue: Province, small: File) -> None:
    before, entries = export_catalogue(), Entry.objects.count()
    report = import_catalogue(data=small, actor=None, at=AT)
    assert report.is_empty
    assert (export_catalogue(), Entry.objects.count()) == (before, entries)


def test_the_seed_of_the_product_goes_in_and_out_and_in_again(province: Province) -> None:
    document = seed.document()
    report = import_catalogue(data=document, actor=None, at=AT)
    assert report.procedures == len(document["procedures"])
    assert export_catalogue() == in_order(full_form(document))
    assert import_catalogue(data=document, actor=None, at=AT).is_empty


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("limit", "3 working_days"),
        ("name", "Đăng ký khai sinh"),
        ("valid_from", "2025-08-01"),
        ("fees", []),
        ("on_the_spot", True),
        ("state", "draft"),
    ],
)
def test_a_published_version_is_never_changed_under_its_number(
    catalogue: Province, small: File, part: str, value: object
) -> None:
    before = export_catalogue()
    second(small)[part] = value
    small["fields"][0]["name"] = "Hộ tịch và quốc tịch"
    with pytest.raises(BadCatalogue, match=r"bản 2 của thủ tục 1\.001193 đã công bố"):
        load(small)
    assert export_catalogue() == before


def test_a_new_version_closes_the_old_one_on_the_day_the_file_says(
    catalogue: Province, small: File
) -> None:
    new = {**copy.deepcopy(second(small)), "number": 3, "valid_from": "2026-05-01"}
    second(small)["valid_to"] = "2026-04-30"
    small["procedures"][0]["versions"].append(new)
    load(small)
    assert export_catalogue() == in_order(full_form(small))


def test_versions_that_overlap_what_is_stored_are_refused(catalogue: Province, small: File) -> None:
    new = {**second(small), "number": 3, "valid_from": "2026-05-01"}
    small["procedures"][0]["versions"] = [new]
    with pytest.raises(BadCatalogue, match="trùng thời gian"):
        load(small)


def test_an_older_file_does_not_open_again_what_has_ended_since(
    catalogue: Province, small: File
) -> None:
    newer = copy.deepcopy(small)
    newer["procedures"][0]["status"] = "repealed"
    second(newer)["valid_to"] = "2026-04-30"
    load(newer)
    assert import_catalogue(data=small, actor=None, at=AT).is_empty
    assert export_catalogue() == in_order(full_form(newer))


def test_a_draft_of_the_file_is_replaced_by_the_next_file(catalogue: Province, small: File) -> None:
    draft = {"number": 3, "name": "Thủ tục đăng ký khai sinh (mới)", "limit": "2 working_days"}
    small["procedures"][0]["versions"].append(draft)
    load(small)
    draft["limit"] = "1 working_days"
    load(small)
    assert export_catalogue() == in_order(full_form(small))


def test_a_local_draft_stands_in_the_way_of_a_new_published_version(
    catalogue: Province, small: File
) -> None:
    draft = {"number": 3, "name": "Thủ tục đăng ký khai sinh (mới)"}
    small["procedures"][0]["versions"].append(draft)
    load(small)
    draft |= {"number": 4, "state": "published", "valid_from": "2027-01-01"}
    second(small)["valid_to"] = "2026-12-31"
    with pytest.raises(BadCatalogue, match="có dự thảo 3"):
        load(small)


def test_a_file_with_one_fault_leaves_nothing_behind(province: Province, small: File) -> None:
    second(small)["fees"][0]["amount"] = -1
    small["offers"][0]["agency"] = "H99"
    with pytest.raises(BadCatalogue):
        load(small)
    assert not Procedure.objects.exists()
    assert not ProcedureVersion.objects.exists()
    assert not FeeRule.objects.exists()
    assert not Offer.objects.exists()
    assert not Entry.objects.filter(subject=Subject.CATALOGUE).exists()


@pytest.mark.parametrize("data", [None, [], "x", 5, {}, {"format": "motcua-catalogue/1"}])
def test_what_is_no_catalogue_is_refused_in_words(province: Province, data: object) -> None:
    with pytest.raises(BadCatalogue):
        import_catalogue(data=data, actor=None, at=AT)


def test_an_agency_does_not_offer_a_procedure_twice_on_a_day(
    catalogue: Province, small: File
) -> None:
    small["offers"].append({"procedure": BIRTH, "agency": "H29.16", "valid_from": "2026-01-01"})
    with pytest.raises(BadCatalogue, match="hai lần trong cùng thời gian"):
        load(small)


def test_each_procedure_touched_gets_one_entry_in_its_journal(catalogue: Province) -> None:
    entries = Entry.objects.filter(subject=Subject.CATALOGUE)
    assert [entry.verb for entry in entries] == ["import"]
    assert "thêm bản 2" in entries[0].body


def test_a_process_named_once_serves_every_version(province: Province, small: File) -> None:
    small["procedures"][0]["process"] = "trong-ngay"
    load(small)
    keys = ProcedureVersion.objects.values_list("definition__key", flat=True)
    assert set(keys) == {"trong-ngay"}


def test_only_an_editor_at_the_root_loads_a_file(province: Province, small: File) -> None:
    with pytest.raises(Forbidden):
        import_catalogue(data=small, actor=province.actor(Role.CONTROLLER, province.ward), at=AT)
    import_catalogue(data=small, actor=province.controller, at=AT)


def test_the_commands_round_trip(
    province: Province, small: File, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.json").write_text(json.dumps(small), encoding="utf-8")
    call_command("import_catalogue", str(tmp_path / "in.json"))
    call_command("export_catalogue", str(tmp_path / "out.json"))
    call_command("import_catalogue", str(tmp_path / "out.json"))
    told = capsys.readouterr().out
    assert "Đã nạp: 1 thủ tục, 2 bản" in told
    assert "Không có gì mới." in told
    call_command("export_catalogue")
    assert json.loads(capsys.readouterr().out) == json.loads((tmp_path / "out.json").read_text())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "không phải JSON hợp lệ \\(dòng 1"),
        ('{"format": "motcua-catalogue/2", "procedures": []}', r"\$\.format: phải là “motcua-"),
        ("[" * 100_000, "không phải JSON|quá sâu"),
    ],
)
def test_a_bad_file_is_one_clear_refusal(
    province: Province, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("import_catalogue", str(tmp_path / "bad.json"))


def test_a_missing_file_is_named(province: Province) -> None:
    with pytest.raises(CommandError, match="khong-co.json"):
        call_command("import_catalogue", "khong-co.json")
