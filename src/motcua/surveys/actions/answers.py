"""Giving an answer, typing paper slips in, and looking into unhappy answers."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from motcua.cases.models import Case
from motcua.cases.queries.tracking import number_of
from motcua.journal.actions import record, record_on
from motcua.journal.rules import ChainEnd
from motcua.journal.states import Subject
from motcua.kernel.codes import BadCode
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import day_of, end_of_day
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.surveys.access import check_can_enter_slips
from motcua.surveys.models import FollowUp, Rating
from motcua.surveys.queries import may_be_rated, rating_of
from motcua.surveys.rules import (
    FOLLOW_UP_DAYS,
    checked_comment,
    checked_outcome,
    checked_value,
)
from motcua.surveys.states import UNHAPPY, FollowUpState, RatingChannel
from motcua.workcalendar.queries import calendar_for


def rate(
    *,
    case_id: int,
    value: str,
    comment: str = "",
    at: dt.datetime,
    channel: RatingChannel = RatingChannel.TRACKING,
    entered_by_id: int | None = None,
    kiosk_id: int | None = None,
) -> Rating:
    """Keep the one answer about a file. The caller has seen its secret, or its paper slip.

    The same answer again is the one that is there. Raises Refused before the file is over, and
    Conflict for another answer: the first stands.
    """
    answer, words = checked_value(value), checked_comment(comment)
    case = Case.objects.get(pk=case_id)
    if not may_be_rated(case):
        raise Refused("Hồ sơ chưa kết thúc nên chưa đánh giá được.")
    rating = Rating(
        case=case,
        agency_id=case.agency_id,
        value=answer,
        channel=channel,
        comment=words,
        at=at,
        entered_by_id=entered_by_id,
        kiosk_id=kiosk_id,
    )
    try:
        with transaction.atomic():
            rating.save(force_insert=True)
            _noted(rating)
    except IntegrityError:
        return _given_before(case_id, answer)
    return rating


def _given_before(case_id: int, answer: str) -> Rating:
    given = rating_of(case_id)
    if given is None:
        raise Conflict("Đánh giá chưa ghi được; hãy thử lại.")
    if given.value != answer:
        raise Conflict(
            f"Hồ sơ này đã được đánh giá ngày {short_date(day_of(given.at))};"
            " mỗi hồ sơ chỉ đánh giá một lần.",
            field="value",
        )
    return given


def _noted(rating: Rating) -> None:
    """Its entry in the journal, on a chain of its own: the file's chain is read by those who
    worked on it. An unhappy answer opens what must follow.
    """
    record(
        ChainEnd(Subject.SURVEY, rating.pk, 0, b""),
        verb="rating.given",
        body={"case": rating.case_id, "value": str(rating.value), "channel": str(rating.channel)},
        actor_id=rating.entered_by_id,
        at=rating.at,
    )
    if rating.value in UNHAPPY:
        calendar = calendar_for(rating.agency_id)
        due = calendar.add_working_days(day_of(rating.at), FOLLOW_UP_DAYS)
        FollowUp.objects.create(rating=rating, agency_id=rating.agency_id, due_at=end_of_day(due))


def enter_slip(*, code: str, value: str, actor: Actor, at: dt.datetime) -> Rating:
    """Type in one paper slip of the actor's own desk.

    Raises Refused at "code" when the code cannot be one or is of another agency, at "value"
    without an answer, Conflict when the file has another answer already.
    """
    check_can_enter_slips(actor)
    try:
        number = number_of(code)
    except BadCode as fault:
        raise Refused(str(fault), field="code") from fault
    here = actor.agency_ids(Role.RECEPTION)
    case = Case.objects.filter(code=number, agency_id__in=here).first()
    if case is None:
        raise Refused(f"Cơ quan không có hồ sơ {number}; hãy xem lại mã trên phiếu.", field="code")
    return rate(
        case_id=case.pk,
        value=value,
        at=at,
        channel=RatingChannel.PAPER,
        entered_by_id=actor.account_id,
    )


def take_slip_back(*, rating_id: int, actor: Actor, at: dt.datetime) -> str:
    """Undo one's own slip of this day, while nobody looks into it; answers with the file's number.

    Raises NotFound and Refused.
    """
    with transaction.atomic():
        rating = (
            Rating.objects.select_for_update(of=("self",))
            .select_related("case")
            .filter(pk=rating_id, entered_by_id=actor.account_id)
            .first()
        )
        if rating is None or day_of(rating.at) != day_of(at):
            raise NotFound("Không có phiếu này trong các phiếu bạn nhập hôm nay.")
        check_can_enter_slips(actor, rating.agency_id)
        open_ones = FollowUp.objects.filter(rating=rating)
        if open_ones.exclude(state=FollowUpState.OPEN).exists():
            raise Refused("Lãnh đạo đang xem xét phiếu này nên không bỏ được nữa.")
        record_on(
            Subject.SURVEY,
            rating.pk,
            verb="rating.taken_back",
            body={"case": rating.case_id},
            actor_id=actor.account_id,
            at=at,
        )
        open_ones.delete()
        rating.delete()
    return rating.case.number


def take_up(*, follow_up_id: int, actor: Actor, at: dt.datetime) -> FollowUp:
    """Make oneself the owner of an unhappy answer; of two at once one wins. Raises Conflict."""
    with transaction.atomic():
        found = _locked(follow_up_id, actor)
        if found.state != FollowUpState.OPEN:
            raise Conflict("Đánh giá này đã có người nhận xem xét.")
        found.state, found.owner_id = FollowUpState.TAKEN, actor.account_id
        found.save(update_fields=["state", "owner"])
        _say(found, "follow_up.taken", {}, actor, at)
    return found


def close_follow_up(*, follow_up_id: int, outcome: str, actor: Actor, at: dt.datetime) -> FollowUp:
    """Write down what was found and done. Raises Refused at "outcome", Conflict when closed."""
    words = checked_outcome(outcome)
    with transaction.atomic():
        found = _locked(follow_up_id, actor)
        if found.state == FollowUpState.CLOSED:
            raise Conflict("Đánh giá này đã được trả lời.")
        found.state, found.outcome, found.closed_at = FollowUpState.CLOSED, words, at
        found.owner_id = found.owner_id or actor.account_id
        found.save(update_fields=["state", "owner", "outcome", "closed_at"])
        _say(found, "follow_up.closed", {"outcome": words}, actor, at)
    return found


def _locked(follow_up_id: int, actor: Actor) -> FollowUp:
    """An answer of an agency the actor leads; to others it does not exist. Raises NotFound."""
    here = actor.agency_ids(Role.AGENCY_LEADER)
    found = FollowUp.objects.select_for_update().filter(pk=follow_up_id, agency_id__in=here).first()
    if found is None:
        raise NotFound("Không có đánh giá này.")
    return found


def _say(
    found: FollowUp, verb: str, body: dict[str, object], actor: Actor, at: dt.datetime
) -> None:
    record_on(
        Subject.SURVEY,
        found.rating_id,
        verb=verb,
        body=body,
        actor_id=actor.account_id,
        at=at,
    )
