"""What a marked day is and what a set of hours is for."""

from django.db import models


class DayKind(models.TextChoices):
    """Why a day differs from its weekday. Values are the kernel's mark kinds."""

    HOLIDAY = "holiday", "Nghỉ lễ, Tết"
    COMPENSATION_OFF = "compensation_off", "Nghỉ bù"
    SWAPPED_OFF = "swapped_off", "Nghỉ hoán đổi"
    SWAPPED_WORKING = "swapped_working", "Làm bù"


class HoursKind(models.TextChoices):
    """The reception calendar is apart from the deadline calendar (Saturday mornings)."""

    DEADLINE = "deadline", "Tính thời hạn"
    RECEPTION = "reception", "Tiếp nhận hồ sơ"
