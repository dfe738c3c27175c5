"""The command `motcua` as a person runs it: a process of its own, its exit code, its one line."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MOTCUA = Path(sys.executable).with_name("motcua")


@pytest.fixture
def clean(tmp_path: Path) -> dict[str, str]:
    """An environment of an installation that was made just now."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL") if key in os.environ}
    return kept | {"MOTCUA_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}


def motcua(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MOTCUA, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_help_lists_our_commands(clean: dict[str, str]) -> None:
    done = motcua(clean, "--help")
    assert done.returncode == 0
    assert {"serve", "assets"} <= set(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "extra", "code", "says"),
    [
        (["serve"], {}, 1, "motcua migrate"),
        (["serve", "--port", "99999"], {}, 2, "1 đến 65535"),
        (["serve"], {"MOTCUA_URL": "https://x.vn"}, 1, "MOTCUA_BEHIND_PROXY"),
        (["serve", "--workers", "0"], {}, 1, "--workers"),
        (["migrate"], {"MOTCUA_DEBUG": "maybe"}, 1, "MOTCUA_DEBUG"),
        (["migrate"], {"DATABASE_URL": "postgresql://127.0.0.1:9/x"}, 1, "motcua: "),
        (["assets", "--node-modules", "/nowhere"], {}, 1, "make assets"),
        (["nonsense"], {}, 1, "nonsense"),
    ],
)
def test_bad_input_ends_with_a_code_and_a_clear_line(
    clean: dict[str, str], arguments: list[str], extra: dict[str, str], code: int, says: str
) -> None:
    done = motcua(clean | extra, *arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def server(clean: dict[str, str], free_port: int) -> Iterator[subprocess.Popen[str]]:
    assert motcua(clean, "migrate", "--verbosity", "0").returncode == 0
    process = subprocess.Popen(
        [MOTCUA, "serve", "--port", str(free_port)],
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    process.stdout.close()  # type: ignore[union-attr]


def get(url: str) -> tuple[int, dict[str, str], bytes]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, dict(answer.headers), answer.read()


def test_the_server_says_where_it_is_serves_and_replaces_a_dead_worker(
    server: subprocess.Popen[str], free_port: int, clean: dict[str, str]
) -> None:
    assert server.stdout is not None
    said = server.stdout.readline()
    assert said.startswith(f"Motcua: http://127.0.0.1:{free_port} ")
    base = f"http://127.0.0.1:{free_port}"
    wait_for(f"{base}/healthz/live")
    status, headers, _ = get(f"{base}/healthz/ready")
    assert status == 200
    assert "content-security-policy" in {name.lower() for name in headers}

    again = motcua(clean, "serve", "--port", str(free_port))
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)

    workers = children(server.pid)
    assert len(workers) == 2
    # The same worker twice within seconds: the server itself must stay.
    for _ in range(2):
        victim = children(server.pid)[-1]
        os.kill(victim, signal.SIGKILL)
        until(lambda gone=victim: gone not in children(server.pid))
        wait_for(f"{base}/healthz/live")
        until(lambda: len(children(server.pid)) == 2 and all(map(serving, children(server.pid))))
    assert server.poll() is None


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed if Path(f"/proc/{child}/exe").exists()]


def serving(pid: int) -> bool:
    """A worker that serves has threads; one just forked does not even obey a signal yet."""
    return len(list(Path(f"/proc/{pid}/task").iterdir())) > 3


def wait_for(url: str) -> None:
    """Poll until the address answers; a worker may be starting."""
    deadline = time.monotonic() + 30
    while True:
        try:
            get(url)
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
        else:
            return


def test_every_file_a_style_sheet_names_is_there(clean: dict[str, str]) -> None:
    done = motcua(clean, "collectstatic", "--no-input", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (Path(clean["MOTCUA_HOME"]) / "static").rglob("*")}
    assert {"bootstrap.min.css", "htmx-2.min.js", "staticfiles.json"} <= names
