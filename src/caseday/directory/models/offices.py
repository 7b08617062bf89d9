"""Offices and the professionals in them: known once, for every case."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record
from caseday.directory.rules.kinds import CALENDARS, holiday_region, hours_in_full
from caseday.directory.rules.places import place_words


class OfficeKind(models.TextChoices):
    PHYSICIAN_PRACTICE = "physician_practice", "Physician practice"
    SURGERY_CENTER = "surgery_center", "Surgery center"
    HOSPITAL = "hospital", "Hospital"
    IMAGING = "imaging", "Imaging"
    PHARMACY = "pharmacy", "Pharmacy"
    THERAPY = "therapy", "Therapy"
    LABORATORY = "laboratory", "Laboratory"
    EQUIPMENT = "equipment", "Medical equipment"
    HOME_HEALTH = "home_health", "Home health"
    INSURER = "insurer", "Insurer or administrator"
    UTILIZATION_REVIEW = "utilization_review", "Utilization review"
    EMPLOYER = "employer", "Employer"
    ATTORNEY = "attorney", "Attorney"
    SCHOOL = "school", "School"
    SHELTER = "shelter", "Shelter"
    COURT = "court", "Court"
    COMMUNITY = "community", "Community resource"
    GOVERNMENT = "government", "Government agency"
    TRANSPORT = "transport", "Transport"
    INTERPRETER = "interpreter", "Interpreter service"
    OTHER = "other", "Other"


class Channel(models.TextChoices):
    PHONE = "phone", "Phone"
    FAX = "fax", "Fax"
    EMAIL = "email", "Email"
    TEXT = "text", "Text message"
    PORTAL = "portal", "Portal"
    MAIL = "mail", "Mail"


class Office(Record):
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=24, choices=OfficeKind.choices, default=OfficeKind.OTHER)
    name_key = models.CharField(
        max_length=160, blank=True, default="", help_text="folded name, for finding doubles"
    )
    fax = models.CharField(max_length=32, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    website = models.URLField(blank=True, default="")
    line1 = models.CharField(max_length=160, blank=True, default="")
    line2 = models.CharField(max_length=160, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=2, blank=True, default="")
    postal_code = models.CharField(max_length=10, blank=True, default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_precision = models.CharField(
        max_length=20, blank=True, default="", help_text="pin, address, postal code"
    )
    time_zone = models.CharField(max_length=64, blank=True, default="")
    npi = models.CharField("NPI", max_length=10, blank=True, default="")
    preferred_channel = models.CharField(max_length=8, choices=Channel.choices, blank=True, default="")
    opening_hours = models.CharField(
        max_length=600, blank=True, default="", help_text="OpenStreetMap opening_hours"
    )
    closes_on_holidays = models.BooleanField(default=True, db_default=True)
    holiday_calendar = models.CharField(
        max_length=8, choices=list(CALENDARS.items()), blank=True, default="", db_default=""
    )
    hours_note = models.CharField(max_length=200, blank=True, default="")
    arrival_note = models.CharField(
        max_length=300, blank=True, default="", help_text="parking, entrance, floor"
    )
    note = models.TextField(blank=True, default="")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "name"], name="office_by_kind", condition=Q(retired_at=None)),
            models.Index(fields=["name", "id"], name="office_by_name"),
            models.Index(fields=["name_key"], name="office_by_name_key"),
            models.Index(fields=["email"], name="office_by_email", condition=Q(email__gt="")),
            models.Index(fields=["fax"], name="office_by_fax", condition=Q(fax__gt="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_hours(self) -> str:
        """The hours with the holidays that the office keeps."""
        return hours_in_full(self.opening_hours, self.closes_on_holidays)

    @property
    def place_words(self) -> str:
        return place_words(self.place_precision)

    @property
    def holiday_region(self) -> str:
        return holiday_region(self.holiday_calendar, self.kind, self.state)

    @property
    def address(self) -> str:
        town = " ".join(part for part in (self.state, self.postal_code) if part)
        return ", ".join(part for part in (self.line1, self.line2, self.city, town) if part)


class OfficePhone(Record):
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=20, help_text="E.164")
    extension = models.CharField(max_length=12, blank=True, default="")
    purpose = models.CharField(
        max_length=80, blank=True, default="", help_text="front desk, surgery coordinator"
    )
    menu_hint = models.CharField(
        max_length=120, blank=True, default="", help_text="press 3 for the coordinator"
    )
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_retired = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        indexes: ClassVar = [models.Index(fields=["number"], name="office_by_phone")]

    def __str__(self) -> str:
        return self.number


class Professional(Record):
    """A named person at an office: physician, coordinator, adjuster, case-side contact."""

    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="professionals"
    )
    name = models.CharField(max_length=120)
    credentials = models.CharField(max_length=60, blank=True, default="")
    role = models.CharField(
        max_length=60, blank=True, default="", help_text="orthopedic surgeon, claims adjuster"
    )
    npi = models.CharField("NPI", max_length=10, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    extension = models.CharField(max_length=12, blank=True, default="")
    fax = models.CharField(max_length=32, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    preferred_channel = models.CharField(max_length=8, choices=Channel.choices, blank=True, default="")
    note = models.TextField(blank=True, default="")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="professional_by_name"),
            models.Index(fields=["email"], name="professional_by_email", condition=Q(email__gt="")),
            models.Index(fields=["phone"], name="professional_by_phone", condition=Q(phone__gt="")),
            models.Index(fields=["fax"], name="professional_by_fax", condition=Q(fax__gt="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class IdentifierMask(Record):
    """The shape of the numbers that an office issues: A letter, 9 digit, X either; anything else stands for itself."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="identifier_masks")
    kind = models.CharField(max_length=40, help_text="identifier kind of a pack")
    mask = models.CharField(max_length=60)
    is_learned = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["office", "kind"], name="one_mask_a_kind")]

    def __str__(self) -> str:
        return self.mask
