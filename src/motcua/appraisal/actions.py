"""Scoring one's own agency, and appraising an agency below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from motcua.appraisal.access import check_can_appraise, check_can_score
from motcua.appraisal.models import Score
from motcua.appraisal.queries import facts_of, given_of, scored_term
from motcua.appraisal.rubrics import rubric
from motcua.appraisal.rules import Given, checked_marks, computed, total
from motcua.appraisal.states import ScoreState
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import day_of
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.queries import agency_by_code
from motcua.organisation.rules import Actor
from motcua.reports.rules import Closings


def score_own(
    *, agency_code: str, term: str, given: Mapping[str, Given], actor: Actor, at: dt.datetime
) -> Score:
    """The agency's own points for a term that is over; again until they are appraised.

    Raises Forbidden, Conflict once appraised, Refused at the field.
    """
    agency, when = agency_by_code(agency_code), scored_term(term)
    check_can_score(actor, agency)
    _first, last = when.days(Closings.always(None))
    if day_of(at) <= last:
        raise Refused(f"Kỳ này đến hết {short_date(last)} mới chấm được.", field="term")
    marks = computed(rubric(), facts_of(agency, when, at=at))
    checked = checked_marks(rubric(), given, {key: one.points for key, one in marks.items()})
    with transaction.atomic():
        locked_agency(agency.pk)
        known = Score.objects.filter(agency=agency, term=when.key).first()
        if known is not None and known.state == ScoreState.APPRAISED:
            raise Conflict("Điểm kỳ này đã được thẩm định, không chấm lại được.")
        score = known or Score(agency=agency, term=when.key)
        score.rubric = f"{rubric().key}/{rubric().version}"
        score.computed = {
            key: [None if one.points is None else str(one.points), one.how]
            for key, one in marks.items()
        }
        score.own, score.own_by_id, score.own_at = _kept(checked), actor.account_id, at
        score.save()
        _say("quality.own", score, checked, actor, at)
    return score


def appraise(
    *, agency_code: str, term: str, given: Mapping[str, Given], actor: Actor, at: dt.datetime
) -> Score:
    """The points the agency above gives; what differs from the agency's own says why.

    Raises Forbidden, NotFound before the agency scored itself, Refused at the field.
    """
    agency = agency_by_code(agency_code)
    check_can_appraise(actor, agency)
    with transaction.atomic():
        locked_agency(agency.pk)
        score = Score.objects.filter(agency=agency, term=term).first()
        if score is None:
            raise NotFound("Cơ quan chưa tự chấm điểm kỳ này.")
        before = {key: one.points for key, one in given_of(score.own).items()}
        checked = checked_marks(rubric(), given, before)
        score.appraised, score.state = _kept(checked), ScoreState.APPRAISED
        score.appraised_by_id, score.appraised_at = actor.account_id, at
        score.save()
        _say("quality.appraise", score, checked, actor, at)
    return score


def _kept(given: Mapping[str, Given]) -> dict[str, list[str]]:
    return {key: [str(one.points), one.reason] for key, one in given.items()}


def _say(
    verb: str, score: Score, given: Mapping[str, Given], actor: Actor, at: dt.datetime
) -> None:
    points = {key: one.points for key, one in given.items()}
    body = {"term": score.term, "points": _kept(given), "total": str(total(points))}
    note(score.agency_id, verb, body, actor=actor, at=at)
