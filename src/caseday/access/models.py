"""In: people who sign in. Out: staff, teams, coverage, and the append-only record of what they did and saw."""

import json
import uuid
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from caseday.kernel.ids import new_id


class Record(models.Model):
    """Base of everything that is kept: the id is a UUIDv7, made by whoever creates the record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    # False on what is kept without history (a snooze, a draft): verification does not ask for its events.
    keeps_history: ClassVar[bool] = True

    # Columns that no index shows: a change of these alone is not indexed again.
    unindexed: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True


class PaperSize(models.TextChoices):
    LETTER = "letter", "Letter"
    A4 = "a4", "A4"


class Agency(Record):
    """The one agency of this database, and its settings."""

    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="America/Chicago")
    state = models.CharField(max_length=2, blank=True, default="TX", help_text="jurisdiction; holidays")
    phone = models.CharField(max_length=32, blank=True, default="")
    lock_after_minutes = models.PositiveSmallIntegerField(default=10, db_default=10)
    needs_second_factor = models.BooleanField(default=False, db_default=False)
    feed_shows_details = models.BooleanField(default=False, db_default=False)
    paper_size = models.CharField(
        max_length=6, choices=PaperSize.choices, default=PaperSize.LETTER, db_default=PaperSize.LETTER
    )
    is_demonstration = models.BooleanField(default=False, db_default=False)
    singleton = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "agencies"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(singleton=True), name="only_one_agency")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    CASE_MANAGER = "case_manager", "Case manager"
    SUPERVISOR = "supervisor", "Supervisor"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Staff":
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(force_insert=True, using=self._db)
        return staff

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email__iexact=username)


class MapApp(models.TextChoices):
    """What opens when somebody taps *navigate*."""

    GOOGLE = "google", "Google Maps"
    APPLE = "apple", "Apple Maps"
    GEO = "geo", "the map app of the device"


class Staff(AbstractBaseUser, PermissionsMixin):
    """A person of the agency who signs in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    credentials = models.CharField(max_length=60, blank=True, default="", help_text="as signed: RN, CCM")
    languages = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="spoken with clients besides English, by commas",
    )
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CASE_MANAGER)
    time_zone = models.CharField(max_length=64, default="America/Chicago")
    phone = models.CharField(max_length=32, blank=True, default="")
    home_base = models.CharField(max_length=200, blank=True, default="", help_text="where the day starts")
    home_latitude = models.FloatField(null=True, blank=True)
    home_longitude = models.FloatField(null=True, blank=True)
    playlist_url = models.URLField(blank=True, default="")
    navigates_with = models.CharField(
        max_length=8, choices=MapApp.choices, default=MapApp.GOOGLE, db_default=MapApp.GOOGLE
    )
    is_active = models.BooleanField(default=True, db_default=True)
    is_staff = models.BooleanField(default=False, db_default=False, editable=False)
    joined_at = models.DateTimeField(null=True, blank=True)

    objects = StaffManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name_plural = "staff"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def signature(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class Team(Record):
    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class TeamMembership(Record):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "staff"], name="once_in_a_team")]

    def __str__(self) -> str:
        return f"{self.staff} in {self.team}"


class Coverage(Record):
    """One staff member stands in for another who is away, on these days (both included)."""

    absent = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="coverages_needed")
    covering = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="coverages_given")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=120, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["covering", "to_on"], name="coverage_by_covering")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__gte=models.F("from_on")), name="coverage_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(absent=models.F("covering")), name="nobody_covers_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.covering} for {self.absent}, {self.from_on} to {self.to_on}"


class GlassBreak(Record):
    """A staff member opened a case outside their sight, with a reason, for some hours."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="glass_breaks")
    case_id = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=400)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "expires_at"], name="glass_by_staff")]

    def __str__(self) -> str:
        return f"{self.staff} opened {self.case_id}"


class Certified(Record):
    """With a certificate: a file of the papers' store, named by its content."""

    certificate_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    certificate_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    certificate_type = models.CharField(max_length=80, blank=True, default="", db_default="")
    certificate_bytes = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        abstract = True


