"""The calendar's room: who reads, who changes, and the two steps of a change."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from motcua.cases.models import Case
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.workcalendar.models import CalendarDay
from tests.desk.rooms.conftest import As
from tests.office import Office

DAY = dt.date(2026, 3, 4)
TYPED = {
    "date": "2026-03-04",
    "kind": "holiday",
    "name": "Nghỉ bão",
    "document": "Công điện 12/CĐ-UBND",
}


def confirmation(page: str) -> dict[str, str]:
    """The hidden fields of the second step."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def preview(client: Client, of: str, **typed: str) -> str:
    answer = client.post(f"/desk/calendar/day/?of={of}", TYPED | typed)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("quantri", 200),
        ("quantri.tphcm", 200),
        ("kiemsoat", 200),
        ("tiepnhan", 403),
        ("thuly", 403),
        ("lanhdao", 403),
    ],
)
def test_administrators_and_controllers_read_the_calendar(
    sign_in: As, who: str, status: int
) -> None:
    assert sign_in(who).get("/desk/calendar/?of=vn").status_code == status


def test_a_controller_reads_but_changes_nothing(sign_in: As, office: Office) -> None:
    client = sign_in("kiemsoat")
    assert "Thêm ngày" not in client.get("/desk/calendar/").content.decode()
    assert client.post("/desk/calendar/day/?of=H29.101", TYPED).status_code == 403
    assert not CalendarDay.objects.filter(date=DAY).exists()


def test_a_ward_administrator_changes_neither_the_country_nor_the_neighbour(sign_in: As) -> None:
    client = sign_in("quantri")
    assert client.post("/desk/calendar/day/?of=vn", TYPED).status_code == 403
    assert client.get("/desk/calendar/?of=H29.102").status_code == 404
    assert client.post("/desk/calendar/day/?of=H29.102", TYPED).status_code == 404


def test_the_files_that_move_are_listed_before_anything_changes(
    sign_in: As, office: Office
) -> None:
    case = office.take_in()
    page = preview(sign_in("quantri"), "H29.101")
    assert case.number in page
    assert "09/03/2026" in page
    assert "10/03/2026" in page
    assert not CalendarDay.objects.filter(date=DAY).exists()
    case.refresh_from_db()
    assert case.due_at == office.take_in().due_at


def test_confirming_moves_the_files_and_says_how_many(sign_in: As, office: Office) -> None:
    case = office.take_in()
    client = sign_in("quantri")
    hidden = confirmation(preview(client, "H29.101"))
    answer = client.post("/desk/calendar/day/?of=H29.101", hidden, follow=True)
    assert "1 hồ sơ được tính lại ngày hẹn" in answer.content.decode()
    moved = Case.objects.get(pk=case.pk)
    assert moved.due_at == case.due_at + dt.timedelta(days=1)
    last = Entry.objects.filter(subject=Subject.CASE, subject_id=case.pk).latest("seq")
    assert last.verb == "reclock"
    assert "Công điện 12/CĐ-UBND" in last.body


def test_pressing_confirm_twice_changes_once(sign_in: As, office: Office) -> None:
    office.take_in()
    client = sign_in("quantri")
    hidden = confirmation(preview(client, "H29.101"))
    for _turn in range(2):
        assert client.post("/desk/calendar/day/?of=H29.101", hidden).status_code == 302
    verbs = Entry.objects.filter(subject=Subject.CALENDAR, subject_id=office.ward.pk)
    assert list(verbs.order_by("seq").values_list("verb", flat=True)) == [
        "calendar.day",
        "calendar.reclocked",
    ]


def test_a_list_that_is_out_of_date_is_not_confirmed(sign_in: As) -> None:
    client = sign_in("quantri")
    hidden = confirmation(preview(client, "H29.101"))
    other = confirmation(preview(client, "H29.101", date="2026-03-05"))
    assert client.post("/desk/calendar/day/?of=H29.101", other).status_code == 302
    answer = client.post("/desk/calendar/day/?of=H29.101", hidden)
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in answer.content.decode()
    assert not CalendarDay.objects.filter(date=DAY).exists()


def test_a_day_marked_for_the_country_moves_files_of_every_ward(
    sign_in: As, office: Office
) -> None:
    here = office.take_in()
    there = office.take_in(by="tiepnhan.binhtan", agency_code="H29.102")
    page = preview(sign_in("quantri.tphcm"), "vn")
    assert here.number in page
    assert there.number in page


def test_what_is_wrong_stands_at_its_field(sign_in: As) -> None:
    client = sign_in("quantri")
    answer = client.post("/desk/calendar/day/?of=H29.101", TYPED | {"date": "2026-02-02"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_reason-error"' in page
    assert "đã qua" in page
    answer = client.post("/desk/calendar/day/?of=H29.101", TYPED | {"document": " "})
    assert 'id="id_document-error"' in answer.content.decode()


def test_a_mark_is_corrected_and_taken_away(sign_in: As) -> None:
    client = sign_in("quantri")
    client.post("/desk/calendar/day/?of=H29.101", confirmation(preview(client, "H29.101")))
    page = client.get("/desk/calendar/day/?of=H29.101&date=2026-03-04").content.decode()
    assert 'value="Nghỉ bão"' in page
    hidden = confirmation(preview(client, "H29.101", name="Nghỉ bão số 3", overwrite="True"))
    client.post("/desk/calendar/day/?of=H29.101", hidden)
    assert CalendarDay.objects.get(date=DAY).name == "Nghỉ bão số 3"
    where = "/desk/calendar/day/remove/?of=H29.101&date=2026-03-04"
    removal = confirmation(client.post(where, {"date": "2026-03-04"}).content.decode())
    assert client.post(where, removal).status_code == 302
    assert not CalendarDay.objects.filter(date=DAY).exists()


def test_new_hours_are_previewed_and_shown(sign_in: As, office: Office) -> None:
    client = sign_in("quantri")
    typed = {f"day_{n}": "08:00-12:00, 13:00-17:00" for n in range(5)}
    typed |= {"kind": "deadline", "valid_from": "2026-03-16", "document": "QĐ 5/QĐ-UBND"}
    where = "/desk/calendar/hours/?of=H29.101"
    bad = client.post(where, typed | {"day_0": "8h"})
    assert bad.status_code == 422
    assert 'id="id_day_0-error"' in bad.content.decode()
    hidden = confirmation(client.post(where, typed).content.decode())
    page = client.post(where, hidden, follow=True).content.decode()
    assert "08:00–12:00, 13:00–17:00" in page


def test_the_forecast_is_shown_as_such(sign_in: As) -> None:
    page = sign_in("quantri").get("/desk/calendar/?of=vn&year=2027").content.decode()
    assert "dự báo" in page


@pytest.mark.parametrize("days", [1, 3])
def test_the_page_asks_the_same_number_of_questions_however_many_days(
    sign_in: As, office: Office, days: int, django_assert_num_queries: Any
) -> None:
    for n in range(days):
        CalendarDay.objects.create(
            agency=office.ward, date=dt.date(2026, 5, 4 + n), kind="holiday", name="Nghỉ"
        )
    client = sign_in("quantri")
    client.get("/desk/calendar/")
    with django_assert_num_queries(9):
        client.get("/desk/calendar/")
