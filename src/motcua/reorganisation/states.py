"""How far an act of reorganisation has come."""

from django.db import models


class ActState(models.TextChoices):
    """Planned until its day, then running until the last file has gone over."""

    PLANNED = "planned", "Chờ đến ngày"
    RUNNING = "running", "Đang bàn giao"
    DONE = "done", "Đã bàn giao xong"
    CANCELLED = "cancelled", "Đã hủy"
