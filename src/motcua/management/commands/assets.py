"""`motcua assets`: third-party style sheets, scripts and fonts into build/vendor; texts compiled.

npm has put the packages into node_modules (versions and hashes: package-lock.json); nothing of
them is kept in git. The licences are copied with the files.
"""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import django_htmx
import polib
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from fontTools import subset

# What is copied: folder in node_modules, patterns, folder in build/vendor.
COPIES = (
    ("bootstrap/dist/css", ("bootstrap.min.css*",), "bootstrap"),
    ("bootstrap/dist/js", ("bootstrap.bundle.min.js*",), "bootstrap"),
    ("bootstrap", ("LICENSE",), "bootstrap"),
    (
        "@fontsource/be-vietnam-pro/files",
        tuple(
            f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
            for subset in ("vietnamese", "latin", "latin-ext")
            for weight in (400, 500, 600, 700)
        ),
        "be-vietnam-pro",
    ),
    ("@fontsource/be-vietnam-pro", ("LICENSE",), "be-vietnam-pro"),
    ("@fontsource/inter", ("LICENSE",), "inter"),
    ("bpmn-js/dist", ("bpmn-modeler.production.min.js",), "bpmn-js"),
    ("bpmn-js/dist/assets", ("bpmn-js.css", "diagram-js.css"), "bpmn-js"),
    ("bpmn-js/dist/assets/bpmn-font/css", ("bpmn.css",), "bpmn-js/css"),
    ("bpmn-js/dist/assets/bpmn-font/font", ("bpmn.*",), "bpmn-js/font"),
    ("bpmn-js", ("LICENSE",), "bpmn-js"),
    ("@expo-google-fonts/tinos", ("*/*.ttf", "LICENSE*"), "tinos"),
)


# Of Inter only the ten digits are used (base.css): cut out, a face weighs 4 kB instead of 24.
FIGURES = "0123456789"
WEIGHTS = (400, 600)


class Command(BaseCommand):
    help = "Chép kiểu chữ, CSS, JS; biên dịch bản dịch. / Copy assets, compile texts."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--node-modules", type=Path, default=settings.CHECKOUT / "node_modules")

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["node_modules"], settings.MOTCUA_VENDOR
        if not source.is_dir():
            raise CommandError(f"Chưa có {source}; hãy chạy “make assets”. / Run “make assets”.")
        fresh = target.with_name(f"{target.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        for folder, patterns, place in COPIES:
            for pattern in patterns:
                copy(source / folder, pattern, fresh / place)
        for weight in WEIGHTS:
            cut_figures(
                source / "@fontsource/inter/files" / f"inter-latin-{weight}-normal.woff",
                fresh / "inter" / f"inter-figures-{weight}.woff",
            )
        bundled = Path(django_htmx.__file__).parent / "static" / "django_htmx"
        copy(bundled, "htmx-2.min.js", fresh / "htmx")
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
        compile_texts()
        count = sum(1 for path in target.rglob("*") if path.is_file())
        self.stdout.write(f"{target}: {count} tệp")


def copy(folder: Path, pattern: str, place: Path) -> None:
    """Raises CommandError when nothing fits: a package may have changed its layout."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise CommandError(f"Không thấy {folder}/{pattern}. / Not found.")
    place.mkdir(parents=True, exist_ok=True)
    for path in found:
        shutil.copyfile(path, place / path.name)


def cut_figures(source: Path, target: Path) -> None:
    """A font with the ten digits of `source` and its tabular figures. Raises CommandError."""
    if not source.is_file():
        raise CommandError(f"Không thấy {source}. / Not found.")
    options = subset.Options()
    options.flavor, options.layout_features, options.hinting = "woff", ["*"], False
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=FIGURES)
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def compile_texts() -> None:
    for folder in settings.LOCALE_PATHS:
        for path in Path(folder).glob("*/LC_MESSAGES/*.po"):
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
