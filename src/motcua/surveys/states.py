"""Answers, the ways they come in, and the stations of what follows an unhappy one."""

from __future__ import annotations

from typing import Final

from django.db import models


class Satisfaction(models.TextChoices):
    """The one overall answer, best first. The keys are the history file's (design.md 6)."""

    VERY_SATISFIED = "very_satisfied", "Rất hài lòng"
    SATISFIED = "satisfied", "Hài lòng"
    NEUTRAL = "neutral", "Bình thường"
    DISSATISFIED = "dissatisfied", "Không hài lòng"
    VERY_DISSATISFIED = "very_dissatisfied", "Rất không hài lòng"


HAPPY: Final = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)
UNHAPPY: Final = (Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED)


class RatingChannel(models.TextChoices):
    """How the answer came in."""

    TRACKING = "tracking", "Trang tra cứu hồ sơ"
    KIOSK = "kiosk", "Máy tại quầy"
    PAPER = "paper", "Phiếu giấy"
    IMPORTED = "imported", "Nạp từ hệ thống cũ"


class FollowUpState(models.TextChoices):
    """What is being done about an unhappy answer."""

    OPEN = "open", "Chưa ai nhận"
    TAKEN = "taken", "Đang xem xét"
    CLOSED = "closed", "Đã trả lời"
