"""A look into one paper, in a process of its own with little memory and little time.

`python -I -m motcua.files.examine KIND PATH` prints one line of JSON: `{"kind", "pages"}`, or
`{"fault", "facts"}`. Whatever else happens to the process (a crash in a library, no memory, no
time), the web server lives on and the paper is refused as too complex.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from motcua.files.rules import limits
from motcua.files.rules.faults import Fault, PaperRefused
from motcua.files.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: the true kind, and the pages where there are pages."""

    kind: Kind
    pages: int | None


def examine(path: Path, kind: Kind, *, allowed: str, seconds: float = limits.CHILD_SECONDS) -> Look:
    """Look into a file from outside. Raises PaperRefused; `allowed` names what is taken."""
    command = [sys.executable, "-I", "-m", "motcua.files.examine", kind.value, str(path)]
    try:
        child = subprocess.run(  # noqa: S603  (our own program, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
            env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
        )
        answer = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError) as problem:
        raise PaperRefused(Fault.TOO_COMPLEX) from problem
    if "fault" in answer:
        raise PaperRefused(Fault(answer["fault"]), **{**answer["facts"], "allowed": allowed})
    return Look(Kind(answer["kind"]), answer["pages"])


def look(path: Path, kind: Kind) -> Look:
    """Look into a file in this process: what the child does. Raises PaperRefused."""
    # Imported here, so that a photograph does not load the PDF library, nor the server either.
    with path.open("rb") as file:
        if kind is Kind.PDF:
            from motcua.files.rules.portable import look_into_pdf

            return Look(kind, look_into_pdf(file))
        if kind in (Kind.DOCX, Kind.XLSX):
            from motcua.files.rules.archives import look_into_archive

            found = look_into_archive(file)
            if found is None:
                raise PaperRefused(Fault.FORBIDDEN_KIND, found="tệp nén ZIP", allowed="")
            return Look(found, None)
        if kind is Kind.P7S:
            return Look(kind, None)
        from motcua.files.rules.pictures import look_into_picture

        return Look(kind, look_into_picture(file, kind))


def _shut_in() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.CHILD_OPEN_FILES,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    kind, path = Kind(arguments[0]), Path(arguments[1])
    _shut_in()
    try:
        found = look(path, kind)
        answer: dict[str, object] = {"kind": found.kind.value, "pages": found.pages}
    except PaperRefused as refusal:
        answer = {"fault": refusal.fault.value, "facts": refusal.facts}
    except (MemoryError, RecursionError):
        answer = {"fault": Fault.TOO_COMPLEX.value, "facts": {}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
