"""Accounts and the bearer tokens of systems and staff."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from motcua.accounts.states import AccountKind

ASCII_USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,79}$",
    "Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch nối, gạch dưới.",
)


class Account(AbstractBaseUser):
    """A person or a system that signs in; what it may do hangs on its posts, not on this row."""

    username = models.CharField(max_length=80, unique=True, validators=[ASCII_USERNAME])
    full_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=AccountKind, default=AccountKind.OFFICER)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    # Only get_by_natural_key is used: Django's sign-in asks for it. Writing is for `actions`.
    objects = BaseUserManager["Account"]()

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return self.full_name


class Token(models.Model):
    """A bearer token; only its SHA-256 is kept, so a stolen database opens no door."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    label = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_token"
        constraints = [
            models.CheckConstraint(
                name="token_ends_after_start",
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.account_id})"
