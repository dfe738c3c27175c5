"""Answers that were made up stand out in a history; honest weeks do not.

The history is made here, seeded: sixteen wards with two tablets each, thirty days; some of them
cheat in one way each. What is flagged is compared with what was made up: precision and recall.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

import pytest
from django.test import Client

from motcua.kernel.refusals import Forbidden
from motcua.kernel.worktime import VIETNAM
from motcua.surveys.access import check_can_watch_patterns
from motcua.surveys.actions import set_up_kiosk
from motcua.surveys.models import Rating
from motcua.surveys.queries import patterns_for
from motcua.surveys.rules.gaming import Asked, Given, Pattern, flags, surely_more
from motcua.surveys.states import RatingChannel
from tests.office import NOW, Clock, Office
from tests.portal.conftest import text_of

MONDAY = dt.datetime(2026, 3, 2, 8, tzinfo=VIETNAM)
SECOND = dt.timedelta(seconds=1)


@dataclass
class Ward:
    """The answers of a ward in a month, its files, and how it cheats."""

    given: list[Given] = field(default_factory=list)
    asked: Asked = field(default_factory=Asked)
    cheats: set[tuple[Pattern, int | None]] = field(default_factory=set)


def honest(chance: random.Random) -> Ward:
    """Two tablets and the tracking page; six to twelve answers a tablet and day, 90 % happy."""
    ward = Ward()
    mood = chance.uniform(0.85, 0.95)
    for day in range(30):
        opens = MONDAY + dt.timedelta(days=day)
        if opens.weekday() == 6:
            continue
        for device in (1, 2, None):
            for _answer in range(chance.randint(6, 12) if device else chance.randint(1, 4)):
                at = opens + dt.timedelta(seconds=chance.randrange(9 * 3600))
                ward.given.append(Given(device, at, chance.random() < mood))
    # The people at a desk are asked alike, whether their file was late or not.
    asked = chance.uniform(0.2, 0.6)
    late, on_time = chance.randint(20, 60), chance.randint(300, 600)
    rated = [sum(chance.random() < asked for _file in range(n)) for n in (on_time, late)]
    ward.asked = Asked(on_time, rated[0], late, rated[1])
    return ward


def cheating(chance: random.Random, way: Pattern) -> Ward:
    """The same, and one thing made up."""
    ward, device = honest(chance), chance.choice([1, 2])
    opens = MONDAY + dt.timedelta(days=chance.choice([1, 2, 3, 4]))
    if way == Pattern.BURST:
        start = opens + dt.timedelta(hours=8.9)
        gaps = [chance.uniform(2, 6) for _answer in range(chance.randint(6, 15))]
        for number in range(len(gaps)):
            ward.given.append(Given(device, start + sum(gaps[:number]) * SECOND, happy=True))
    elif way == Pattern.NIGHT:
        for number in range(4):
            at = opens + dt.timedelta(hours=13, minutes=11 * number)
            ward.given.append(Given(device, at, happy=True))
    elif way == Pattern.TOO_HAPPY:
        ward.given = [Given(o.device, o.at, o.happy or o.device == device) for o in ward.given]
    else:
        ward.asked = Asked(400, 160, 50, chance.randint(0, 2))
    ward.cheats.add((way, None if way == Pattern.SELECTED else device))
    return ward


def test_made_up_answers_are_found_and_honest_wards_left_alone() -> None:
    """240 wards, half of them honest: precision at least 0.95, recall at least 0.85."""
    chance = random.Random(20260302)
    wards = [honest(chance) for _ward in range(120)]
    wards += [cheating(chance, way) for way in Pattern for _ward in range(30)]
    right = wrong = missed = 0
    for ward in wards:
        found = {(flag.pattern, flag.device) for flag in flags(ward.given, ward.asked)}
        right += len(found & ward.cheats)
        wrong += len(found - ward.cheats)
        missed += len(ward.cheats - found)
    precision, recall = right / (right + wrong), right / (right + missed)
    assert precision >= 0.95, (right, wrong)
    assert recall >= 0.85, (right, missed)


@pytest.mark.parametrize(
    ("gap", "answers", "is_burst"), [(7.9, 5, True), (8, 5, False), (1, 4, False), (0, 12, True)]
)
def test_a_burst_is_five_answers_faster_than_people_change(
    gap: float, answers: int, *, is_burst: bool
) -> None:
    given = [Given(1, MONDAY + number * gap * SECOND, happy=True) for number in range(answers)]
    assert bool(flags(given, Asked())) is is_burst
    # Answers from home come when they come.
    home = [Given(None, one.at, one.happy) for one in given]
    assert not flags(home, Asked())


@pytest.mark.parametrize(("hour", "flagged"), [(6, False), (19, False), (20, True), (5, True)])
def test_nobody_is_served_at_night(hour: int, *, flagged: bool) -> None:
    first = MONDAY.replace(hour=hour)
    given = [Given(1, first + number * dt.timedelta(minutes=9), happy=True) for number in range(3)]
    assert bool(flags(given, Asked())) is flagged


def test_chance_alone_is_not_sure() -> None:
    assert surely_more(90, 100, 60, 100)
    assert not surely_more(90, 100, 80, 100)
    assert not surely_more(20, 20, 19, 20)
    assert not surely_more(0, 0, 1, 2)
    assert not surely_more(5, 5, 5, 5)


@pytest.mark.django_db
def test_a_burst_is_shown_without_files_or_people(office: Office, clock: Clock) -> None:
    kiosk, _token = set_up_kiosk(
        actor=office.actor("quantri"), agency_id=office.ward.pk, name="Quầy 1", at=NOW
    )
    for number in range(5):
        case = office.walk(office.take_in())
        Rating.objects.create(
            case=case,
            agency=office.ward,
            value="very_satisfied",
            channel=RatingChannel.KIOSK,
            kiosk=kiosk,
            at=NOW + number * SECOND,
        )
    asked = {"first": NOW.date(), "last": NOW.date()}
    seen = patterns_for(office.actor("thanhtra"), **asked)
    assert [flag.pattern for flag in seen[0].flags] == [Pattern.BURST]
    assert not patterns_for(office.actor("lanhdao.binhtan"), **asked)
    for who in ("tiepnhan", "thuly", "quantri"):
        with pytest.raises(Forbidden):
            check_can_watch_patterns(office.actor(who))
    browser = Client()
    browser.force_login(
        office.account("lanhdao"), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = text_of(browser.get("/desk/opinions/patterns/?days=90"))
    assert "Quầy 1" in page
    assert case.code is not None
    assert case.code not in page
    assert browser.get("/desk/opinions/patterns/?days=x").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("wards", [1, 3])
def test_more_answers_take_no_more_statements(
    office: Office, django_assert_num_queries: object, wards: int
) -> None:
    for _ward in range(wards):
        Rating.objects.create(
            case=office.walk(office.take_in()),
            agency=office.ward,
            value="neutral",
            channel=RatingChannel.TRACKING,
            at=NOW,
        )
    inspector = office.actor("thanhtra")
    with django_assert_num_queries(4):  # type: ignore[operator]
        patterns_for(inspector, first=NOW.date(), last=NOW.date())
