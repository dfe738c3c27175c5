"""Several clients at the same moment, each in a thread with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

PATIENCE = 120


def at_once(clients: int, act: Callable[[int], Any]) -> list[Any]:
    """What each client got, in the order of the clients: a value, or the exception it met."""
    ready = threading.Barrier(clients)
    got: list[Any] = [None] * clients

    def client(number: int) -> None:
        try:
            ready.wait(PATIENCE)
            got[number] = act(number)
        except Exception as problem:  # noqa: BLE001  # what it was is the test's to say
            got[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a client never came back"
    return got


def fetch(sql: str) -> list[tuple[Any, ...]]:
    """For `facts`: the database of the test."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
