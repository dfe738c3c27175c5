"""Kinds of fields and states of a version of a form."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What a field takes, and how it is drawn."""

    TEXT = "text", "Một dòng chữ"
    LINES = "lines", "Nhiều dòng chữ"
    NUMBER = "number", "Số nguyên"
    DATE = "date", "Ngày"
    CHOICE = "choice", "Chọn một"
    YES_NO = "yes_no", "Có hoặc không"
    PERSONAL_NUMBER = "personal_number", "Số định danh cá nhân"
    PHONE = "phone", "Số điện thoại"
    EMAIL = "email", "Thư điện tử"
    ADDRESS = "address", "Địa chỉ"
    GROUP = "group", "Nhóm lặp lại"


class FormState(models.TextChoices):
    """A version is prepared, then published and never changed again."""

    DRAFT = "draft", "Đang soạn"
    PUBLISHED = "published", "Đã công bố"
