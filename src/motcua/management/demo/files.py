"""Files of the demonstration in every state, taken in and moved by the real verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from motcua.cases.actions.intake import take_in
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import PaperForm, ReturnChannel, Verb
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.rules.papers import SUBMIT, PaperCase, paper_cases
from motcua.kernel.limits import parse_limit
from motcua.kernel.worktime import WorkCalendar, day_of
from motcua.management.demo.organisation import LAST_OLD_DAY, Demo, moment
from motcua.organisation.queries import actor_for
from motcua.organisation.rules import Actor, Refused
from motcua.process.queries import graph_of, live_items
from motcua.process.rules.budgets import working_minutes
from motcua.workcalendar.queries import calendar_for

# How often each procedure is asked for at a ward's desk, roughly.
PROCEDURES = {
    "2.000815": 8,
    "1.001193": 5,
    "1.004873": 5,
    "2.000635": 4,
    "1.000894": 3,
    "1.000656": 2,
    "2.000884": 3,
    "1.001612": 4,
    "1.013225": 3,
    "1.001776": 2,
    "1.004859": 2,
    "1.004837": 1,
    "1.011607": 1,
}
# Handled by the quận until 2025-06-30, by the wards since.
OLD_PROCEDURES = {"1.001612": 3, "1.001776": 1}
OLD_SLUG = "quan-binhtan"
OLD_RECEPTION_ENDS = dt.date(2025, 5, 16)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Lý")
MIDDLE = ("Thị", "Văn", "Minh", "Thanh", "Ngọc", "Quốc", "Hữu", "Thúy")
GIVEN = ("Anh", "Bảo", "Châu", "Đào", "Giang", "Hà", "Khoa", "Lan", "Mai", "Nhung", "Oanh", "Phú")
STREETS = ("Kinh Dương Vương", "Tên Lửa", "Tân Hòa Đông", "Hồ Học Lãm", "Mã Lò", "Hương Lộ 2")

Step = Callable[["Story"], None]


@dataclass
class Story:
    """One file as it is moved along; `now` is the moment of the next act."""

    demo: Demo
    slug: str
    people: str
    random: Random
    calendar: WorkCalendar
    now: dt.datetime
    until: dt.datetime
    case: Case | None = None
    procedures: dict[str, int] = field(default_factory=lambda: PROCEDURES)
    # Working minutes between two acts of the office: a tenth of the file's limit.
    pace: int = 60

    @property
    def number(self) -> str:
        """The number of the file."""
        assert self.case is not None
        return self.case.number

    def later(self, low: int, high: int) -> None:
        """Some working minutes go by."""
        self.now = self.calendar.add_working_minutes(self.now, self.random.randint(low, high))

    def actor(self, role: str) -> Actor:
        """Who holds this role in the office."""
        account = self.demo.accounts[f"{role}.{self.people}"]
        return actor_for(account.pk, account.full_name, account.kind, at=self.now)

    def act(self, role: str, verb: Verb, **fields: Any) -> None:
        """Do one verb, unless the story has reached the present."""
        if self.now >= self.until:
            raise _ThePresent
        self.case = act_on(self.number, verb, actor=self.actor(role), at=self.now, **fields)
        self.later(self.pace // 4, self.pace)


class _ThePresent(Exception):
    """The story has caught up with now: the file stays as it is."""


def make_files(demo: Demo, *, ward: str, count: int, at: dt.datetime, seed: int) -> int:
    """`count` files of the last weeks in a ward; returns how many were taken in."""
    random = Random(seed)  # noqa: S311 - a demonstration, the same every time
    calendar = calendar_for(demo.agencies[ward].pk)
    made = 0
    for start in _starts(random, calendar, count, at):
        story = Story(demo, ward, ward, random, calendar, start, at)
        if _tell(story, _plot(random)):
            made += 1
    return made


def make_old_files(demo: Demo, *, count: int, seed: int) -> int:
    """Files of the quận of before, taken in and finished while it still stood."""
    random = Random(seed)  # noqa: S311 - a demonstration, the same every time
    calendar = calendar_for(demo.agencies[OLD_SLUG].pk)
    last = moment(LAST_OLD_DAY, 17)
    made = 0
    for start in _starts(random, calendar, count, moment(OLD_RECEPTION_ENDS, 17)):
        story = Story(demo, OLD_SLUG, "quanbinhtan", random, calendar, start, last)
        story.procedures = OLD_PROCEDURES
        made += _tell(story, (take, walk, hand_over))
    return made


def _starts(
    random: Random, calendar: WorkCalendar, count: int, at: dt.datetime
) -> Iterator[dt.datetime]:
    """Moments of reception over the last six weeks, more of them lately, in order."""
    days = [
        day
        for back in range(44)
        if calendar.is_working(day := day_of(at) - dt.timedelta(days=back))
    ]
    if days and day_of(at) > LAST_OLD_DAY:  # Saturday mornings belong to the wards of today
        days += [day - dt.timedelta(days=day.weekday() + 2) for day in days[:10:5]]
    picked = [days[min(int(random.expovariate(0.09)), len(days) - 1)] for _ in range(count)]
    starts = [
        moment(day, random.choice((7, 8, 9, 10, 13, 14, 15)), random.randint(31, 59))
        for day in picked
    ]
    return iter(sorted(start for start in starts if start < at))


def _tell(story: Story, plot: Sequence[Step]) -> bool:
    try:
        for step in plot:
            step(story)
    except _ThePresent:
        pass
    return story.case is not None


def _plot(random: Random) -> tuple[Step, ...]:
    plots: dict[tuple[Step, ...], int] = {
        (take, walk, hand_over): 60,
        (take, walk): 8,
        (take, forward): 8,
        (take,): 4,
        (take, forward, ask_papers, bring_papers, walk, hand_over): 8,
        (take, forward, ask_papers): 5,
        (take, forward, propose_papers): 2,
        (take, forward, be_late, walk, hand_over): 6,
        (take, forward, be_late): 3,
        (take, forward, give_up): 3,
        (take, forward, propose_extension): 2,
        (register,): 3,
        (register, turn_away): 2,
    }
    return random.choices(list(plots), weights=list(plots.values()))[0]


def take(story: Story) -> None:
    """Taken in at the counter with complete papers."""
    _take(story, accept=True)


def register(story: Story) -> None:
    """Laid on the desk, not accepted yet."""
    _take(story, accept=False)


def _take(story: Story, *, accept: bool) -> None:
    code = story.random.choices(list(story.procedures), weights=list(story.procedures.values()))[0]
    version = ProcedureVersion.objects.on(day_of(story.now)).get(
        procedure__code=code, state="published"
    )
    cases = paper_cases(version.content)
    chosen = cases[0] if cases else PaperCase("", "", "", None, ())
    form = IntakeForm(
        procedure_code=code,
        agency_code=story.demo.agencies[story.slug].code,
        applicant=_person(story.random, story.demo.agencies[story.slug].short_name),
        case_key=chosen.key,
        papers=tuple(
            PaperIn(paper.key, PaperForm(paper.form or PaperForm.ORIGINAL))
            for paper in chosen.papers
            if paper.kind == SUBMIT and paper.required
        ),
        return_channel=story.random.choices(list(ReturnChannel), weights=[7, 1, 2])[0],
        accept=accept,
    )
    try:
        story.case = take_in(form=form, actor=story.actor("tiepnhan"), at=story.now)
    except Refused as refusal:
        raise RuntimeError(f"{code} at {story.now}: {refusal.text}") from refusal
    limit = parse_limit(story.case.limit) if story.case.limit else None
    story.pace = max(12, min(working_minutes(limit) // 9, 420)) if limit else 60
    story.later(5, 40)


def _person(random: Random, place: str) -> Party:
    name = " ".join(random.choice(part) for part in (FAMILY, MIDDLE, GIVEN))
    born = random.randint(50, 99)
    return Party(
        name=name,
        id_number=f"079{random.randint(0, 1)}{born:02}{random.randint(0, 999_999):06}",
        phone=f"09{random.randint(0, 99_999_999):08}",
        address=f"{random.randint(1, 400)} {random.choice(STREETS)}, {place[0].lower()}{place[1:]}",
    )


def forward(story: Story) -> None:
    """Handed to the unit that handles it."""
    story.act("tiepnhan", Verb.FORWARD)


def walk(story: Story) -> None:
    """Through every step of the process up to the result, whatever its process is."""
    case = story.case
    assert case is not None
    people = {
        "specialist": "thuly",
        "unit_leader": "truongphong",
        "agency_leader": "lanhdao",
        "clerk": "vanthu",
        "reception": "tiepnhan",
    }
    for _turn in range(20):
        live = live_items(case.pk)
        if not live:
            return
        task = graph_of(case.run.definition_id).task(live[0].step)
        who = people[str(task.role)]
        match str(task.verb):
            case "return_result":
                return
            case "issue":
                number = f"{story.random.randint(1, 999)}/UBND"
                story.act(who, Verb.ISSUE, number=number)
            case "forward":
                story.act(who, Verb.FORWARD)
            case _:
                outcome = task.outcomes[0].key if task.outcomes else ""
                story.act(who, Verb.COMPLETE, outcome=outcome)


def hand_over(story: Story) -> None:
    """The result in the citizen's hand, soon or some days later."""
    story.later(30, 900)
    assert story.case is not None
    bill = "VN123456789" if story.case.return_channel == ReturnChannel.POSTAL else ""
    story.act("tiepnhan", Verb.RETURN_RESULT, post_bill=bill)


