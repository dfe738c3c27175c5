"""What an archive says of itself, read with suspicion."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

FORMAT: Final = "motcua-backup/1"
MANIFEST: Final = "manifest.json"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")
_MIGRATION: Final = re.compile(r"[0-9]{4}_[a-z0-9_]{1,200}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class BadArchive(Exception):
    """The archive cannot be trusted or not be used here; the text is for the administrator."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the archive. `columns`: name and kind (see `values`). `size`: bytes of text."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    size: int

    @property
    def member(self) -> str:
        """Its place in the archive."""
        return f"tables/{self.name}.jsonl.gz"


def paper_member(sha256: str) -> str:
    """The place of a paper in the archive."""
    return f"papers/{sha256}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`schema`: migrations that were applied. `tables` in the order to load them.

    `papers`: bytes by SHA-256. `lost`: papers that were missing or damaged at the time.
    """

    made_at: str
    engine: str
    schema: tuple[str, ...]
    tables: tuple[Table, ...]
    papers: Mapping[str, int]
    lost: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def members(self) -> list[str]:
        """The names in the archive, in their order, but for the seal."""
        return [MANIFEST, *(table.member for table in self.tables), *map(paper_member, self.papers)]


def written(manifest: Manifest) -> bytes:
    """The manifest as it stands in the archive."""
    text = {"format": FORMAT, **asdict(manifest), "papers": dict(manifest.papers)}
    return json.dumps(text, ensure_ascii=False, indent=1).encode()


def read(data: bytes) -> Manifest:
    """Raises BadArchive for anything but a manifest of this format."""
    try:
        text = json.loads(data)
        if text["format"] != FORMAT:
            raise BadArchive(f"Định dạng “{str(text['format'])[:40]}” không đọc được ở đây.")
        return Manifest(
            made_at=str(text["made_at"]),
            engine=str(text["engine"]),
            schema=tuple(_matching(_MIGRATION, text["schema"])),
            tables=tuple(_table(table) for table in text["tables"]),
            papers={_one(_HASH, paper): int(size) for paper, size in text["papers"].items()},
            lost=tuple(_matching(_HASH, text["lost"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadArchive("Bản kê (manifest.json) hỏng hoặc không phải của Motcua.") from problem


def _table(text: Mapping[str, Any]) -> Table:
    columns = tuple((_one(_NAME, name), str(kind)) for name, kind in text["columns"])
    return Table(_one(_NAME, text["name"]), columns, int(text["rows"]), int(text["size"]))


def _matching(pattern: re.Pattern[str], names: Sequence[object]) -> Iterable[str]:
    return [_one(pattern, name) for name in names]


def _one(pattern: re.Pattern[str], name: object) -> str:
    if not isinstance(name, str) or not pattern.fullmatch(name):
        raise ValueError(name)
    return name
