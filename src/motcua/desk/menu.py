"""The side menu of the desk: lists with their counts, then the rooms a person may enter."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from motcua.cases.queries.lists import WorkList
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role

# label, tone and shape of the count, letter after g
LISTS: Final[dict[WorkList, tuple[Any, str, str, str]]] = {
    WorkList.MINE: (_("Việc tôi đang giữ"), "", "", "m"),
    WorkList.UNIT: (_("Việc của bộ phận"), "", "", "u"),
    WorkList.TO_APPROVE: (_("Chờ tôi duyệt"), "soon", "", "a"),
    WorkList.TO_ACCEPT: (_("Chờ tiếp nhận"), "", "", "i"),
    WorkList.TO_HAND_OUT: (_("Chờ gửi yêu cầu bổ sung"), "", "", "h"),
    WorkList.TO_RETURN: (_("Chờ trả kết quả"), "", "", "r"),
    WorkList.OVERDUE: (_("Quá hạn"), "late", "square", "o"),
    WorkList.DUE_SOON: (_("Sắp đến hạn"), "soon", "half", "s"),
    WorkList.WAITING: (_("Chờ bổ sung"), "", "pause", "w"),
    WorkList.UNTOUCHED: (_("Một ngày chưa ai xử lý"), "soon", "", "t"),
}

# area, label, name of the address, who may enter
ROOMS: Final[tuple[tuple[str, Any, str, tuple[Role, ...]], ...]] = (
    ("all", _("Tất cả hồ sơ"), "desk_all", tuple(Role)),
    ("register", _("Sổ theo dõi hồ sơ"), "desk_register", (Role.RECEPTION, Role.CONTROLLER)),
    (
        "leader",
        _("Điều hành"),
        "desk_leader",
        (Role.AGENCY_LEADER, Role.UNIT_LEADER, Role.CONTROLLER, Role.INSPECTOR),
    ),
    (
        "lateness",
        _("Vì sao trễ"),
        "desk_lateness",
        (Role.AGENCY_LEADER, Role.UNIT_LEADER, Role.CONTROLLER, Role.INSPECTOR),
    ),
    ("figures", _("Số liệu"), "desk_figures", tuple(Role)),
    ("reports", _("Báo cáo theo mẫu"), "desk_report", tuple(Role)),
    (
        "quality",
        _("Điểm chất lượng"),
        "desk_quality",
        (Role.AGENCY_LEADER, Role.CONTROLLER, Role.INSPECTOR),
    ),
    ("messages", _("Thông báo"), "desk_messages", tuple(Role)),
    ("opinions", _("Đánh giá không hài lòng"), "desk_follow_ups", (Role.AGENCY_LEADER,)),
    (
        "patterns",
        _("Đánh giá bất thường"),
        "desk_patterns",
        (Role.AGENCY_LEADER, Role.CONTROLLER, Role.INSPECTOR),
    ),
    ("paper-ratings", _("Nhập phiếu đánh giá"), "desk_paper_ratings", (Role.RECEPTION,)),
    ("citizens", _("Mở tài khoản công dân"), "desk_citizen_new", (Role.RECEPTION,)),
    ("delegation", _("Ủy quyền khi vắng"), "desk_delegation", tuple(Role)),
    ("catalogue", _("Thủ tục hành chính"), "desk_catalogue", tuple(Role)),
    ("calendar", _("Lịch làm việc"), "desk_calendar", (Role.ADMINISTRATOR, Role.CONTROLLER)),
    ("organisation", _("Tổ chức, nhân sự"), "desk_organisation", (Role.ADMINISTRATOR,)),
    ("acts", _("Sắp xếp cơ quan"), "desk_acts", (Role.ADMINISTRATOR, Role.AGENCY_LEADER)),
    ("process", _("Quy trình"), "desk_processes", (Role.ADMINISTRATOR, Role.CONTROLLER)),
    (
        "eforms",
        _("Tờ khai điện tử"),
        "desk_eforms",
        (Role.ADMINISTRATOR, Role.CONTROLLER),
    ),
    ("forms", _("Biểu mẫu in"), "desk_forms", (Role.ADMINISTRATOR, Role.CONTROLLER)),
)


def menu_of(
    actor: Actor, lists: list[WorkList], numbers: dict[WorkList, int]
) -> list[dict[str, Any]]:
    """Groups of links for desk/base.html."""
    work = [_list_link(name, numbers.get(name, 0)) for name in lists]
    rooms = [
        {"area": area, "label": label, "href": href, "count": None}
        for area, label, name, roles in ROOMS
        if actor.seats_as(*roles) and (href := _address(name))
    ]
    groups = [{"title": _("Việc hôm nay"), "links": work}] if work else []
    return [*groups, {"title": _("Tra cứu, quản lý"), "links": rooms}]


def _list_link(name: WorkList, count: int) -> dict[str, Any]:
    label, tone, shape, key = LISTS[name]
    return {
        "area": name.value,
        "label": label,
        "href": _list_address(name),
        "count": count,
        "tone": tone,
        "shape": shape,
        "key": key,
    }


# Every page of the desk shows them, and they never change.
@cache
def _list_address(name: WorkList) -> str:
    return reverse("desk_list", kwargs={"name": name.value})


@cache
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
