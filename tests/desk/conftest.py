"""Signed-in clients for the desk, and the intake page as a browser would post it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.cases.models import Case
from motcua.cases.states import Verb
from tests.files.corpus.pictures import picture
from tests.office import MARRIAGE, Clock, Office

As = Callable[[str], Client]


@pytest.fixture
def sign_in(office: Office, clock: Clock) -> As:
    """`sign_in("thuly")` is the browser of An Lạc's specialist, at NOW."""

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(office.account(who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture(autouse=True)
def store(tmp_path: Any, settings: Any) -> None:
    """Papers of a test lie in a folder of its own."""
    settings.MOTCUA_FILES = tmp_path / "files"


def typed(**changes: Any) -> dict[str, Any]:
    """A marriage as typed at the counter, complete; `changes` replace fields."""
    plain = {
        "procedure": MARRIAGE,
        "procedure_text": "ket hon",
        "case_key": "chung",
        "applicant_kind": "person",
        "applicant_name": "Nguyễn Thị Hoa",
        "applicant_id_number": "079301012345",
        "applicant_phone": "0901234567",
        "applicant_address": "12 đường số 3",
        "paper": ["to_khai", "xac_nhan"],
        "paper_to_khai_form": "original",
        "paper_to_khai_quantity": "1",
        "paper_xac_nhan_form": "certified_copy",
        "paper_xac_nhan_quantity": "2",
        "channel": "counter",
        "return_channel": "counter",
        "copies": "1",
        "accept": "yes",
        "act_key": uuid.uuid4().hex,
    }
    return plain | changes


def act(client: Client, case: Case, verb: Verb, **fields: Any) -> Any:
    """Press a verb's button on the case page as it was drawn just now."""
    data = {"seen": case.journal_seq, "act_key": uuid.uuid4().hex} | fields
    return client.post(f"/desk/cases/{case.number}/{verb.value}/", data)


def scan(name: str = "to-khai.png", content: bytes | None = None) -> SimpleUploadedFile:
    """A small picture, or whatever is given under that name."""
    return SimpleUploadedFile(name, picture("PNG") if content is None else content)
