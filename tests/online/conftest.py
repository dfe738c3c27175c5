"""Citizens: one whom VNeID has proved, one with a letter's account, and papers they upload."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from motcua.accounts.actions import person_of_identity, waiting_account
from motcua.accounts.models import Account
from motcua.cases.actions.filing import file_online
from motcua.cases.models import Case
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import PaperIn
from motcua.cases.states import PaperForm
from motcua.files.actions import store_upload
from motcua.organisation.rules import Actor
from tests.office import MARRIAGE, NOW, PERSON, Clock, Office

HOA = "079301012345"
SONG = "hoa phuong do 1975"


def photo(colour: str = "white") -> bytes:
    """A photograph from a telephone, small."""
    made = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(made, "JPEG")
    return made.getvalue()


def pdf() -> bytes:
    """One page of PDF."""
    made = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(made, "PDF")
    return made.getvalue()


@dataclass
class Home:
    """A citizen at home: the account, a browser that is signed in, uploads and filings."""

    account: Account
    office: Office

    @property
    def actor(self) -> Actor:
        return Actor(self.account.pk, self.account.full_name, self.account.kind)

    @property
    def client(self) -> Client:
        browser = Client()
        browser.force_login(self.account, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    def upload(self, name: str = "anh.jpg", content: bytes | None = None) -> int:
        """The id of a stored upload of this account."""
        content = content or photo()
        stored = store_upload(
            name=name,
            stream=io.BytesIO(content),
            size=len(content),
            actor_id=self.account.pk,
            at=NOW,
        )
        return stored.pk

    def form(self, **changes: Any) -> IntakeForm:
        papers = tuple(
            PaperIn(key, form=PaperForm.ELECTRONIC, file_id=self.upload(f"{key}.jpg"))
            for key in ("to_khai", "xac_nhan")
        )
        plain = self.office.form(
            MARRIAGE,
            channel="online",
            accept=False,
            papers=papers,
            applicant=replace(PERSON, email="hoa@example.vn"),
        )
        return replace(plain, **changes)

    def file(self, *, at: dt.datetime = NOW, **changes: Any) -> Case:
        """A complete marriage file, filed from this account."""
        return file_online(form=self.form(**changes), actor=self.actor, at=at)


@pytest.fixture
def files_here(settings: Any, tmp_path: Path) -> None:
    settings.MOTCUA_FILES = tmp_path


@pytest.fixture
def hoa(office: Office, clock: Clock, files_here: None) -> Home:
    """Somebody VNeID has proved, under the number that PERSON of the office has."""
    account = person_of_identity(personal_number=HOA, full_name="Nguyễn Thị Hoa", at=NOW)
    account.email = "hoa@example.vn"
    account.save(update_fields=["email"])
    return Home(account, office)


@pytest.fixture
def stranger(office: Office, clock: Clock, files_here: None) -> Home:
    """Another citizen, with an account from a letter."""
    account = waiting_account(full_name="Trần Văn Lạ", email="la@example.vn", at=NOW)
    account.confirmed_at = NOW
    account.save(update_fields=["confirmed_at"])
    return Home(account, office)
