"""A program that does real acts in a home of its own and says, durably, when each is done.

    python -m tests.faults.acts prepare             # an office in MOTCUA_HOME
    python -m tests.faults.acts run LEDGER FILES    # so many files from upload to result

The tests watch it from outside: strace records what it writes, signals kill it. A line of the
ledger is an acknowledgement: `act KEY NUMBER` or `paper SHA256`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

# Small, so that a short run goes through many checkpoints.
CHECKPOINT_PAGES = 120


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("what", choices=["prepare", "run"])
    asked.add_argument("ledger", nargs="?", type=Path)
    asked.add_argument("files", nargs="?", type=int, default=1)
    asked.add_argument("--synchronous", default="FULL")
    asked.add_argument("--stock-storage", action="store_true")
    asked.add_argument("--no-folder-sync", action="store_true")
    options = asked.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.project.settings"
    _set_up(options.synchronous)
    if options.what == "prepare":
        prepare()
        return
    if options.stock_storage:
        use_stock_storage()
    if options.no_folder_sync:
        forget_folders()
    Diary(options.ledger).write(options.files)


def _set_up(synchronous: str) -> None:
    import django
    from django.conf import settings

    entry = settings.DATABASES["default"]
    if entry["ENGINE"].endswith("sqlite3"):
        pragmas = entry["OPTIONS"]["init_command"]
        changed = pragmas.replace("synchronous=FULL", f"synchronous={synchronous}")
        assert "synchronous=FULL" in pragmas
        entry["OPTIONS"]["init_command"] = f"{changed};PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}"
    django.setup()


def prepare() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tests.office import build

    call_command("migrate", verbosity=0)
    office = build()
    tokens = {name: (account.pk, office.token(name)) for name, account in office.accounts.items()}
    (Path(settings.MOTCUA_HOME) / "tokens.json").write_text(json.dumps(tokens))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def use_stock_storage() -> None:
    """The control: papers through Django's own storage, which never calls fsync."""
    from django.core.files import File
    from django.core.files.storage import FileSystemStorage

    from motcua.files.store import Draft, PaperStore

    def keep(self: PaperStore, draft: Draft) -> None:
        target = self.path_of(draft.sha256).relative_to(self.root)
        with draft.path.open("rb") as file:
            FileSystemStorage(location=str(self.root)).save(str(target), File(file))

    PaperStore.keep = keep  # type: ignore[method-assign]


def forget_folders() -> None:
    """The control: papers are synced, the names they get are not."""
    from motcua.files import store

    store._sync_folder = lambda _: None


class Diary:
    """Acts of a small office, one file after another, each acknowledged in the ledger."""

    def __init__(self, ledger: Path) -> None:
        from motcua.accounts.models import Account

        self.ids = dict(
            Account.objects.filter(username__endswith=".anlac").values_list("username", "pk")
        )
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self.ledger = os.open(ledger, flags, 0o600)
        self.random = Random(7)
        self.turn = 0

    def write(self, files: int) -> None:
        for place in range(files):
            (self.to_the_result, self.withdrawn, self.refused)[place % 3](place)

    def to_the_result(self, place: int) -> None:
        """Everything that can happen to a file on its way to the citizen's hand."""
        number = self.take_in(file_id=self.paper(place))
        self.act("forward", "tiepnhan", number)
        self.act("claim", "thuly", number)
        from motcua.cases.rules.papers import AskedPaper, PaperIn

        asked = [AskedPaper("Tờ khai", "Ký tên", "to_khai")]
        self.act("request_supplement", "thuly", number, items=asked, reason="Chưa ký")
        self.act("request_supplement", "truongphong", number)
        self.act("request_supplement", "tiepnhan", number)
        added = PaperIn("to_khai", file_id=self.paper(1000 + place))
        self.act("take_supplement", "tiepnhan", number, papers=[added])
        self.act("complete", "thuly", number, outcome="de_nghi_giai_quyet")
        self.act("complete", "truongphong", number)
        self.act("complete", "lanhdao", number)
        self.act("issue", "vanthu", number, number=f"{place}/UBND")
        self.act("return_result", "tiepnhan", number)

    def withdrawn(self, place: int) -> None:
        number = self.take_in()
        self.act("forward", "tiepnhan", number)
        self.act("withdraw", "tiepnhan", number, reason="Đổi ý")

    def refused(self, place: int) -> None:
        number = self.take_in(accept=False)
        self.act("refuse", "tiepnhan", number, reason="Không thuộc thẩm quyền")

    def take_in(self, file_id: int | None = None, **changes: Any) -> str:
        from motcua.cases.actions.intake import take_in
        from motcua.cases.rules.intake import IntakeForm
        from motcua.cases.rules.papers import PaperIn
        from tests.office import MARRIAGE, NOW, PERSON

        form = IntakeForm(
            procedure_code=MARRIAGE,
            agency_code="H29.101",
            applicant=PERSON,
            papers=(PaperIn("to_khai", file_id=file_id), PaperIn("xac_nhan")),
            **changes,
        )
        return self._keyed(
            "tiepnhan",
            lambda actor, key: take_in(form=form, actor=actor, at=NOW, key=key).number,
        )

    def act(self, verb: str, who: str, case: str, /, **fields: Any) -> str:
        from motcua.cases.actions.verbs import act_on
        from motcua.cases.states import Verb
        from tests.office import NOW

        return self._keyed(
            who,
            lambda actor, key: (
                act_on(case, Verb(verb), actor=actor, at=NOW, key=key, **fields).number
            ),
        )

    def paper(self, place: int) -> int:
        """A small photograph of its own; the id of its row."""
        from PIL import Image

        from motcua.files.actions import store_upload
        from tests.office import NOW

        noise = Image.frombytes("L", (48, 48), self.random.randbytes(48 * 48))
        picture = io.BytesIO()
        noise.save(picture, "PNG", pnginfo=None)
        size = picture.tell()
        picture.seek(0)
        stored = store_upload(
            name=f"anh-{place}.png",
            stream=picture,
            size=size,
            actor_id=self.ids["tiepnhan.anlac"],
            at=NOW,
        )
        self._say(f"paper {stored.sha256}")
        return int(stored.pk)

    def _keyed(self, who: str, do: Callable[[Any, Any], str]) -> str:
        from motcua.journal.rules import act_key
        from motcua.organisation.queries import actor_for_session
        from tests.office import NOW

        self.turn += 1
        account_id = self.ids[f"{who}.anlac"]
        key = act_key(account_id, f"{os.getpid()}-{self.turn}", b"")
        assert key is not None
        number = do(actor_for_session(account_id, at=NOW), key)
        self._say(f"act {key.key.hex()} {number}")
        return number

    def _say(self, line: str) -> None:
        os.write(self.ledger, f"{line}\n".encode())
        os.fsync(self.ledger)


if __name__ == "__main__":
    main()
