"""How far a score has come."""

from django.db import models


class ScoreState(models.TextChoices):
    """Scored by the agency itself, then by the one above."""

    OWN = "own", "Đã tự chấm"
    APPRAISED = "appraised", "Đã thẩm định"
