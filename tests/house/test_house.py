"""The house is in order; and each check sees the breach that was planted for it."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house import checks

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "motcua"
OURS = [folder for folder in (PACKAGE, ROOT / "tests", ROOT / "bench") if folder.is_dir()]
FLOORS = checks.floors(ROOT / "pyproject.toml")


def plant(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_foreign_keys_point_down() -> None:
    assert checks.foreign_keys_up(apps, FLOORS) == []


@isolate_apps("motcua")
def test_a_string_key_that_points_up_is_seen() -> None:
    from django.apps import apps as isolated

    class Step(models.Model):
        case = models.ForeignKey("Case", models.CASCADE)

        class Meta:
            app_label = "motcua"

    class Case(models.Model):
        class Meta:
            app_label = "motcua"

    Step.__module__, Case.__module__ = "motcua.process.models", "motcua.cases.models"
    registry = Step._meta.apps
    assert registry is not isolated
    assert checks.foreign_keys_up(registry, FLOORS) == ["process.Step.case points up to cases"]


def test_only_actions_write() -> None:
    assert checks.writes_outside_actions(PACKAGE) == []


@pytest.mark.parametrize(
    "line",
    [
        "case.save()",
        "case.save(update_fields=['state'])",
        "Case.objects.create(code='x')",
        "Case.objects.filter(pk=1).update(state='done')",
        "Case.objects.bulk_create([])",
        "insert_new([case])",
        "case.delete()",
        "Case.objects.update_or_create(code='x')",
        "cursor.execute('UPDATE motcua_case SET state = 1')",
    ],
)
@pytest.mark.parametrize("place", ["desk/views.py", "cases/queries.py", "cases/rules/clock.py"])
def test_a_write_elsewhere_is_seen(tmp_path: Path, line: str, place: str) -> None:
    assert len(checks.writes_outside_actions(plant(tmp_path, place, line))) == 1


@pytest.mark.parametrize("place", ["cases/actions.py", "cases/actions/intake.py"])
def test_actions_may_write(tmp_path: Path, place: str) -> None:
    assert checks.writes_outside_actions(plant(tmp_path, place, "case.save()")) == []


@pytest.mark.parametrize(
    "line",
    ["names.update(other)", "digest.update(b'x')", "picture.save(path)", "super().save()"],
)
def test_what_only_looks_like_a_write_passes(tmp_path: Path, line: str) -> None:
    assert checks.writes_outside_actions(plant(tmp_path, "desk/views.py", line)) == []


@pytest.mark.parametrize("folder", OURS, ids=lambda folder: folder.name)
def test_files_are_short(folder: Path) -> None:
    longest = checks.long_files(folder)
    print("\nlongest files:", *longest[:5], sep="\n  ")  # noqa: T201
    assert checks.over(checks.FILE_LINES, longest) == []


@pytest.mark.parametrize("folder", OURS, ids=lambda folder: folder.name)
def test_functions_are_short(folder: Path) -> None:
    longest = checks.long_functions(folder)
    print("\nlongest functions:", *longest[:5], sep="\n  ")  # noqa: T201
    assert checks.over(checks.FUNCTION_LINES, longest) == []


def test_settings_stay_one_short_file() -> None:
    assert len((PACKAGE / "project" / "settings.py").read_text().splitlines()) < 250


def test_a_long_file_and_a_long_function_are_seen(tmp_path: Path) -> None:
    body = "def f():\n" + "    x = 1\n" * 400
    plant(tmp_path, "cases/rules.py", body)
    assert checks.over(400, checks.long_files(tmp_path)) == [
        "cases/rules.py: 401 lines, 400 allowed"
    ]
    assert checks.over(40, checks.long_functions(tmp_path)) == [
        "cases/rules.py:f: 401 lines, 40 allowed"
    ]


def test_tables_of_data_may_be_long(tmp_path: Path) -> None:
    plant(tmp_path, "catalogue/seeds/fields.py", "X = 1\n" * 900)
    assert checks.long_files(tmp_path) == []


def test_only_doors_and_commands_read_the_clock() -> None:
    assert checks.clock_readers(PACKAGE) == []


@pytest.mark.parametrize("call", ["timezone.now()", "datetime.now(UTC)", "date.today()"])
def test_a_hidden_clock_is_seen(tmp_path: Path, call: str) -> None:
    assert len(checks.clock_readers(plant(tmp_path, "cases/rules.py", call))) == 1
    assert checks.clock_readers(plant(tmp_path / "door", "desk/views.py", call)) == []


def test_nothing_has_a_name_that_says_nothing() -> None:
    assert checks.bad_names(PACKAGE) == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("cases/utils.py", ""),
        ("helpers/__init__.py", ""),
        ("cases/rules.py", "class DeadlineService: ..."),
        ("cases/models.py", "from django.dispatch import receiver"),
    ],
)
def test_a_name_that_says_nothing_is_seen(tmp_path: Path, place: str, text: str) -> None:
    assert len(checks.bad_names(plant(tmp_path, place, text))) == 1


def test_the_locks_name_only_the_public_index() -> None:
    assert checks.foreign_hosts((ROOT / "uv.lock").read_text()) == set()
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    assert "index" not in (ROOT / "pyproject.toml").read_text().split("[tool.uv]")[1].split("[")[0]
    assert "registry=" not in (ROOT / ".npmrc").read_text()


def test_another_host_in_the_lock_is_seen() -> None:
    lock = 'source = { registry = "https://mirror.example/simple" }\nurl = "https://pypi.org/x"'
    assert checks.foreign_hosts(lock) == {"mirror.example"}
