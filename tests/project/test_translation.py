"""English: complete against the sources, honest about placeholders, and seen on every public page."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import translation
from pytest_django import Settings as DjangoSettings

from motcua.catalogue.rules import words
from motcua.kernel import vietnamese
from motcua.kernel.deadline import Pause, Policy, compute
from motcua.kernel.limits import parse_limit
from motcua.management.commands.texts import merged
from motcua.management.texts import Text, in_python, in_template, texts_of
from motcua.templatetags import motcua_ui
from motcua.ui import said as ui_said
from motcua.ui.said import said
from tests.kernel.calendars import CALENDAR, PLAIN, at
from tests.office import MARRIAGE, Clock, Office

PO = settings.PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
VIETNAMESE = re.compile("[À-ỹ]")
# Vietnamese that stands in English texts on purpose: examples of what is typed, names.
KEPT = re.compile(
    "“[^”]+”|Tết|Hùng|Thông báo|Quốc khánh|QĐ-|NĐ-CP|TB-LĐTBXH|An Lạc|Phường|Chuyên viên|Trung tâm Phục vụ"
    " hành chính công phường|khai sinh, mở quán ăn, sửa nhà|\\d+ ngày làm việc|\\d+ ngày"
    "|\\d+ tháng|\\d+ giờ làm việc|trong ngày"
)


@pytest.fixture(scope="module")
def po() -> polib.POFile:
    return polib.pofile(str(PO))


@pytest.fixture
def english(tmp_path: Path, settings: DjangoSettings, po: polib.POFile) -> Iterator[None]:
    """English as the sources have it now, whether or not `motcua assets` ran."""
    place = tmp_path / "en" / "LC_MESSAGES"
    place.mkdir(parents=True)
    po.save_as_mofile(str(place / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("en"):
        yield


def test_the_translation_is_complete(po: polib.POFile) -> None:
    assert not po.fuzzy_entries()
    assert not po.obsolete_entries()
    assert not po.untranslated_entries()
    assert not [entry.msgid for entry in po if entry.msgid_plural and not all_plurals(entry)]
    assert len({(entry.msgid, entry.msgctxt) for entry in po}) == len(po)


def all_plurals(entry: polib.POEntry) -> bool:
    return sorted(entry.msgstr_plural) == [0, 1] and all(entry.msgstr_plural.values())


def english_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_placeholders_and_markup_are_those_of_the_source(po: polib.POFile) -> None:
    parts = re.compile(r"%\(\w+\)[sd]|%[sd%]|</?\w+>|^\s|\s$")
    for entry in po:
        for text in english_of(entry):
            assert sorted(parts.findall(text)) == sorted(parts.findall(entry.msgid)), entry.msgid


def test_english_is_english(po: polib.POFile) -> None:
    for entry in po:
        for text in english_of(entry):
            assert not VIETNAMESE.search(KEPT.sub("", text)), text


def test_the_translation_has_the_texts_of_the_sources_and_no_others(po: polib.POFile) -> None:
    found = texts_of(settings.PACKAGE)
    there = {Text(entry.msgid, entry.msgid_plural, entry.msgctxt or "") for entry in po}
    assert there == set(found), "run: motcua texts"
    assert len(found) > 1000
    call_command("texts", check=True, stdout=io.StringIO())


def test_new_texts_come_in_untranslated_and_old_ones_go(po: polib.POFile) -> None:
    kept = next(entry for entry in po if not entry.msgid_plural and not entry.msgctxt)
    after = merged(po, {Text(kept.msgid): {"a.py"}, Text("Câu mới", "Câu mới"): {"b.py"}})
    assert [entry.msgid for entry in after] == [kept.msgid, "Câu mới"]
    assert after[0].msgstr == kept.msgstr
    assert after[1].msgstr_plural == {0: "", 1: ""}


def test_a_translation_that_is_behind_fails_the_check(
    tmp_path: Path, settings: DjangoSettings
) -> None:
    place = tmp_path / "en" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text('msgid ""\nmsgstr "Language: en\\n"\n', encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError):
        call_command("texts", check=True)


def test_texts_are_found_in_python() -> None:
    source = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
from django.db import models
_("một"); gettext_lazy("ha" "i"); ngettext("%(n)d cái", "%(n)d cái", 3); pgettext("việc", "ba")
_(variable); other("bốn")
class Kind(models.TextChoices):
    A = "a", "năm"
"""
    assert set(in_python(source)) == {
        Text("một"),
        Text("hai"),
        Text("%(n)d cái", "%(n)d cái"),
        Text("ba", "", "việc"),
    }
    assert Text("năm") in set(in_python(source, labels=True))


