"""Titles found without diacritics: the folded column and its index against an unaccent scan."""

from __future__ import annotations

import random
import statistics
import time
from typing import Any, ClassVar

from django.db import connection, models

from bench.rows import NAMES
from motcua.search import filter_words, searchable
from motcua.search.index import _MAKE, _filled

SUBJECTS = (
    *("Đăng ký kết hôn", "Cấp giấy phép xây dựng", "Chứng thực chữ ký", "Trích lục hộ tịch"),
    *("Hưởng trợ cấp xã hội", "Thành lập hộ kinh doanh", "Đăng ký biến động đất đai"),
    *("Xác nhận tình trạng hôn nhân", "Cấp lại giấy chứng nhận", "Thay đổi nơi thường trú"),
)
STREETS = ("Kinh Dương Vương", "Tên Lửa", "Tân Hòa Đông", "Hồ Học Lãm", "Mã Lò", "Hương Lộ 2")
# The newest first, by a moment that has no index, as no list of files has one in its own order:
# otherwise a scan for a common word would end after a few rows and measure nothing.
LIMIT = 20


class Title(models.Model):
    """A title with its folded column, as `case_file` and `procedure_version` keep one."""

    title = models.TextField()
    search = models.TextField()
    received = models.IntegerField()

    objects: ClassVar[models.Manager[Title]] = models.Manager()

    class Meta:
        app_label = "motcua"
        managed = False
        db_table = "bench_title"


def prepare(count: int) -> None:
    """So many titles: subject, person, street, number."""
    rng = random.Random(8)
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        cursor.execute(
            "CREATE TABLE bench_title (id serial PRIMARY KEY, title text,"
            " search text, received int)"
        )
        with cursor.cursor.copy("COPY bench_title (title, search, received) FROM STDIN") as copy:
            for _number in range(count):
                title = (
                    f"{rng.choice(SUBJECTS)} của {rng.choice(NAMES)},"
                    f" số {rng.randrange(400)} {rng.choice(STREETS)}"
                )
                copy.write_row((title, searchable(title), rng.randrange(10**9)))
        for statement in _MAKE["postgresql"]:
            cursor.execute(_filled(statement, "bench_title", "search"))
        cursor.execute("VACUUM ANALYZE bench_title")


def queries(count: int) -> list[str]:
    """Two neighbouring common words or the three words of a name, half of them with marks."""
    rng, found = random.Random(9), []
    for number in range(count):
        words = rng.choice(SUBJECTS).split() if number % 2 else rng.choice(NAMES).split()
        text = " ".join(words[:2] if number % 2 else words)
        found.append(text if number % 4 < 2 else searchable(text))
    return found


def measured(count: int) -> tuple[float, float]:
    """How many times faster than the scan: at p50 and at p95."""
    wanted = queries(count)
    ours, scan = [], []
    for query in wanted:
        ours.append(_timed(lambda query=query: _ours(query)))
        scan.append(_timed(lambda query=query: _scan(query)))
    quantiles = [statistics.quantiles(times, n=20) for times in (ours, scan)]
    p50 = statistics.median(scan) / statistics.median(ours)
    return p50, quantiles[1][18] / quantiles[0][18]


def _ours(query: str) -> list[Any]:
    rows = filter_words(Title.objects.all(), "search", query).order_by("-received")
    return list(rows.values_list("id", "title")[:LIMIT])


def _scan(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, title FROM bench_title"
            " WHERE unaccent(lower(title)) LIKE '%%' || unaccent(lower(%s)) || '%%'"
            f" ORDER BY received DESC LIMIT {LIMIT}",
            [query],
        )
        return list(cursor.fetchall())


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
