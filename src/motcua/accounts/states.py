"""Kinds of accounts."""

from django.db import models


class AccountKind(models.TextChoices):
    """Whose account it is; decides which door it may use."""

    OFFICER = "officer", "Cán bộ, công chức"
    CITIZEN = "citizen", "Công dân"
    FIRM = "firm", "Tổ chức, doanh nghiệp"
    SYSTEM = "system", "Hệ thống"
