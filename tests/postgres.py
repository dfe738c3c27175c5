"""A private PostgreSQL: its own folder, its own socket, no network, gone when the test is done.

    with private_cluster() as cluster:            # fast: for tests
    with private_cluster(durable=True) as cluster:  # fsync on: for durability tests and benchmarks

As a program it runs a command on such a cluster: `python -m tests.postgres pytest -m database`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
MISSING = (
    f"PostgreSQL {OLDEST} or newer is not installed (the server, not only the client)."
    " On Debian: apt-get install postgresql"
)


class PostgresMissing(RuntimeError):
    """No server programs of a fit version on this machine."""


@dataclass(frozen=True)
class Cluster:
    """A running server. `user` owns it; the socket lies in `folder`."""

    folder: Path
    programs: Path
    user: str
    settings: tuple[str, ...]

    def url(self, database: str = "postgres") -> str:
        """A value for DATABASE_URL."""
        return f"postgresql:///{database}?host={self.folder}&user={self.user}"

    @property
    def process(self) -> int:
        """The postmaster's process number."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def create(self, database: str) -> str:
        """Make an empty database; returns its URL."""
        self.run("createdb", "-h", str(self.folder), "-U", self.user, database)
        return self.url(database)

    def start(self) -> None:
        flags = ["-c listen_addresses=''", f"-c unix_socket_directories='{self.folder}'"]
        flags += [f"-c {setting}" for setting in self.settings]
        log = str(self.folder / "log")
        self.run(
            *("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-w", "-t", "60"),
            *("-o", " ".join(flags), "start"),
        )

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def kill(self) -> None:
        """SIGKILL to the postmaster, the nearest thing to a crash; `start` recovers.

        Returns when no process of the old server is left. Its lock files are taken away, as a
        killed process may keep its number for a while when nobody collects it.
        """
        os.kill(self.process, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while _serving(self.folder / "data") and time.monotonic() < deadline:
            time.sleep(0.02)
        for lock in (self.folder / "data" / "postmaster.pid", *self.folder.glob(".s.PGSQL*")):
            lock.unlink(missing_ok=True)

    def run(self, program: str, *arguments: str) -> None:
        command = [*as_owner(self.user), str(self.programs / program), *arguments]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            # pg_ctl's child keeps these open: a pipe would never end.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if done.returncode:
            log = self.folder / "log"
            told = done.stderr or (log.read_text()[-2000:] if log.exists() else "")
            raise RuntimeError(f"{program} ended with {done.returncode}: {told}")


@contextmanager
def private_cluster(*, durable: bool = False, settings: tuple[str, ...] = ()) -> Iterator[Cluster]:
    """Start a server and stop it at the end (0.8 s). Raises PostgresMissing.

    durable: fsync and synchronous_commit stay on. settings: more `name=value` of postgresql.conf.
    """
    programs = find_programs()
    user = owner()
    # Short: the path of a socket may not exceed 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="motcua-pg-", dir="/tmp"))
    chosen = ("max_connections=200", *(() if durable else FAST), *settings)
    cluster = Cluster(folder, programs, user, chosen)
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, user)
        cluster.run(
            *("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", user),
            *("--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"),
        )
        cluster.start()
        try:
            yield cluster
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serving(data: Path) -> bool:
    """Whether a process works in this folder: server processes stand in their data folder."""
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and (process / "cwd").readlink() == data:
                return True
        except OSError:
            continue
    return False


def find_programs() -> Path:
    """The folder of the newest server programs. Raises PostgresMissing."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    fit = [(version(folder), folder) for folder in folders if (folder / "initdb").exists()]
    if not fit or max(fit)[0] < OLDEST:
        raise PostgresMissing(MISSING)
    return max(fit)[1]


def version(folder: Path) -> int:
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return int(said.split(")")[1].split()[0].split(".")[0])


def owner() -> str:
    """PostgreSQL refuses to run as root: then another account owns the cluster."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def as_owner(user: str) -> list[str]:
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam(user)
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
    return ["setpriv", *ids, "--clear-groups"]


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8"}


def main(command: list[str]) -> int:
    try:
        with private_cluster() as cluster:
            url = cluster.create("motcua")
            return subprocess.run(
                command, env=os.environ | {"DATABASE_URL": url}, check=False
            ).returncode
    except PostgresMissing as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
