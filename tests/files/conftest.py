"""A store of its own for every test."""

from pathlib import Path

import pytest
from pytest_django import Settings

from motcua.files.queries import paper_store
from motcua.files.store import PaperStore


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> PaperStore:
    settings.MOTCUA_FILES = tmp_path / "files"
    return paper_store()
