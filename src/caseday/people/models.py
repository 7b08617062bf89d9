"""Clients and the people around them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.directory.rules.places import place_words
from caseday.people.rules.names import called


class Person(Record):
    class Ssn(models.TextChoices):
        """What is known of a Social Security number, or what was answered instead."""

        FULL = "full", "Known"
        PARTIAL = "partial", "Known in part"
        UNKNOWN = "unknown", "Client doesn't know"
        DECLINED = "declined", "Client prefers not to answer"
        NOT_COLLECTED = "not_collected", "Not collected"

    given_name = models.CharField(max_length=80, blank=True, default="")
    middle_name = models.CharField(max_length=80, blank=True, default="")
    family_name = models.CharField(max_length=80, blank=True, default="")
    suffix = models.CharField(max_length=20, blank=True, default="")
    preferred_name = models.CharField(max_length=80, blank=True, default="")
    former_names = models.CharField(max_length=200, blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=20, blank=True, default="")
    pronouns = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="en", help_text="BCP 47")
    needs_interpreter = models.BooleanField(default=False, db_default=False)
    interpreter_note = models.CharField(max_length=160, blank=True, default="")
    accessibility = models.CharField(
        max_length=300, blank=True, default="", help_text="steps, hearing, vision, reading"
    )
    time_zone = models.CharField(max_length=64, blank=True, default="")
    occupation = models.CharField(max_length=120, blank=True, default="")
    ssn = models.CharField(
        max_length=13,
        choices=Ssn.choices,
        blank=True,
        default="",
        db_default="",
        help_text="what is known of the Social Security number, or the answer; empty: nobody asked",
    )
    ssn_last4 = models.CharField(
        max_length=4, blank=True, default="", db_default="", help_text="its end, x where a digit is not known"
    )
    ssn_at = models.DateTimeField(null=True, blank=True, help_text="when it was written down")
    sealed_ssn = models.TextField(blank=True, default="", db_default="", help_text="all nine places, sealed")
    name_key = models.CharField(max_length=200, blank=True, default="", help_text="folded name, for search")
    given_sound = models.CharField(max_length=40, blank=True, default="", help_text="phonetic key")
    family_sound = models.CharField(max_length=40, blank=True, default="", help_text="phonetic key")
    other_sound = models.CharField(
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text="phonetic key of the last or a former family name",
    )
    entered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    class Meta:
        ordering: ClassVar = ["family_name", "given_name"]
        indexes: ClassVar = [
            models.Index(fields=["family_name", "given_name", "id"], name="person_by_name"),
            models.Index(fields=["birth_date"], name="person_by_birth_date"),
            models.Index(fields=["family_sound", "given_sound"], name="person_by_sound"),
            models.Index(
                fields=["other_sound", "given_sound"],
                name="person_by_other_sound",
                condition=~Q(other_sound=""),
            ),
            models.Index(fields=["entered_by", "entered_at"], name="person_by_entry"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        parts = (self.given_name, self.middle_name, self.family_name, self.suffix)
        return " ".join(part for part in parts if part) or "Name not known"

    @property
    def called(self) -> str:
        """How one speaks of and to them: preferred name where there is one."""
        return called(self.given_name, self.preferred_name, self.family_name) or self.full_name

    @property
    def ssn_shown(self) -> str:
        return f"xxx-xx-{self.ssn_last4}" if self.ssn_last4 else ""


class HouseholdMember(Record):
    """Somebody around a person: family, household, helper."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="household")
    other = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="households_of"
    )
    name = models.CharField(max_length=120, blank=True, default="")
    relation = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, blank=True, default="")
    lives_with = models.BooleanField(default=False, db_default=False)
    is_emergency_contact = models.BooleanField(default=False, db_default=False)
    may_be_told = models.BooleanField(
        default=False, db_default=False, help_text="the client agreed to share with them"
    )
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["phone"], name="household_by_phone", condition=Q(phone__gt=""))
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.relation})"


class ContactPoint(Record):
    class System(models.TextChoices):
        PHONE = "phone", "Phone"
        EMAIL = "email", "Email"

    class Consent(models.TextChoices):
        UNKNOWN = "unknown", "Not asked"
        GRANTED = "granted", "Agreed"
        DECLINED = "declined", "Declined"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_points")
    system = models.CharField(max_length=8, choices=System.choices, default=System.PHONE)
    value = models.CharField(max_length=120, help_text="phone in E.164; email in lower case")
    use = models.CharField(max_length=20, blank=True, default="", help_text="mobile, home, work")
    call_consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.UNKNOWN)
    text_consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.UNKNOWN)
    email_consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.UNKNOWN)
    details_allowed = models.BooleanField(
        default=False, db_default=False, help_text="health details may be left here"
    )
    consent_on = models.DateField(null=True, blank=True)
    best_from = models.TimeField(null=True, blank=True)
    best_to = models.TimeField(null=True, blank=True)
    note = models.CharField(max_length=160, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_retired = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        indexes: ClassVar = [models.Index(fields=["value"], name="contact_point_by_value")]

    def __str__(self) -> str:
        return self.value


class Address(Record):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    use = models.CharField(max_length=20, blank=True, default="home")
    line1 = models.CharField(max_length=160, blank=True, default="")
    line2 = models.CharField(max_length=160, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=2, blank=True, default="")
    postal_code = models.CharField(max_length=10, blank=True, default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_precision = models.CharField(max_length=20, blank=True, default="")
    arrival_note = models.CharField(max_length=300, blank=True, default="")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    @property
    def place_words(self) -> str:
        return place_words(self.place_precision)

    def __str__(self) -> str:
        town = " ".join(part for part in (self.state, self.postal_code) if part)
        return ", ".join(part for part in (self.line1, self.line2, self.city, town) if part)


class SafetyNote(Record):
    """What one must know before going there; sight may be restricted."""

    class Audience(models.TextChoices):
        CASELOAD = "caseload", "Everyone who works on the case"
        RESTRICTED = "restricted", "Assigned case manager and supervisors only"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="safety_notes")
    text = models.CharField(max_length=500)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.CASELOAD)
    noted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "Safety note"


class PersonMerge(Record):
    """Two records of one person were joined; `moved` is what an undo puts back."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_away")
    merged_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, default="")
    moved = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merged_away_once")
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"
