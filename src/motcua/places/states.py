"""Levels of places."""

from django.db import models


class PlaceLevel(models.TextChoices):
    """Since 01/7/2025 there are two levels (Luật Tổ chức chính quyền địa phương 2025, Điều 1)."""

    PROVINCE = "province", "Tỉnh, thành phố"
    DISTRICT = "district", "Quận, huyện, thị xã (trước 01/7/2025)"
    COMMUNE = "commune", "Xã, phường, đặc khu"
