"""Folding the journal into the sums, in batches that may run at any time, again, and twice.

Nothing is added while a file is taken in: an act costs what it did. A fold takes what files
added before out of the ledger, adds what they add now, and moves on, all in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Exists, Max, Min, OuterRef

from motcua.cases.models import Case
from motcua.history.models import Batch
from motcua.indicators.models import Axis, DayCell, Folded, MonthCell, Progress, TotalCell
from motcua.indicators.queries.facts import OVER, Share, rating_rows, shares, shares_of_ratings
from motcua.indicators.queries.tail import (
    Shift,
    as_written,
    changed_since,
    move_of,
    sum_of_shares,
)
from motcua.indicators.rules import MEASURES
from motcua.indicators.rules.edges import month_after, month_of
from motcua.journal.models import Entry
from motcua.kernel.worktime import day_of
from motcua.surveys.models import Rating

# Files of one transaction. On SQLite everybody who writes waits for it to end.
_CHUNK: Final = {"sqlite": 4_000, "postgresql": 20_000}
# Longer than any transaction that writes an entry; see Progress.
_SETTLED: Final = dt.timedelta(seconds=30)
# How long the ledger remembers files that are over: longer than `_SETTLED`, with much to spare.
_REMEMBERED: Final = dt.timedelta(days=1)
_KEYS: Final = ("day", "axis", "agency_id", "key")
# More totals than this are added up anew rather than one by one.
_MOST_CARRIED: Final = 20_000

Counts = dict[tuple[Any, ...], dict[str, int]]


def fold_figures(*, at: dt.datetime) -> int:
    """Bring the sums up to now; how many files were counted. The pass of the worker."""
    files = 0
    while (done := _fold(at)) is not None:
        files += done
    return files


@transaction.atomic
def forget_finished(*, at: dt.datetime) -> int:
    """Take files that are over out of the ledger a day after; how many. An hourly pass."""
    over = Case.objects.filter(pk=OuterRef("case_id"), state__in=OVER)
    old = Folded.objects.filter(Exists(over), at__lt=at - _REMEMBERED)
    return old.delete()[0]


def rebuild_figures(*, at: dt.datetime) -> int:
    """Count everything anew from the files; until it is done, figures come from the files."""
    with transaction.atomic():
        Progress.objects.select_for_update().first()
        for table in (DayCell, MonthCell, TotalCell, Folded):
            table.objects.all().delete()
        _begin(at, Progress.objects.first())
    return fold_figures(at=at)


def _begin(at: dt.datetime, progress: Progress | None) -> Progress:
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    batch = Batch.objects.aggregate(last=Max("pk"))["last"] or 0
    begun = progress or Progress(pk=1)
    begun.safe = begun.seen = last
    begun.seen_at, begun.batch, begun.counted = at, batch, 0
    begun.rated, begun.rated_seen, begun.totals = 0, _last_rating(), None
    begun.save()
    return begun


@transaction.atomic
def _fold(at: dt.datetime) -> int | None:
    """One batch: of the rebuild, of past files, or of the journal. None: nothing is left."""
    progress = Progress.objects.select_for_update().first()
    if progress is None:
        _begin(at, None)
        return 0
    if progress.counted is not None:
        return _count_anew(progress, at)
    batch = Batch.objects.filter(pk__gt=progress.batch).order_by("pk").first()
    if batch is not None:
        return _count_batch(progress, batch, at)
    if _is_settled(progress, at) and progress.rated < progress.rated_seen:
        return _count_answers(progress)
    _follow_journal(progress, at)
    return None


def _is_settled(progress: Progress, at: dt.datetime) -> bool:
    """What was there at the last look is everybody's now; a clock set back is no reason to wait."""
    return at >= progress.seen_at + _SETTLED or at < progress.seen_at


def _count_answers(progress: Progress) -> int:
    """The next settled answers: none with a lower number comes any more. No file is counted."""
    settled = Rating.objects.filter(pk__gt=progress.rated, pk__lte=progress.rated_seen)
    chunk = settled.order_by("pk")[: _CHUNK[connection.vendor]]
    last = max(chunk.values_list("pk", flat=True), default=progress.rated_seen)
    part = Rating.objects.filter(pk__gt=progress.rated, pk__lte=last)
    _write(shares_of_ratings(rating_rows(part).iterator(chunk_size=5_000)), progress)
    progress.rated = last
    progress.save(update_fields=["rated", "totals"])
    return 0


def _count_anew(progress: Progress, at: dt.datetime) -> int:
    """The next files by id; acts done meanwhile come with the journal afterwards."""
    ids = Case.objects.filter(pk__gt=progress.counted).order_by("pk").values_list("pk", flat=True)
    chunk = list(ids[: _CHUNK[connection.vendor]])
    if chunk:
        found = shares(Case.objects.filter(pk__gte=chunk[0], pk__lte=chunk[-1]))
        _add_new(found, progress, at)
    progress.counted = chunk[-1] if chunk else None
    progress.save(update_fields=["counted", "totals"])
    return len(chunk)


def _count_batch(progress: Progress, batch: Batch, at: dt.datetime) -> int:
    """Past files nobody did anything to here yet; the others come with the journal."""
    found = shares(Case.objects.filter(pk__gte=batch.first, pk__lte=batch.last, journal_seq=0))
    _add_new(found, progress, at)
    progress.batch = batch.pk
    progress.save(update_fields=["batch", "totals"])
    return len(found)


