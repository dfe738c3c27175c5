"""Everything the demonstration needs, in order: calendar, processes, people, catalogue, files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from motcua.catalogue import seed
from motcua.catalogue.actions import import_catalogue
from motcua.forms.actions import install_seed_forms
from motcua.management.demo.citizens import make_online_files
from motcua.management.demo.files import make_files, make_old_files
from motcua.management.demo.linked import add_partners, make_linked_file
from motcua.management.demo.offers import offers_of
from motcua.management.demo.opinions import make_kiosk, make_opinions
from motcua.management.demo.organisation import Demo, make_organisation
from motcua.management.demo.past import make_past
from motcua.management.demo.reports import sign_report
from motcua.organisation.rules import CONSOLE
from motcua.places.actions import install_seed_places
from motcua.process.actions import install_seed_definitions
from motcua.reports.states import Span
from motcua.workcalendar.actions import install_seed

BESIDE_FILES = 25


def set_stage(*, password: str, at: dt.datetime, files: int, say: Callable[[str], object]) -> Demo:
    """Fill an empty database. `files` go to phường An Lạc, a few to each other ward."""
    install_seed(actor=CONSOLE, at=at)
    install_seed_definitions(actor_id=None, at=at)
    install_seed_forms(at=at)
    install_seed_places()
    say("Lịch làm việc và quy trình: xong.")
    demo = make_organisation(password=password, at=at)
    say(f"Cơ quan: {len(demo.agencies)}, cán bộ: {len(demo.accounts)}.")
    document = seed.document()
    document["offers"] = offers_of(demo, document)
    add_partners(demo, document, password=password, at=at)
    report = import_catalogue(data=document, actor=None, at=at)
    say(f"Thủ tục: {report.procedures}, lượt tiếp nhận tại các cơ quan: {report.offers}.")
    say(f"Hồ sơ của quận Bình Tân trước 01/7/2025: {make_old_files(demo, count=20, seed=2024)}.")
    for place, ward in enumerate(demo.wards):
        count = files if ward == "anlac" else min(files, BESIDE_FILES)
        made = make_files(demo, ward=ward, count=count, at=at, seed=20251 + place)
        say(f"Hồ sơ tại {demo.agencies[ward].short_name}: {made}.")
    if files:
        say(f"Hồ sơ liên thông ba cơ quan: {make_linked_file(demo, at=at).number}.")
    if files:
        say(f"Hồ sơ nộp trực tuyến: {make_online_files(demo, at=at)}.")
    say(f"Đánh giá của người dân: {make_opinions(seed=31, at=at)}.")
    say(f"Ghép máy đánh giá của phường An Lạc: mở {make_kiosk(demo, ward='anlac', at=at)}")
    if files:
        say(f"Hồ sơ đã xong các năm trước: {make_past(demo, count=1_500, at=at, seed=61)}.")
        signed = sign_report(demo, ward="anlac", span=Span.QUARTER, at=at)
        say(f"Báo cáo đã ký: {signed}; nạp sau khi ký: {make_past(demo, count=40, at=at, seed=5)}.")
    return demo
