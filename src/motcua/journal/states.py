"""What a chain is about."""

from django.db import models


class Subject(models.IntegerChoices):
    """Kinds of things that have a chain of their own. Numbers are hashed: never reuse one."""

    CASE = 1, "Hồ sơ"
    CATALOGUE = 2, "Thủ tục"
    CALENDAR = 3, "Lịch làm việc"
    ORGANISATION = 4, "Tổ chức"
    PROCESS = 5, "Quy trình"
    SETTING = 6, "Cấu hình"
    SURVEY = 7, "Đánh giá"
    REPORT = 9, "Báo cáo đã ký"
    IMPORT = 10, "Nạp dữ liệu cũ"