def _follow_journal(progress: Progress, at: dt.datetime) -> None:
    changed = changed_since(progress.safe)
    ids = list(changed.first)
    most = _CHUNK[connection.vendor]
    for start in range(0, len(ids), most):
        part = {pk: changed.first[pk] for pk in ids[start : start + most]}
        move = move_of(type(changed)(part, changed.last_entry))
        _write(move.shift, progress)
        _remember(move.now, at)
    if _is_settled(progress, at):
        progress.safe, progress.seen, progress.seen_at = progress.seen, changed.last_entry, at
        progress.rated, progress.rated_seen = progress.rated_seen, _last_rating()
    _total_up(progress, month_of(day_of(at)))
    progress.save()


def _last_rating() -> int:
    return Rating.objects.aggregate(last=Max("pk"))["last"] or 0


def _add_new(found: dict[int, Share], progress: Progress, at: dt.datetime) -> None:
    """Files that are in no sum yet. Those that were over long ago need not be remembered."""
    _write(sum_of_shares(found.values()), progress)
    kept = {
        pk: share
        for pk, share in found.items()
        if share.over_since is None or share.over_since > at - _REMEMBERED
    }
    _remember(kept, at)


def _remember(found: dict[int, Share], at: dt.datetime) -> None:
    Folded.objects.bulk_create(
        (Folded(case_id=pk, cells=as_written(share), at=at) for pk, share in found.items()),
        update_conflicts=True,
        unique_fields=["case_id"],
        update_fields=["cells", "at"],
        batch_size=1_000,
    )


def _write(shift: Shift, progress: Progress) -> None:
    """Add to the cells of both axes, by day and by month, and to the totals of later months."""
    days: Counts = defaultdict(lambda: defaultdict(int))
    months: Counts = defaultdict(lambda: defaultdict(int))
    for (place, event), number in shift.items():
        for axis, key in ((Axis.FIELD, place.field_id), (Axis.WAY, place.way)):
            rest = (axis.value, place.agency_id, key)
            days[event.day, *rest][event.measure] += number
            months[month_of(event.day), *rest][event.measure] += number
    _upsert(DayCell, days)
    _upsert(MonthCell, months)
    if progress.totals is not None:
        totals = _carried(months, progress.totals)
        if len(totals) > _MOST_CARRIED:
            progress.totals = None
        else:
            _upsert(TotalCell, totals)


def _carried(months: Counts, last: dt.date) -> Counts:
    """What cells of months add to the totals of the months after them, up to the last."""
    totals: Counts = defaultdict(lambda: defaultdict(int))
    for (month, *rest), counts in months.items():
        later = month_after(month)
        while later <= last:
            total = totals[later, *rest]
            for measure, number in counts.items():
                total[measure] += number
            later = month_after(later)
    return totals


def _total_up(progress: Progress, month: dt.date) -> None:
    """Totals for every month up to this one; all of them anew when they were given up."""
    if progress.totals is None:
        TotalCell.objects.all().delete()
        first = MonthCell.objects.aggregate(first=Min("day"))["first"]
        progress.totals = first or month  # before the first month there is nothing
    while progress.totals < month:
        progress.totals = _next_totals(progress.totals)


def _next_totals(month: dt.date) -> dt.date:
    """The totals of the next month: those of this one and its sums."""
    following = month_after(month)
    places = 'axis, agency_id, "key"'
    each, summed = _listed(MEASURES), ", ".join(f'SUM("{name}")' for name in MEASURES)
    parts = " UNION ALL ".join(
        f"SELECT {places}, {each} FROM {table} WHERE axis IN (1, 2) AND day = %s"  # noqa: S608
        for table in ("figure_total", "figure_month")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO figure_total (day, {places}, {each})"  # noqa: S608  (our own names)
            f" SELECT %s, {places}, {summed} FROM ({parts}) part GROUP BY {places}",
            [_adapted(following), _adapted(month), _adapted(month)],
        )
    return following


def _upsert(table: type[DayCell | MonthCell | TotalCell], cells: Counts) -> None:
    """Both databases add what is there and what comes by the same words."""
    name = table._meta.db_table  # noqa: SLF001  (public in Django)
    columns = (*_KEYS, *MEASURES)
    added = ", ".join(
        f'"{column}" = "{name}"."{column}" + excluded."{column}"' for column in MEASURES
    )
    # In one order, so that two folds could never wait for each other.
    rows: list[list[Any]] = [
        [_adapted(key), *keys, *(counts.get(measure, 0) for measure in MEASURES)]
        for (key, *keys), counts in sorted(cells.items())
    ]
    into = f'INSERT INTO "{name}" ({_listed(columns)})'
    conflict = f"ON CONFLICT ({_listed(_KEYS)}) DO UPDATE SET {added}"
    with connection.cursor() as cursor:
        if not rows:
            return
        if connection.vendor == "postgresql":
            # One statement of columns instead of one a row.
            arrays = ", ".join(["%s::date[]", *["%s::int[]"] * (len(columns) - 1)])
            statement = f"{into} SELECT * FROM unnest({arrays}) {conflict}"  # noqa: S608
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"{into} VALUES ({marks}) {conflict}", rows)


def _adapted(day: object) -> str | dt.date | None:
    assert isinstance(day, dt.date)
    return connection.ops.adapt_datefield_value(day)


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
