"""Ways and fates of a message."""

from django.db import models


class Way(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", "Thư điện tử"
    SMS = "sms", "Tin nhắn"
    ZALO = "zalo", "Zalo"
    DESK = "desk", "Trên hệ thống"


# What comes to a telephone: it is left alone at night.
TO_A_TELEPHONE = (Way.SMS, Way.ZALO)


class MessageState(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
