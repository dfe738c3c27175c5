"""What a disk may hold after the power goes: a recorder, a replayer, and a look at each image.

strace writes down every write, sync and change of a name that a program makes in its home. The
replayer goes through them and builds the disks that a cut at any boundary could leave:

* what was written before a finished fsync of the file is there;
* of what was written since, nothing is there, or all, or a random half of its 512-byte sectors;
* names (made, renamed, removed) survive in their order: up to the last fsync of a folder
  concerned at least, and any number of the later ones.

An acknowledgement is a line in the ledger; every image must hold what was acknowledged before
its cut. Not modelled: names that overtake each other, and a drive that lies about its flush.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512
SYSCALLS = (
    "openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync_file_range,"
    "ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,"
    "mkdirat,rmdir,symlink,symlinkat,copy_file_range,sendfile,mmap"
)
LINE = re.compile(
    r"(?P<name>\w+)\((?P<arguments>.*)\)\s+= (?P<result>-?\d+)(?:<(?P<opened>[^>]*)>)?"
)
FD = re.compile(r"\d+<([^>]*)>")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
HARMLESS = {"unlinkat", "mkdirat", "renameat", "renameat2", "linkat"}


class Unreadable(Exception):
    """The trace has something that the replayer does not understand: better no test than a lie."""


@dataclass
class Inode:
    """A file: what is safely on the disk, and what was written since (a position and bytes,

    or a new length and None). `age` counts both, so that contents can be remembered by it.
    """

    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    age: int = 0
    _known: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def write(self, position: int, data: bytes | None) -> None:
        self.pending.append((position, data))
        self.age += 1

    def sync(self) -> None:
        self.durable = self.after("all")
        self.pending.clear()
        self.age += 1
        self._known.clear()

    @property
    def length(self) -> int:
        return len(self.after("all"))

    def after(self, how: str, random: Random | None = None) -> bytes:
        """The content after a cut: `none`, `all`, or `some` of what was pending."""
        if how == "none" or not self.pending:
            return self.durable
        if how == "some":
            assert random is not None
            return self._kept(random)
        known = (how, self.age)
        if known not in self._known:
            self._known = {known: self._kept(None)}
        return self._known[known]

    def _kept(self, random: Random | None) -> bytes:
        content = bytearray(self.durable)
        for position, data in self.pending:
            if data is None:
                if random is None or random.random() < 0.5:
                    content = content[:position].ljust(position, b"\0")
                continue
            for start in range(0, len(data), SECTOR):
                if random is None or random.random() < 0.5:
                    sector = data[start : start + SECTOR]
                    place = position + start
                    content = content.ljust(place, b"\0")
                    content[place : place + len(sector)] = sector
        return bytes(content)


@dataclass(frozen=True, slots=True)
class NameChange:
    """One change of names: `old` goes, `new` then means `inode`; either may be empty."""

    old: str
    new: str
    inode: Inode | None

    @property
    def folders(self) -> set[str]:
        return {path.rpartition("/")[0] for path in (self.old, self.new) if path}


@dataclass(frozen=True)
class Image:
    """A disk after a cut: files by their place in the home, and how many lines were told."""

    files: Mapping[str, bytes]
    told: int

    @property
    def digest(self) -> bytes:
        whole = hashlib.sha256()
        for path, content in sorted(self.files.items()):
            whole.update(f"{path}\0{len(content)}\0".encode() + content)
        return whole.digest()

    def lay_out(self, folder: Path) -> None:
        """Write the image where it can be opened."""
        shutil.rmtree(folder, ignore_errors=True)
        for path, content in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)


def record(command: list[str], trace: Path, environment: Mapping[str, str]) -> None:
    """Run a program to its end under strace (its children are not watched)."""
    options = ["-y", "-xx", "-qq", "-s", "16777216", "-e", "signal=none", "-e", f"trace={SYSCALLS}"]
    done = subprocess.run(
        ["strace", *options, "-o", str(trace), *command],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


class Disk:
    """The home as the program left it on the disk, followed from line to line of the trace."""

    def __init__(self, home: Path, ledger: Path, before: Mapping[str, bytes]) -> None:
        self.home, self.ledger = str(home), str(ledger)
        self.inodes = {f"{home}/{name}": Inode(content) for name, content in before.items()}
        self.kept: dict[str, Inode] = dict(self.inodes)
        self.changes: list[NameChange] = []
        self.told: list[str] = []

    def replay(self, trace: Path) -> Iterator[None]:
        """Once after every line that touched the home or the ledger."""
        with trace.open() as lines:
            for line in lines:
                found = LINE.match(line)
                if found is None or int(found["result"]) < 0:
                    continue
                if self._follow(found):
                    yield

    def images(self, random: Random) -> Iterator[Image]:
        """What a cut at this moment may leave."""
        last = len(self.changes)
        yield self._image("none", 0, random)
        yield self._image("all", last, random)
        yield self._image("none", last, random)
        yield self._image("some", random.randint(0, last), random)

    @property
    def final(self) -> Image:
        return self._image("all", len(self.changes), Random(0))

    def _image(self, how: str, names: int, random: Random) -> Image:
        there = dict(self.kept)
        for change in self.changes[:names]:
            _rename(there, change)
        files = {
            path.removeprefix(f"{self.home}/"): inode.after(how, random)
            for path, inode in there.items()
        }
        return Image(files, len(self.told))

    def _follow(self, found: re.Match[str]) -> bool:
        name, arguments = found["name"], found["arguments"]
        opened = _unhex(found["opened"] or "")
        at = FD.match(arguments)
        path = opened or (_unhex(at[1]) if at else "")
        if name == "openat":
            return self._opened(path, arguments)
        if path == self.ledger and name == "write":
            self.told += _data(arguments).decode().splitlines()
            return True
        if name in ("rename", "unlink", "link", "mkdir", "rmdir", *HARMLESS):
            return self._named(name, [_unhex(text) for text in STRING.findall(arguments)])
        if not self._ours(path):
            return False
        if name in ("fsync", "fdatasync"):
            self._synced(path)
        elif name == "pwrite64":
            self.inodes[path].write(int(arguments.rpartition(", ")[2]), _data(arguments))
        elif name == "write":
            # A paper is written from its beginning to its end, by one program.
            self.inodes[path].write(self.inodes[path].length, _data(arguments))
        elif name == "ftruncate":
            self.inodes[path].write(int(arguments.rpartition(", ")[2]), None)
        elif name != "mmap" or ("PROT_WRITE" in arguments and "MAP_SHARED" in arguments):
            raise Unreadable(found[0][:200])
        return True

    def _ours(self, path: str) -> bool:
        # The index of the log lives in memory; it is made anew when it is missing.
        plain = path.removesuffix(" (deleted)")
        return f"{plain}/".startswith(f"{self.home}/") and not plain.endswith("-shm")

    def _opened(self, path: str, arguments: str) -> bool:
        if not self._ours(path) or "O_DIRECTORY" in arguments:
            return False
        if path not in self.inodes and "O_CREAT" in arguments:
            self._change(NameChange("", path, Inode()))
            return True
        if "O_TRUNC" in arguments and path in self.inodes:
            self.inodes[path].write(0, None)
            return True
        return False

    def _named(self, name: str, paths: list[str]) -> bool:
        if not any(self._ours(path) for path in paths):
            return False
        if name == "mkdir":
            # Order is enough: nothing in a folder is there before the folder.
            self.changes.append(NameChange("", paths[0], None))
        elif name == "unlink":
            self._change(NameChange(paths[0], "", None))
        elif name == "rename":
            self._change(NameChange(paths[0], paths[1], self.inodes[paths[0]]))
        else:
            raise Unreadable(f"{name} {paths}")
        return True

    def _change(self, change: NameChange) -> None:
        _rename(self.inodes, change)
        self.changes.append(change)

    def _synced(self, path: str) -> None:
        if path in self.inodes:
            self.inodes[path].sync()
            return
        concerned = [n for n, change in enumerate(self.changes, 1) if path in change.folders]
        safe = max(concerned, default=0)
        for change in self.changes[:safe]:
            _rename(self.kept, change)
        del self.changes[:safe]


def _rename(names: dict[str, Inode], change: NameChange) -> None:
    if change.old:
        names.pop(change.old, None)
    if change.inode is not None:
        names[change.new] = change.inode


def _data(arguments: str) -> bytes:
    text = STRING.search(arguments)
    if text is None:
        raise Unreadable(arguments[:200])
    return bytes.fromhex(text[1].replace("\\x", ""))


def _unhex(text: str) -> str:
    """A path as strace -xx prints it; " (deleted)" follows it in plain letters."""
    coded, _, rest = text.partition(" ") if "\\x" in text else (text, "", "")
    plain = bytes.fromhex(coded.replace("\\x", "")).decode() if "\\x" in text else text
    return f"{plain} {rest}" if rest else plain
