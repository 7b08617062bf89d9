"""Where messages are fetched from and sent as: mailboxes and text numbers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff


class Account(Record):
    """A mailbox or a text number, of the agency or of one person. Its secret is kept sealed (`keeping`)."""

    class Kind(models.TextChoices):
        EMAIL = "email", "Email"
        TEXT = "text", "Text messages"

    class Security(models.TextChoices):
        TLS = "tls", "TLS"
        STARTTLS = "starttls", "STARTTLS"
        NONE = "none", "None (this machine only)"

    class SignIn(models.TextChoices):
        PASSWORD = "password", "Password"
        OAUTH2 = "oauth2", "OAuth 2 token"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts",
        help_text="whose it is; empty: the agency's",
    )  # fmt: skip
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=254, help_text="email address, or number in E.164")
    imap_host = models.CharField(max_length=255, blank=True, default="")
    imap_port = models.PositiveIntegerField(default=993, db_default=993)
    imap_security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    imap_folder = models.CharField(max_length=120, blank=True, default="INBOX")
    smtp_host = models.CharField(max_length=255, blank=True, default="")
    smtp_port = models.PositiveIntegerField(default=587, db_default=587)
    smtp_security = models.CharField(max_length=8, choices=Security.choices, default=Security.STARTTLS)
    user_name = models.CharField(max_length=254, blank=True, default="")
    sign_in = models.CharField(max_length=8, choices=SignIn.choices, default=SignIn.PASSWORD)
    sealed_secret = models.TextField(
        blank=True, default="", help_text="password or token, encrypted with the agency's key"
    )
    token_url = models.URLField(
        max_length=300, blank=True, default="", db_default="", help_text="where the provider renews tokens"
    )
    client_id = models.CharField(
        max_length=254, blank=True, default="", db_default="", help_text="as the provider knows this Caseday"
    )
    sealed_client_secret = models.TextField(
        blank=True, default="", db_default="", help_text="encrypted with the agency's key"
    )
    fax_domain = models.CharField(
        max_length=120, blank=True, default="", help_text="email-to-fax: NUMBER@this domain"
    )
    is_off = models.BooleanField(default=False, db_default=False)
    signature = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "address"], condition=Q(is_off=False), name="one_account")
        ]

    def __str__(self) -> str:
        return self.name


class AccountToken(Record):
    """What the provider gave last for a mailbox that signs in with tokens; beside the record, for it moves hourly."""

    keeps_history: ClassVar[bool] = False

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="token")
    sealed_access = models.TextField(blank=True, default="", db_default="")
    sealed_refresh = models.TextField(
        blank=True, default="", db_default="", help_text="empty: the one that was typed in is still good"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(
        null=True, blank=True, help_text="one process renews it at a time, so that none uses up another's"
    )
    is_refused = models.BooleanField(
        default=False, db_default=False, help_text="the provider ended the sign-in; it is not asked again"
    )

    def __str__(self) -> str:
        return f"until {self.expires_at}"


class FetchPosition(Record):
    """How far a mailbox has been read; beside the record, for it moves with every message."""

    keeps_history: ClassVar[bool] = False

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="position")
    uid_validity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0, db_default=0)
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="last time that all was well")
    failing_since = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True, default="", help_text="what to do about it")

    def __str__(self) -> str:
        return f"{self.uid_validity}:{self.last_uid}"
