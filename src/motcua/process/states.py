"""States of definitions, runs and work items."""

from django.db import models


class DefinitionState(models.TextChoices):
    """A draft may change; what is published never does."""

    DRAFT = "draft", "Dự thảo"
    PUBLISHED = "published", "Đã ban hành"


class RunState(models.IntegerChoices):
    """Where a run stands."""

    OPEN = 1, "Đang chạy"
    FINISHED = 2, "Đã kết thúc"
    CANCELLED = 3, "Đã hủy"


class ItemState(models.IntegerChoices):
    """Where a work item stands. Open and claimed ones are work; the others are history."""

    OPEN = 1, "Chờ nhận việc"
    CLAIMED = 2, "Đang làm"
    DONE = 3, "Đã xong"
    RETURNED = 4, "Đã trả lại"
    CANCELLED = 5, "Đã hủy"


LIVE_ITEMS = (ItemState.OPEN, ItemState.CLAIMED)

# Keys of the processes that serve procedures without one of their own.
DEFAULT_DEFINITION = "mac-dinh"
SAME_DAY_DEFINITION = "trong-ngay"
