"""Levels of government, kinds of units and roles of posts."""

from django.db import models


class Level(models.TextChoices):
    """Level of government. Districts ended on 2025-06-30 but their files live on."""

    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class UnitKind(models.TextChoices):
    """What a unit does in the life of a file; process steps name a kind, not a unit."""

    RECEPTION = "reception", "Tiếp nhận và trả kết quả"
    HANDLING = "handling", "Chuyên môn"
    LEADERSHIP = "leadership", "Lãnh đạo cơ quan"
    CLERICAL = "clerical", "Văn thư"
    CONTROL = "control", "Kiểm soát thủ tục hành chính"


class Role(models.TextChoices):
    """What a person may do from a post."""

    RECEPTION = "reception", "Tiếp nhận"
    SPECIALIST = "specialist", "Thụ lý"
    UNIT_LEADER = "unit_leader", "Lãnh đạo phòng"
    AGENCY_LEADER = "agency_leader", "Lãnh đạo cơ quan"
    CLERK = "clerk", "Văn thư"
    CONTROLLER = "controller", "Kiểm soát TTHC"
    INSPECTOR = "inspector", "Thanh tra"
    ADMINISTRATOR = "administrator", "Quản trị"
