"""How the suite runs: nothing is skipped in silence, and what needs a database is known by itself."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(tmp_path: Path, text: str, *options: str) -> str:
    """The last line of a suite of one file."""
    path = tmp_path / "test_planted.py"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml")]
    command += ["--rootdir", str(ROOT), "-p", "tests.strictness", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *options, str(path)],
        cwd=ROOT,
        env=os.environ | {"MOTCUA_NO_SKIP": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).splitlines()[-1]


def test_a_skipped_test_is_a_failed_test_and_an_expected_failure_is_not(tmp_path: Path) -> None:
    text = """
import pytest

def test_inside(): pytest.skip("no browser here")

@pytest.mark.skip
def test_marked(): ...

@pytest.fixture
def chromium(): pytest.skip("no browser here")

def test_fixture(chromium): ...

@pytest.mark.xfail
def test_expected(): assert False

def test_good(): ...
"""
    last = run(tmp_path, text)
    assert "1 failed, 1 passed, 1 xfailed, 2 errors" in last


def test_a_skipped_module_is_an_error(tmp_path: Path) -> None:
    text = "import pytest\npytest.importorskip('no_such_module')\ndef test(): ..."
    assert "1 error" in run(tmp_path, text)


def test_what_touches_a_database_is_marked_by_itself(tmp_path: Path) -> None:
    text = """
import pytest

def test_plain(): ...

def test_fixture(db): ...

@pytest.mark.django_db
def test_mark(): ...

@pytest.fixture
def case(db): ...

def test_deep(case): ...
"""
    last = run(tmp_path, text, "--collect-only", "-q", "-m", "database")
    assert "3/4 tests collected" in last