def test_texts_are_found_in_templates() -> None:
    source = """{% load i18n %}{% comment %}{% translate "không" %}{% endcomment %}
{% translate "một" %}<a title="{% translate 'hai' as two %}">{% translate "ba" context "số" %}</a>
{% blocktranslate with n=rows|length %}bốn {{ n }}{% endblocktranslate %}
{% blocktranslate count n=rows|length %}{{ n }} năm{% plural %}{{ n }} năm{% endblocktranslate %}
{% blocktranslate %}sáu (bảy) “tám”{% endblocktranslate %}"""
    assert set(in_template(source, "a.html")) == {
        Text("một"),
        Text("hai"),
        Text("ba", "", "số"),
        Text("bốn %(n)s"),
        Text("%(n)s năm", "%(n)s năm"),
        Text("sáu (bảy) “tám”"),
    }


def explained() -> Iterator[str]:
    """Explanations of every kind the kernel knows."""
    pause = Pause(at("2026-03-06 09:00"), at("2026-03-10 10:00"))
    still = Pause(at("2026-03-06 09:00"))
    limits = ("5 working_days", "4 days", "2 months", "16 working_hours", "30 hours", "same_day")
    for limit in map(parse_limit, limits):
        for received in ("2026-02-13 10:00", "2026-03-04 15:30", "2026-08-21 10:00"):
            for shifted in (False, True):
                start = at(received)
                yield from texts(CALENDAR, received_at=start, limit=limit, day0_shift=shifted)
        for policy in Policy:
            for waits in ((pause,), (still,), (pause, Pause(at("2026-03-12 08:00")))):
                start = at("2026-03-04 10:00")
                yield from texts(PLAIN, received_at=start, limit=limit, pauses=waits, policy=policy)
    week = parse_limit("5 working_days")
    for longer in (parse_limit("3 working_days"), dt.date(2026, 3, 20), dt.date(2026, 3, 21)):
        yield from texts(PLAIN, received_at=at("2026-03-04 10:00"), limit=week, extension=longer)


def texts(calendar: object, **facts: object) -> Iterator[str]:
    yield from (step.text for step in compute(calendar, **facts).steps)  # type: ignore[arg-type]


def test_explanations_of_due_dates_are_said_whole(english: None) -> None:
    told = {text: said(text) for text in explained()}
    strange = {
        text: text_said
        for text, text_said in told.items()
        if VIETNAMESE.search(text_said.replace("Tết", "").replace("Hùng", ""))
    }
    assert len(told) > 100
    assert strange == {}
    assert said("Thứ Tư 25/02/2026: ngày làm việc thứ 3; hết hạn lúc 24 giờ") == (
        "Wednesday 25/02/2026: working day 3; due at the end of the day"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (parse_limit("1 working_days").in_words, "1 working day"),
        (parse_limit("10 days").in_words, "10 days"),
        (parse_limit("16 working_hours").in_words, "16 working hours"),
        (parse_limit("same_day").in_words, "same day"),
        (vietnamese.working_duration(1140 + 5), "2 d 3 h 5 min"),
        (vietnamese.working_duration(480), "1 day"),
        (vietnamese.remaining_words(1140), "2 d 3 h left"),
        (vietnamese.remaining_words(-60), "overdue by 1 hour"),
        (vietnamese.money(75000), "75.000 VND"),
        (f"{vietnamese.money(8000)}/bản", "8.000 VND per copy"),
        ("10.000 đến 75.000 đồng", "10.000 to 75.000 VND"),
        ("2 đến 5 giấy tờ", "2 to 5 papers"),
        ("1 bản chính, 2 bản sao", "1 original, 2 copies"),
        (words.FREE, "Free of charge"),
        (words.LOCAL, "Set by the province"),
        (words.NO_LIMIT, "Not given in the published source"),
        (words.NOT_EDITED, "Not edited yet"),
        ("nghỉ Tết Nguyên đán", "Lunar New Year (Tết), a day off"),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("Một câu, không ai biết", "Một câu, không ai biết"),
        ("; ", "; "),
        ("", ""),
    ],
)
def test_texts_of_rules_are_said(english: None, text: str, expected: str) -> None:
    assert said(text) == expected
    with translation.override("vi"):
        assert said(text) == text


def shipped(folder: str, *keys: str) -> Iterator[str]:
    """Names in data that comes with the package: steps of processes, holidays."""
    for path in sorted((settings.PACKAGE / folder).glob("*.json")):
        waiting = [json.loads(path.read_text(encoding="utf-8"))]
        while waiting:
            part = waiting.pop()
            if isinstance(part, dict):
                yield from (part[key] for key in keys if isinstance(part.get(key), str))
            waiting += part.values() if isinstance(part, dict) else []
            waiting += part if isinstance(part, list) else []


def test_steps_and_holidays_that_come_with_the_package_are_said(english: None) -> None:
    steps = set(shipped("process/seed", "plain", "name"))
    names = {name for name in steps if not name.startswith("Quy trình")}
    names |= set(shipped("workcalendar/seed", "name"))
    assert len(names) > 30
    assert {name for name in names if said(name) == name} == set()


