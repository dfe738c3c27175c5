"""`motcua texts`: bring the translations in step with the texts of the sources.

New texts are added without a translation, texts that stand nowhere any more are dropped. Needs no
program of gettext. `motcua assets` then compiles what is here.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import BaseCommand, CommandError

from motcua.management.texts import Text, texts_of


class Command(BaseCommand):
    help = "Cập nhật bản dịch theo mã nguồn. / Update translations from the sources."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when behind")

    def handle(self, *args: Any, **options: Any) -> None:
        texts = texts_of(settings.PACKAGE)
        for folder in settings.LOCALE_PATHS:
            for path in sorted(Path(folder).glob("*/LC_MESSAGES/django.po")):
                self.update(path, texts, check=options["check"])

    def update(self, path: Path, texts: dict[Text, set[str]], *, check: bool) -> None:
        """Raises CommandError with `check` when the file is behind the sources."""
        before = polib.pofile(str(path), wrapwidth=100)
        after = merged(before, texts)
        missing = [entry.msgid for entry in after if not entry.translated()]
        if check and (missing or str(before) != str(after)):
            raise CommandError(f"{path.name}: motcua texts. {missing[:5]}")
        if not check:
            after.save(str(path))
        self.stdout.write(f"{path}: {len(after)} câu, {len(missing)} chưa dịch")
        for msgid in missing:
            self.stdout.write(f"  {msgid}")


def merged(old: polib.POFile, texts: dict[Text, set[str]]) -> polib.POFile:
    """The texts of the sources, by file and then by text, with the translations there were."""
    known = {(entry.msgid, entry.msgid_plural, entry.msgctxt or ""): entry for entry in old}
    new = polib.POFile(wrapwidth=100)
    new.header, new.metadata = old.header, old.metadata
    for text in sorted(texts, key=lambda one: (min(texts[one]), one)):
        was = known.get(text)
        entry = polib.POEntry(
            msgid=text.msgid,
            msgctxt=text.context or None,
            occurrences=[(name, "") for name in sorted(texts[text])],
            comment=was.comment if was else "",
            tcomment=was.tcomment if was else "",
        )
        if text.plural:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = was.msgstr_plural if was else {0: "", 1: ""}
        else:
            entry.msgstr = was.msgstr if was else ""
        if "%(" in text.msgid or "%d" in text.msgid or "%s" in text.msgid:
            entry.flags.append("python-format")
        new.append(entry)
    return new
