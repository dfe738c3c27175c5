"""Kinds of reports and the terms they are made for."""

from django.db import models


class Kind(models.TextChoices):
    """By their short numbers in Thông tư số 01/2020/TT-VPCP."""

    HANDLING = "06a", "II.06a"
    ONE_STOP = "07b", "II.07b"


class Span(models.TextChoices):
    """How long a term is. The value is how its key ends."""

    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    SIX_MONTHS = "6m", "6 tháng"
    NINE_MONTHS = "9m", "9 tháng"
    YEAR = "year", "Năm"
