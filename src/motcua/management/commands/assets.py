"""`motcua assets`: third-party style sheets, scripts and fonts into build/vendor; texts compiled.

npm has put the packages into node_modules (versions and hashes: package-lock.json); nothing of
them is kept in git. The licences are copied with the files.
"""

import re
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import django_htmx
import polib
from django.conf import settings
from django.core.management import BaseCommand, CommandError

# What is copied: folder in node_modules, pattern, folder in build/vendor.
COPIES = (
    ("bootstrap/dist/css", "bootstrap.min.css*", "bootstrap"),
    ("bootstrap/dist/js", "bootstrap.bundle.min.js*", "bootstrap"),
    ("bootstrap", "LICENSE", "bootstrap"),
    ("@fontsource/be-vietnam-pro", "LICENSE", "be-vietnam-pro"),
    ("@expo-google-fonts/tinos", "*/*.ttf", "tinos"),
    ("@expo-google-fonts/tinos", "LICENSE*", "tinos"),
)
SUBSETS = ("vietnamese", "latin-ext", "latin")
WEIGHTS = (400, 500, 600, 700)
FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
WOFF2 = re.compile(r"url\(\./files/(?P<name>[\w-]+\.woff2)\) format\('woff2'\)")


class Command(BaseCommand):
    help = "Chép kiểu chữ, CSS, JS vào build/vendor và dịch giao diện. / Copy assets, compile texts."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--node-modules", type=Path, default=settings.CHECKOUT / "node_modules")

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["node_modules"], settings.MOTCUA_VENDOR
        if not source.is_dir():
            raise CommandError(f"Chưa có {source}; hãy chạy “make assets”. / Run “make assets”.")
        fresh = target.with_name(f"{target.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        for folder, pattern, place in COPIES:
            copy(source / folder, pattern, fresh / place)
        screen_font(source / "@fontsource/be-vietnam-pro", fresh / "be-vietnam-pro")
        bundled = Path(django_htmx.__file__).parent / "static" / "django_htmx"
        copy(bundled, "htmx-2.min.js", fresh / "htmx")
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
        compile_texts()
        count = sum(1 for path in target.rglob("*") if path.is_file())
        self.stdout.write(f"{target}: {count} tệp")


def copy(folder: Path, pattern: str, place: Path) -> None:
    """Raises CommandError when nothing fits: a package that changed its layout must not go unseen."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise CommandError(f"Không thấy {folder}/{pattern}. / Not found.")
    place.mkdir(parents=True, exist_ok=True)
    for path in found:
        shutil.copyfile(path, place / path.name)


def screen_font(package: Path, place: Path) -> None:
    """The weights and letters we use, and one style sheet `be-vietnam-pro.css` that names them."""
    faces = []
    for weight in WEIGHTS:
        for face in FACE.findall((package / f"{weight}.css").read_text(encoding="utf-8")):
            name = WOFF2.search(face)
            if not name or not name["name"].startswith(
                tuple(f"be-vietnam-pro-{subset}-{weight}-" for subset in SUBSETS)
            ):
                continue
            copy(package / "files", name["name"], place)
            source = f"src: url({name['name']}) format('woff2');"
            faces.append(re.sub(r"src: .*?;", source, face))
    if len(faces) != len(SUBSETS) * len(WEIGHTS):
        raise CommandError(f"Kiểu chữ Be Vietnam Pro thiếu phần ({len(faces)}). / Font incomplete.")
    sheet = "\n\n".join(faces) + "\n"
    (place / "be-vietnam-pro.css").write_text(sheet, encoding="utf-8")


def compile_texts() -> None:
    for folder in settings.LOCALE_PATHS:
        for path in Path(folder).glob("*/LC_MESSAGES/*.po"):
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
