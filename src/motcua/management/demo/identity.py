"""The stand-in for VNeID: an OpenID Connect provider that really runs beside the demonstration.

`python -m motcua.management.demo.identity PORT` serves it. It knows the demonstration's citizens;
one click signs in as each. Never for a real office: it believes whoever clicks.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final

# Whom one can sign in as: sign-in name at the stand-in, personal number, name.
CITIZENS: Final = (
    ("hoa", "079301012345", "Nguyễn Thị Hoa"),
    ("ba", "079084023456", "Trần Văn Ba"),
    ("lan", "079188034567", "Lê Ngọc Lan"),
)


@contextmanager
def stand_in(*, port: int) -> Iterator[dict[str, object]]:
    """Settings of a provider on this port for as long as the demonstration is served.

    Empty where the development packages, which bring it, are not installed.
    """
    if find_spec("oidc_provider_mock") is None:
        yield {}
        return
    command = [sys.executable, "-W", "ignore", "-m", __name__, str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as child:  # noqa: S603  (our own)
        try:
            yield {
                "url": f"http://localhost:{port}",
                "client": "motcua",
                "secret": "demo",
                "name": "VNeID",
            }
        finally:
            child.terminate()


def main(port: int) -> None:
    from oidc_provider_mock import User, run_server_in_thread

    people = [
        User(sub=name, claims={"SoDinhDanh": number, "HoVaTen": full_name})
        for name, number, full_name in CITIZENS
    ]
    with run_server_in_thread(port, user_claims=people, require_nonce=True):
        threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
