"""The register of an agency, and the list of files handed from one unit to another."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from motcua.cases.models import Case
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.slips.queries import hand_over_list, register
from tests.office import BUILDING, Office
from tests.slips import paper

SITE = "https://motcua.anlac.example.vn"
TODAY = dt.date(2026, 3, 20)


def on(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=VIETNAM)


class TestRegister:
    def book(self, office: Office, **changes: Any) -> Any:
        asked_for: dict[str, Any] = {
            "agency_code": "H29.101",
            "from_day": dt.date(2026, 1, 1),
            "to_day": dt.date(2026, 12, 31),
            "on": TODAY,
            "site_url": SITE,
        }
        return register(office.actor("tiepnhan"), **(asked_for | changes))

    def test_it_lists_the_files_in_the_order_they_came(self, office: Office) -> None:
        first = office.take_in(at=on(2))
        second = office.take_in(BUILDING, at=on(3))
        office.walk(first, at=on(5))
        rows = self.book(office).values.rows
        assert [row.code for row in rows] == [first.code, second.code]
        assert [row.entry for row in rows] == ["0302-0001", "0303-0001"]
        assert (rows[0].returned_on, rows[0].signed) == (dt.date(2026, 3, 5), "Nguyễn Thị Hoa")
        assert (rows[1].due_on, rows[1].returned_on) == (dt.date(2026, 3, 23), None)

    def test_parts_meet_without_gap_or_double(self, office: Office) -> None:
        codes = [office.take_in(at=on(2)).code for _turn in range(5)]
        seen, after = [], ""
        for _part in range(3):
            part = self.book(office, rows=2, after=after)
            seen += [row.code for row in part.values.rows]
            after = part.next
        assert (seen, after) == (codes, "")

    def test_one_field_has_its_own_book(self, office: Office) -> None:
        office.take_in()
        built = office.take_in(BUILDING)
        book = self.book(office, field_code="xay-dung").values
        assert book.group == "Lĩnh vực: Hoạt động xây dựng"
        assert [row.code for row in book.rows] == [built.code]

    def test_a_neighbour_sees_nothing_of_it(self, office: Office) -> None:
        office.take_in()
        book = register(
            office.actor("tiepnhan.binhtan"),
            agency_code="H29.101",
            from_day=dt.date(2026, 3, 1),
            to_day=TODAY,
            on=TODAY,
            site_url=SITE,
        )
        assert book.values.rows == ()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"from_day": dt.date(2025, 12, 31)}, "to"),
            ({"to_day": dt.date(2025, 12, 31)}, "from"),
            ({"from_day": dt.date(2018, 3, 1), "to_day": dt.date(2018, 4, 1)}, "from"),
            ({"agency_code": "H99"}, "agency_code"),
            ({"field_code": "khong-co"}, "field"),
        ],
    )
    def test_bad_questions_are_refused(
        self, office: Office, changes: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            self.book(office, **changes)
        assert refusal.value.field == field

    @pytest.mark.parametrize("files", [1, 3])
    def test_statements_do_not_grow(
        self, office: Office, django_assert_num_queries: Any, files: int
    ) -> None:
        for _file in range(files):
            office.take_in()
        with django_assert_num_queries(5):  # one for the seats, one for the field
            self.book(office, field_code="ho-tich")


class TestHandOverList:
    def given(self, office: Office, cases: list[Case]) -> Any:
        numbers = [case.number for case in cases]
        return hand_over_list(numbers, office.actor("tiepnhan"), on=TODAY, site_url=SITE)

    def test_files_passed_on_together(self, office: Office) -> None:
        cases = [office.walk(office.take_in(), to="thu_ly", at=on(2, 10)) for _ in range(2)]
        printed = self.given(office, cases)
        words = paper.words(printed.pdf)
        for text in (*(str(c.code) for c in cases), "Tư pháp - Hộ tịch", "Trần Tiếp Nhận"):
            assert paper.squeezed(text) in words

    def test_files_of_two_ways_are_refused(self, office: Office) -> None:
        marriage = office.walk(office.take_in(), to="thu_ly", at=on(2, 10))
        building = office.walk(office.take_in(BUILDING), to="thu_ly", at=on(2, 10))
        with pytest.raises(Refused, match="cùng nơi giao"):
            self.given(office, [marriage, building])

    def test_a_file_still_at_the_desk_is_refused(self, office: Office) -> None:
        with pytest.raises(Refused, match="chưa được chuyển"):
            self.given(office, [office.take_in()])

    def test_a_file_one_may_not_see_is_not_there(self, office: Office) -> None:
        case = office.walk(office.take_in(), to="thu_ly", at=on(2, 10))
        with pytest.raises(NotFound):
            hand_over_list([case.number], office.actor("tiepnhan.binhtan"), on=TODAY, site_url=SITE)
