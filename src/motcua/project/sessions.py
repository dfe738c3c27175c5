"""Sessions in the database, so that they can be listed and ended; read by one prepared question."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from motcua.prepared import prepared


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is read: every page of the desk begins with it."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(self.session_key or "", timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None


@prepared
def _session(key: str, now: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
