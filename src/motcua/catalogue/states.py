"""Vocabulary of the catalogue."""

from django.db import models


class VersionState(models.TextChoices):
    """A draft may change; a published version never does."""

    DRAFT = "draft", "Dự thảo"
    PUBLISHED = "published", "Đã công bố"


class ProcedureStatus(models.TextChoices):
    """Whether the procedure as a whole still lives."""

    ACTIVE = "active", "Còn hiệu lực"
    SUPERSEDED = "superseded", "Đã được thay thế"
    REPEALED = "repealed", "Đã bãi bỏ"


class ServiceLevel(models.TextChoices):
    """Level of the online service (NĐ 42/2022 art. 11, NĐ 224/2026 art. 14)."""

    INFORMATION = "information", "Cung cấp thông tin"
    PARTIAL = "partial", "Một phần"
    FULL = "full", "Toàn trình"


class Act(models.TextChoices):
    """What a decision does to a procedure (parts A, B, C of a decision of công bố)."""

    ISSUE = "issue", "Ban hành mới"
    AMEND = "amend", "Sửa đổi, bổ sung"
    REPLACE = "replace", "Thay thế"
    ABOLISH = "abolish", "Bãi bỏ"


class ClockPolicy(models.TextChoices):
    """What a supplement does to the clock (NĐ 61/2018 art. 19(4); sector laws differ)."""

    RESTART = "restart", "Tính lại từ đầu"
    PAUSE = "pause", "Tạm dừng, không tính thời gian chờ"


class FeeKind(models.TextChoices):
    """Phí is not lệ phí (Luật Phí và lệ phí 97/2015/QH13)."""

    FEE = "fee", "Phí"
    CHARGE = "charge", "Lệ phí"
