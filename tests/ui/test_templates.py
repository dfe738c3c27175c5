"""The components as a page uses them, and what every template must keep: the content policy."""

import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from motcua.ui import pagination, svg

TEMPLATES = settings.PACKAGE / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
HOSTILE = "<script>alert(1)</script>"
BARE = {"office": {}, "desk": {}}


def draw(template: str, **context: object) -> str:
    request = RequestFactory().get("/")
    return render_to_string(template, {"request": request, **context})


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_needs_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=\s*[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_speaks_to_another_host(path):
    assert not re.search(r"(src|href|action)=\"(https?:)?//", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_and_says_what_to_do(status):
    page = render_to_string(f"{status}.html")
    assert "Hãy" in page or "hãy" in page or "dùng mã hồ sơ" in page
    assert 'href="/"' in page
    assert page.count("<h1") == 1


def test_a_refusal_gives_its_reason():
    page = render_to_string("403.html", {"exception": "Hồ sơ thuộc phường khác."})
    assert "Hồ sơ thuộc phường khác." in page


@pytest.mark.parametrize("layout", ["portal/base.html", "desk/base.html", "desk/list_base.html"])
def test_a_layout_stands_with_nothing_given(layout):
    page = draw(layout, **BARE)
    assert page.count("<main") == 1
    assert '<a class="skip" href="#main">' in page
    assert 'lang="vi"' in page


def test_the_title_ends_with_the_place():
    page = draw("portal/base.html", office={"place": "Phường An Lạc"})
    assert "– Phường An Lạc – Một Cửa</title>" in page


def test_the_portal_needs_no_htmx_and_the_desk_forbids_it_to_evaluate():
    assert "htmx" not in draw("portal/base.html", **BARE)
    assert '"allowEval":false' in draw("desk/base.html", **BARE)


def test_the_side_shows_counts_and_marks_the_list_in_use():
    links = [
        {
            "area": "late",
            "label": "Quá hạn",
            "href": "/l",
            "count": 1209,
            "tone": "late",
            "key": "q",
        },
        {"area": "soon", "label": "Sắp đến hạn", "href": "/s", "count": 0, "tone": "soon"},
    ]
    page = draw("desk/base.html", area="late", desk={"nav": [{"title": "Việc", "links": links}]})
    assert re.search(r'href="/l" aria-current="page" data-key-go="q">.*1\.209', page)
    assert re.search(r'href="/s">.*<span class="count">0', page)


def test_the_side_escapes_and_lists_its_keys():
    link = {"label": HOSTILE, "href": HOSTILE, "count": 2, "tone": HOSTILE, "key": HOSTILE}
    page = draw("desk/base.html", desk={"nav": [{"title": HOSTILE, "links": [link]}]})
    assert "<script>alert" not in page
    assert page.count("<kbd>g</kbd>") == 1


def test_a_ticket_says_the_day_in_words_and_keeps_the_first_promise():
    ticket = {
        "code": "H29.16-260213-0042",
        "state": 4,
        "due": date(2026, 2, 25),
        "due_original": date(2026, 2, 24),
        "received": datetime(2026, 2, 13, 2, 4, tzinfo=UTC),
        "qr": "",
        "secret": "K7M4PQ",
    }
    drawn = draw("ui/ticket.html", ticket=ticket)
    assert '<time datetime="2026-02-25">Thứ Tư, 25/02/2026</time>' in drawn
    assert "Ngày hẹn ban đầu: Thứ Ba, 24/02/2026" in drawn
    assert "09:04 13/02/2026" in drawn
    assert "H29.16-<wbr>260213-<wbr>0042" in drawn
    assert "K7M4PQ" in drawn


def test_a_ticket_without_a_date_says_so():
    drawn = draw("ui/ticket.html", ticket={"code": "X", "state": 1})
    assert "Chưa có ngày hẹn" in drawn
    assert "ticket-stub" not in drawn


def test_an_explanation_says_what_was_counted():
    steps = [
        {"date": date(2026, 2, 18), "counted": False, "text": "nghỉ Tết, không tính"},
        {"date": date(2026, 2, 23), "counted": True, "text": "ngày làm việc thứ 1"},
    ]
    drawn = draw("ui/why.html", steps=steps, due=date(2026, 2, 25))
    assert "18/02/2026" in drawn
    assert drawn.count('aria-label="không tính"') == drawn.count('aria-label="tính"') == 1


def test_an_empty_list_says_what_to_do():
    drawn = draw(
        "ui/table.html", body="", empty_title="Không có hồ sơ quá hạn",
        empty_text="Xem hồ sơ sắp đến hạn.", empty_href="/soon", empty_action="Xem",
    )  # fmt: skip
    assert "<table" not in drawn
    assert 'href="/soon"' in drawn


def test_pages_keep_the_filter():
    page = pagination.Page(rows=[1], size=1, next="abc", first=False)
    drawn = draw("ui/pages.html", page=page, query="list=soon")
    assert 'href="?list=soon&amp;after=abc"' in drawn
    assert 'href="?list=soon"' in drawn
    assert draw("ui/pages.html", page=pagination.Page(rows=[], size=1)).strip() == ""


COMPONENTS = {
    "answers": {"answers": [{"icon": "money", "question": HOSTILE, "answer": HOSTILE}]},
    "chart": {"chart": svg.bar_chart(HOSTILE, [HOSTILE], [1]), "note": HOSTILE},
    "clock": {
        "clock": {"segments": [("used", 1)], "state": "late", "words": HOSTILE, "over": HOSTILE}
    },
    "combobox": {"id": "p", "name": "p", "label": HOSTILE, "url": "/?q=", "text": HOSTILE},
    "combobox_options": {"id": "p", "options": [{"value": HOSTILE, "label": HOSTILE}]},
    "copy": {"text": HOSTILE, "what": HOSTILE},
    "crumbs": {"trail": [(HOSTILE, "/"), (HOSTILE, "")]},
    "dialog": {"id": "d", "title": HOSTILE, "body": HOSTILE, "opener": HOSTILE},
    "empty": {"title": HOSTILE, "text": HOSTILE},
    "error_summary": {"errors": [{"href": "#a", "text": HOSTILE}]},
    "facts": {"facts": [(HOSTILE, HOSTILE), {"name": HOSTILE, "value": HOSTILE, "href": "/"}]},
    "files": {"files": [{"name": HOSTILE, "href": "/", "size": 1, "kind": HOSTILE}]},
    "paper_ticks": {
        "papers": [{"key": "a", "name": HOSTILE, "error": HOSTILE}],
        "forms": [{"value": "c", "label": HOSTILE, "key": "c"}],
    },
    "papers": {"groups": [{"title": HOSTILE, "papers": [{"name": HOSTILE, "note": HOSTILE}]}]},
    "search": {"action": "/", "value": HOSTILE, "label": HOSTILE, "placeholder": HOSTILE},
    "stats": {"stats": [{"value": HOSTILE, "label": HOSTILE, "trend": HOSTILE}]},
    "tabs": {"label": HOSTILE, "tabs": [{"label": HOSTILE, "href": "/", "count": 1}]},
    "ticket": {"ticket": {"code": HOSTILE, "state": 1, "person": HOSTILE, "procedure": HOSTILE}},
    "timeline": {"events": [{"what": HOSTILE, "who": HOSTILE, "note": HOSTILE}]},
    "why": {"steps": [{"date": HOSTILE, "text": HOSTILE}], "rule": HOSTILE},
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_escapes_what_it_is_given(name):
    drawn = draw(f"ui/{name}.html", **COMPONENTS[name])
    assert "&lt;script&gt;" in drawn
    assert "<script>" not in drawn


def test_a_count_of_nothing_is_shown_without_alarm():
    drawn = draw("ui/tabs.html", label="x", tabs=[{"label": "Quá hạn", "count": 0, "tone": "late"}])
    assert '<span class="count">0' in drawn
