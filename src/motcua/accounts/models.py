"""Accounts and the bearer tokens of systems and staff."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from motcua.accounts.states import AccountKind
from motcua.prepared import prepared

ASCII_USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,79}$",
    "Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch nối, gạch dưới.",
)


class Accounts(BaseUserManager["Account"]):
    """Django's sign-in asks here: by name at sign-in, by key for every page of a session."""

    def get(self, *conditions: Any, **named: Any) -> Account:
        """As ever; but by its key alone an account is found by a prepared question."""
        key = named.get("pk")
        if conditions or len(named) != 1 or not isinstance(key, int):
            return super().get(*conditions, **named)
        found = _by_key(key)
        if not found:
            raise Account.DoesNotExist
        return found[0]


class Account(AbstractBaseUser):
    """A person or a system that signs in; what it may do hangs on its posts, not on this row."""

    username = models.CharField(max_length=80, unique=True, validators=[ASCII_USERNAME])
    full_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=AccountKind, default=AccountKind.OFFICER)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    # Of a citizen, and only as somebody proved it: VNeID, or an officer who saw the card.
    personal_number = models.CharField(max_length=12, null=True, blank=True)
    # When a code sent to `phone` came back; a new number is confirmed anew.
    phone_confirmed_at = models.DateTimeField(null=True, blank=True)
    # When a citizen first proved an address or an identity; before that the account opens nothing.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Letters the law does not ask for (a file was sent, please rate it): one may do without them.
    optional_letters = models.BooleanField(default=True)
    # Short messages about one's files come by Zalo instead of SMS.
    by_zalo = models.BooleanField(default=False)
    # The officer who opened it for a citizen at the counter.
    opened_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    # Writing is for `actions`.
    objects = Accounts()

    class Meta:
        db_table = "account"
        constraints = [
            # As constraints and not on the fields: those would bring an index for LIKE each.
            models.UniqueConstraint(fields=["personal_number"], name="account_person_once"),
            # Two people may have typed one address; only one can have proved it.
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(kind="citizen", confirmed_at__isnull=False) & ~Q(email=""),
                name="account_citizen_address_once",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


@prepared
def _by_key(key: int) -> QuerySet[Account]:
    return Account.objects.filter(pk=key)


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


class PhoneCode(models.Model):
    """The code last sent to an account's telephone; only its SHA-256 is kept, for ten minutes."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="phone_code"
    )
    phone = models.CharField(max_length=20)
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "account_phone_code"

    def __str__(self) -> str:
        return f"{self.account_id} {self.expires_at}"


class OneTimeLink(models.Model):
    """A link that lets its holder choose a password once; only its SHA-256 is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="links")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_link"

    def __str__(self) -> str:
        return f"{self.account_id} {self.expires_at}"
