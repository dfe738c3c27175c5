"""The guides say what is there: links, commands, variables, texts of the screens, code words."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "motcua"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# Pages that quote the screens; there “…” is kept for what one sees.
GUIDES = [ROOT / "docs" / f"{name}.md" for name in ("citizen", "officer", "administrator")]

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?<![\w/.@=:-])(?:[\w./]*\.venv/bin/)?motcua ([a-z][a-z_]*)")
UNIT = re.compile(r"ExecStart=.*?/motcua ([a-z][a-z_]*)")
VARIABLE = re.compile(r"MOTCUA_[A-Z_]*[A-Z]|DATABASE_URL")


def broken_links(page: Path) -> list[str]:
    """Relative links without a file, and anchors without a heading."""
    found = []
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists():
            found.append(f"{page.name}: {target} is not there")
        elif anchor and anchor not in anchors(path):
            found.append(f"{page.name}: no heading for {target}")
    return found


def anchors(page: Path) -> set[str]:
    """As the code hosts make them: small letters, hyphens for spaces, no punctuation."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def commands_in(text: str) -> set[str]:
    """What stands after `motcua` in code."""
    code = "\n".join(CODE.findall(text))
    return {*COMMAND.findall(code), *UNIT.findall(code)}


@cache
def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]


def strings() -> Iterator[str]:
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def read_variables() -> set[str]:
    """Variables that an installation may set: their names stand in the code as texts."""
    return {text for text in strings() if VARIABLE.fullmatch(text)}


@cache
def screens() -> str:
    """Everything a person may see: templates, scripts, texts of the code, seeds."""
    parts = [*strings()]
    for kind in ("*.html", "*.js", "*.json"):
        parts += [path.read_text(encoding="utf-8") for path in PACKAGE.rglob(kind)]
    return plain("\n".join(parts))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).casefold()


def missing_quotes(text: str) -> list[str]:
    """Quotations of the screens that no screen shows."""
    quoted = re.findall(r"“([^”]+)”", re.sub(r"\s+", " ", FENCE.sub("", text)))
    return [words for words in quoted if plain(words) not in screens()]


def glossary_terms(text: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


@cache
def code_words() -> frozenset[str]:
    """Names and whole texts of the code; members as `Class.MEMBER`."""
    words: set[str] = set()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                words.add(node.name)
                words |= {f"{node.name}.{name}" for name in _members(node)}
            elif isinstance(node, ast.Name):
                words.add(node.id)
            elif isinstance(node, ast.arg):
                words.add(node.arg)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
    return frozenset(words)


def _members(node: ast.ClassDef) -> Iterator[str]:
    for line in node.body:
        if isinstance(line, ast.Assign):
            yield from (target.id for target in line.targets if isinstance(target, ast.Name))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_exist(page: Path) -> None:
    assert commands_in(page.read_text(encoding="utf-8")) - set(get_commands()) == set()


def test_every_variable_is_explained_and_every_explained_one_is_read() -> None:
    text = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")
    explained = set(re.findall(rf"^\| `({VARIABLE.pattern})` \|", text, re.MULTILINE))
    assert explained == read_variables()
    assert set(VARIABLE.findall(text)) <= explained


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_quoted_texts_stand_on_a_screen(page: Path) -> None:
    assert missing_quotes(page.read_text(encoding="utf-8")) == []


def test_words_of_the_glossary_are_words_of_the_code() -> None:
    terms = glossary_terms((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert len(terms) > 80
    assert [term for term in terms if term not in code_words()] == []
    assert len(terms) == len(set(terms))


def test_breaches_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Một việc\n[a](none.md) [b](#khac) [c](#một-việc)\n", encoding="utf-8")
    assert len(broken_links(page)) == 2
    assert commands_in("`.venv/bin/motcua fly` and motcua walks") == {"fly"}
    assert commands_in("```\nExecStart=/opt/motcua/.venv/bin/motcua fly\n```") == {"fly"}
    assert missing_quotes("“Không màn hình nào có câu này”, “Trả kết quả”") == [
        "Không màn hình nào có câu này"
    ]
    assert "NoSuchWord" not in code_words()
