"""The number of the day: one row per agency and day, locked until the file is written."""

from __future__ import annotations

import datetime as dt

from django.db import connection

# One statement on both databases. The row stays locked until the transaction ends, so a number
# is given back when the intake fails: no gap and no double (TT 01/2018/TT-VPCP art. 19).
_NEXT = """
INSERT INTO case_counter (agency_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (agency_id, day) DO UPDATE SET last = case_counter.last + 1
RETURNING last
"""


def next_number(agency_id: int, day: dt.date) -> int:
    """The next number of this agency on this day, from 1. Call it inside the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency_id, day.isoformat()])
        (number,) = cursor.fetchone()
    return int(number)