def test_dates_and_money_follow_the_language(english: None) -> None:
    day, moment = dt.date(2026, 2, 25), at("2026-02-25 15:30")
    assert motcua_ui.date_words(day) == "Wednesday, 25/02/2026"
    assert ui_said.moment_words(moment) == "15:30, Wednesday, 25/02/2026"
    assert motcua_ui.money(75000) == "75.000 VND"
    assert motcua_ui.money(0) == "Free of charge"
    with translation.override("vi"):
        assert motcua_ui.date_words(day) == "Thứ Tư, 25/02/2026"
        assert ui_said.moment_words(moment).startswith("15 giờ 30 phút")


class Said(HTMLParser):
    """Text and spoken attributes of a page, without what is marked as Vietnamese.

    The title begins with the name of what the page is about, which is content.
    """

    VOID = frozenset({"br", "img", "input", "link", "meta", "path", "rect", "line", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hidden = (
            bool(self.open and self.open[-1])
            or given.get("lang") == "vi"
            or tag in ("script", "title")
        )
        if not hidden:
            spoken = ("aria-label", "title", "placeholder", "alt", "data-label")
            self.parts += [given.get(name) or "" for name in spoken]
        if tag not in self.VOID:
            self.open.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1]):
            self.parts.append(data)


def said_on(page: str) -> str:
    parser = Said()
    parser.feed(page)
    return " ".join(" ".join(parser.parts).split())


def left_over(page: str, po: polib.POFile, *names: str) -> list[str]:
    """Vietnamese texts of the interface that an English page still says; `names` are content."""
    text = said_on(page)
    for name in names:
        text = text.replace(name, "")
    return [
        entry.msgid
        for entry in po
        if len(entry.msgid) > 6
        and VIETNAMESE.search(entry.msgid)
        and "%" not in entry.msgid
        and entry.msgid not in english_of(entry)
        and entry.msgid in text
    ]


PUBLIC = (
    "/",
    "/thu-tuc/",
    "/thu-tuc/?q=khong+co+gi+nhu+vay",
    f"/thu-tuc/{MARRIAGE}/",
    f"/thu-tuc/{MARRIAGE}/ban-1/",
    "/thu-tuc/9.999999/",
    "/quyet-dinh/",
    "/quyet-dinh/2268/QĐ-BTP/",
    "/tra-cuu/",
    "/so-lieu/",
    "/co-quan/",
    "/co-quan/anlac/",
    "/huong-dan/",
    "/desk/sign-in/",
)


@pytest.fixture
def reader(english: None, office: Office, clock: Clock) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return client


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_english_throughout(reader: Client, po: polib.POFile, path: str) -> None:
    answer = reader.get(path)
    page = answer.content.decode()
    assert '<html lang="en"' in page
    assert answer.headers["Content-Language"] == "en"
    assert left_over(page, po) == []


def test_a_file_is_followed_in_english(reader: Client, po: polib.POFile, office: Office) -> None:
    case = office.take_in()
    answer = reader.post("/tra-cuu/", {"code": case.number, "secret": case.secret}, follow=True)
    page = answer.content.decode()
    assert "Why this date?" in page
    assert "Working day 1" in page
    assert "on its way to the specialist unit, on schedule." in page
    assert left_over(page, po, "Bộ phận Tiếp nhận và trả kết quả") == []
    wrong = reader.post("/tra-cuu/", {"code": "", "secret": ""}).content.decode()
    assert "Enter the file code." in wrong
    given = {"code": case.number, "secret": "22222222"}
    refused = reader.post("/tra-cuu/", given).content.decode()
    assert '<span lang="vi">' in refused
    text = said_on(refused.partition("<footer")[0])
    for name in ("Một Cửa", "Thành phố Hồ Chí Minh"):
        text = text.replace(name, "")
    assert not VIETNAMESE.search(text)


@pytest.mark.parametrize("path", ["/desk/lists/unit/", "/desk/all/", "/desk/intake/"])
def test_the_desk_speaks_english(
    reader: Client, po: polib.POFile, office: Office, path: str
) -> None:
    office.take_in()
    reader.force_login(
        office.account("tiepnhan"), backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = reader.get(path)
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.content.decode()
    assert "File code" in said_on(answer.content.decode())


def test_the_language_is_switched_without_script(english: None, office: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    with translation.override("vi"):
        page = client.get("/thu-tuc/").content.decode()
    form = re.search(
        r'<form class="lang" method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL
    )
    assert form is not None
    there = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[2]))
    assert re.search(r'<button type="submit" name="language" value="en"', form[2])
    answer = client.post(form[1], there | {"language": "en"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/thu-tuc/"
    assert "Administrative procedures" in said_on(answer.content.decode())
    answer = client.post(form[1], there | {"language": "vi"}, follow=True)
    assert "Thủ tục hành chính" in answer.content.decode()


def test_paper_stays_vietnamese(reader: Client, office: Office) -> None:
    """Labels are plain in `states`: what goes on paper and into the journal has one language."""
    from motcua.cases.states import PaperForm, ReturnChannel

    assert str(PaperForm.ORIGINAL.label) == "Bản chính"
    assert str(ReturnChannel.COUNTER.label) == "Tại quầy"
    assert said(PaperForm.ORIGINAL.label) == "Original"