class License(Certified):
    """A license or certification of a staff member; what its kind asks for is in `data/licenses.toml`."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="licenses")
    kind = models.CharField(max_length=40, help_text="RN, CCM ... (slug of data/licenses.toml)")
    number = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=2, blank=True, default="", help_text="empty: national")
    issued_on = models.DateField(null=True, blank=True, help_text="first issued")
    period_from_on = models.DateField(null=True, blank=True, help_text="first day of the running period")
    expires_on = models.DateField(null=True, blank=True, help_text="last day; empty: does not expire")
    required_hours = models.DecimalField(
        max_digits=5, decimal_places=1, null=True, blank=True, help_text="as the board says; else of the kind"
    )
    ended_on = models.DateField(null=True, blank=True, help_text="given up or withdrawn, before it expired")
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["kind", "state", "id"]
        indexes: ClassVar = [
            models.Index(fields=["staff", "expires_on"], name="license_by_staff", condition=Q(ended_on=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}".strip()


class ContinuingEducation(Certified):
    """Hours of learning; they count for one license, or for every one of the person where none is named."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="education")
    license = models.ForeignKey(
        License, null=True, blank=True, on_delete=models.PROTECT, related_name="education"
    )
    taken_on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    category = models.CharField(max_length=40, default="general")
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=160, blank=True, default="")
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name_plural = "continuing education"
        ordering: ClassVar = ["-taken_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["staff", "-taken_on"], name="education_by_staff")]

    def __str__(self) -> str:
        return f"{self.title} ({Decimal(self.hours).normalize():f} hours)"


class ChainKind(models.TextChoices):
    CASE = "case", "Case"
    PERSON = "person", "Person"
    OFFICE = "office", "Office"
    STAFF = "staff", "Staff"
    AGENCY = "agency", "Agency"


class CaseEvent(models.Model):
    """One action: what was changed, by whom, when. Appended in the action's transaction, never rewritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chain_kind = models.CharField(max_length=10, choices=ChainKind.choices)
    chain_id = models.UUIDField()
    sequence = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    summary = models.CharField(max_length=300, blank=True)
    changes_json = models.TextField(
        help_text="canonical JSON: list of {op, model, id, fields: {name: [old, new]}}"
    )
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["chain_id", "sequence"], name="one_event_at_each_place_of_a_chain"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["recorded_at"], name="event_by_recorded_at"),
            models.Index(fields=["chain_id", "recorded_at"], name="event_of_chain_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} ({self.chain_kind} {self.chain_id} #{self.sequence})"

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        changes: list[dict[str, Any]] = json.loads(self.changes_json)
        return changes


class ChainHead(models.Model):
    """Where a chain ends: locked while an event is appended, and what a cut-off tail is noticed by."""

    chain_id = models.UUIDField(primary_key=True)
    chain_kind = models.CharField(max_length=10, choices=ChainKind.choices)
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain_kind} {self.chain_id} ends at {self.sequence}"


class AccessEntry(models.Model):
    """Who saw which case, when, on which page. Written in batches beside the request."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    page = models.CharField(max_length=80, help_text="URL name; what it shows is in access.rules")
    seen_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    is_write = models.BooleanField(default=False, db_default=False)

    # What was shown, where its cases are still to be found (by the thread that writes, not by the request).
    subject: tuple[str, uuid.UUID] | None = None

    class Meta:
        verbose_name_plural = "access entries"
        indexes: ClassVar = [
            models.Index(fields=["case_id", "seen_at"], name="access_by_case"),
            models.Index(fields=["staff_id", "seen_at"], name="access_by_staff"),
            models.Index(fields=["seen_at"], name="access_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.page} at {self.seen_at}"


AGENCY_CHAIN_ID = uuid.UUID(int=0)