def propose_papers(story: Story) -> None:
    """The specialist wants a paper mended."""
    assert story.case is not None
    paper = story.case.papers.first()
    name = paper.name if paper else "Tờ khai"
    story.act(
        "thuly",
        Verb.REQUEST_SUPPLEMENT,
        items=[AskedPaper(name, "Bổ sung chữ ký và ngày tháng", paper.key if paper else "")],
        reason="Tờ khai chưa ký, chưa ghi ngày nên chưa đủ căn cứ giải quyết",
    )


def ask_papers(story: Story) -> None:
    """Proposed, approved, handed out: the clock stops."""
    propose_papers(story)
    story.act("truongphong", Verb.REQUEST_SUPPLEMENT)
    story.act("tiepnhan", Verb.REQUEST_SUPPLEMENT)


def bring_papers(story: Story) -> None:
    """The applicant comes back some days later."""
    story.later(480, 2400)
    story.act("tiepnhan", Verb.TAKE_SUPPLEMENT)


def propose_extension(story: Story) -> None:
    """The specialist sees that the date cannot be kept; too late or same-day: nothing happens."""
    case = story.case
    assert case is not None
    if case.due_at is None:
        return
    new_due = story.calendar.add_working_days(day_of(case.due_at), 3)
    try:
        story.act(
            "thuly", Verb.EXTEND, new_due=new_due, reason="Chờ kết quả xác minh của cơ quan khác"
        )
    except Refused:
        return


def be_late(story: Story) -> None:
    """Nobody touches the file until its day has passed."""
    assert story.case is not None
    if story.case.due_at is None:
        return
    first_late = story.calendar.add_working_days(day_of(story.case.due_at), 1)
    story.now = moment(first_late, 9, story.random.randint(0, 59))


def give_up(story: Story) -> None:
    """The applicant changes their mind."""
    story.act("tiepnhan", Verb.WITHDRAW, reason="Người nộp đề nghị rút hồ sơ")


def turn_away(story: Story) -> None:
    """Not this office's business."""
    story.act(
        "tiepnhan",
        Verb.REFUSE,
        reason="Hồ sơ không thuộc thẩm quyền giải quyết của phường",
        legal_ground="Điều 17 Nghị định 118/2025/NĐ-CP",
    )
