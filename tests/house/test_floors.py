"""The contracts in pyproject.toml catch what they are there for: one breach planted at a time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = ("states", "rules", "models", "queries", "access", "actions")
SKELETON = [
    *(f"{name}/__init__" for name in ("kernel", "ui", "templatetags", "indicators", "desk", "api")),
    *(f"{context}/{part}" for context in ("organisation", "process", "cases") for part in CONTEXT),
    *("project/settings", "management/commands/serve", "migrations/0001_initial", "models", "cli"),
]


def lint(tmp_path: Path, planted: dict[str, str]) -> str:
    """What lint-imports says about a small house with these lines in these modules."""
    package = tmp_path / "motcua"
    for module in {*SKELETON, *planted}:
        path = package / f"{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(planted.get(module, ""), encoding="utf-8")
    for folder in [package, *(path for path in package.rglob("*") if path.is_dir())]:
        (folder / "__init__.py").touch()
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("BROKEN" in done.stdout) == (done.returncode != 0), done.stdout + done.stderr
    return done.stdout


def test_a_house_in_order_passes(tmp_path: Path) -> None:
    planted = {
        "cases/actions": "from motcua.cases import access, rules\nfrom motcua.process import queries",
        "cases/rules": "from motcua.kernel import x\nfrom motcua.cases.states import y",
        "desk/views": "from motcua.cases import actions",
    }
    assert "BROKEN" not in lint(tmp_path, planted)


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("process/actions", "from motcua.cases import models", "Floors"),
        ("process/actions", "def f():\n    from motcua.cases import models", "Floors"),
        ("desk/views", "from motcua.api import urls", "Floors"),
        ("organisation/queries", "from motcua.models import Unit", "Floors"),
        ("utils/text", "", "Floors"),
        ("cases/queries", "from motcua.cases import actions", "Inside a context"),
        ("cases/rules", "from motcua.cases import models", "Rules know no tables"),
        ("cases/rules", "from motcua.organisation import models", "Rules know no tables"),
        ("kernel/clock", "from django.utils import timezone", "Kernel is plain Python"),
    ],
)
def test_a_breach_is_seen(tmp_path: Path, module: str, line: str, contract: str) -> None:
    assert f"{contract} BROKEN" in lint(tmp_path, {module: line})


def test_a_context_grown_into_folders_stays_under_the_contract(tmp_path: Path) -> None:
    planted = {"process/actions/run": "from motcua.cases import models"}
    assert "Floors BROKEN" in lint(tmp_path, planted)
