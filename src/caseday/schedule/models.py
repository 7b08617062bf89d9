"""In: rules. Out: appointments, who confirmed them, what was tapped at the door, and the calendar feed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.directory.models import Office, Professional
from caseday.people.models import Person


class AppointmentKind(models.TextChoices):
    PHYSICIAN_VISIT = "physician_visit", "Physician visit"
    HOME_VISIT = "home_visit", "Home visit"
    SURGERY = "surgery", "Surgery"
    THERAPY = "therapy", "Therapy"
    IMAGING = "imaging", "Imaging or test"
    HEARING = "hearing", "Hearing"
    TEAM_MEETING = "team_meeting", "Team meeting"
    CALL = "call", "Call at a set time"
    WORKSITE_VISIT = "worksite_visit", "Worksite visit"
    OTHER = "other", "Other"


class State(models.TextChoices):
    PLANNED = "planned", "Planned"
    CONFIRMED = "confirmed", "Confirmed"
    ARRIVED = "arrived", "Arrived"
    WAITING = "waiting", "Waiting"
    WITH_PROVIDER = "with_provider", "With provider"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    NO_SHOW = "no_show", "No-show"
    AWAITING_NEW_DATE = "awaiting_new_date", "Awaiting a new date"


class Series(Record):
    """What recurs: the rule and the pattern; each occurrence is an appointment of its own."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=300, help_text="RFC 5545 RRULE")
    starts_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    generated_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.rule


class Appointment(Record):
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="appointments")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="appointments"
    )
    kind = models.CharField(max_length=20, choices=AppointmentKind.choices, default=AppointmentKind.OTHER)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_all_day = models.BooleanField(default=False, db_default=False)
    time_zone = models.CharField(max_length=64)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    place = models.CharField(
        max_length=240, blank=True, default="", help_text="address, where it is not an office"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="known; else estimated"
    )
    early_minutes = models.PositiveSmallIntegerField(
        default=10, db_default=10, help_text="to be there before"
    )
    confirm_sides = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="sides to confirm, by commas; empty: the usual ones; nobody: none",
    )
    needs_worker = models.BooleanField(default=True, db_default=True, help_text="the case manager attends")
    window_from = models.TimeField(
        null=True, blank=True, help_text="a home visit at any time between these, by its own clock"
    )
    window_to = models.TimeField(null=True, blank=True)
    skills = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="by commas: what whoever goes has to bring, as RN or bilingual",
    )
    agenda = models.TextField(blank=True, default="", help_text="one line each: to discuss, to ask")
    carry = models.TextField(blank=True, default="", help_text="one line each: what to bring or hand over")
    state = models.CharField(max_length=20, choices=State.choices, default=State.PLANNED)
    set_off_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    with_provider_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    waited_minutes = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="all waits of the visit together; what the office's usual wait learns from",
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=120, blank=True, default="", help_text="who said so")
    cancelled_party = models.CharField(
        max_length=8, blank=True, default="", db_default="", help_text="whose doing it was"
    )
    cancel_reason = models.CharField(max_length=200, blank=True, default="")
    notice_minutes = models.IntegerField(null=True, blank=True)
    needs_new_date = models.BooleanField(default=False, db_default=False)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )
    outcome = models.CharField(max_length=300, blank=True, default="")
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    occurrence_at = models.DateTimeField(
        null=True, blank=True, help_text="place in the series before any move"
    )
    source_uid = models.CharField(
        max_length=255, blank=True, default="", help_text="UID in an imported calendar"
    )
    source_fingerprint = models.CharField(max_length=64, blank=True, default="")
    version = models.PositiveIntegerField(default=1, db_default=1)
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gte=models.F("starts_at")), name="ends_after_start"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["staff", "starts_at"], name="appointment_by_day"),
            models.Index(fields=["case", "starts_at"], name="appointment_by_case"),
            # Not partial: SQLite cannot match `state IN (?, ...)` with a partial index's condition.
            models.Index(fields=["staff", "state", "starts_at"], name="appointment_by_state"),
            models.Index(fields=["staff"], name="appointment_to_rebook", condition=Q(needs_new_date=True)),
            models.Index(fields=["staff", "source_uid"], name="appointment_by_uid"),
            models.Index(
                fields=["office", "-starts_at"],
                name="wait_by_office",
                condition=Q(waited_minutes__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendee(Record):
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="attendees")
    role = models.CharField(max_length=40, blank=True, default="")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="", db_default="")
    needs_confirming = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.name or self.role


class VisitStep(Record):
    """One tap at the door. The appointment's state and times follow from its steps; undoing takes the last away."""

    class Kind(models.TextChoices):
        SET_OFF = "set_off", "Set off"
        ARRIVED = "arrived", "Arrived"
        WAITING = "waiting", "Waiting"
        WITH_PROVIDER = "with_provider", "With provider"
        DONE = "done", "Done"

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class Confirmation(Record):
    """One try to confirm an appointment with one side, and what was said."""

    class Side(models.TextChoices):
        CLIENT = "client", "Client"
        OFFICE = "office", "Office"
        INTERPRETER = "interpreter", "Interpreter"
        TRANSPORT = "transport", "Transport"
        ATTENDEE = "attendee", "Attendee"

    class Result(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        LEFT_WORD = "left_word", "Left word"
        NO_ANSWER = "no_answer", "No answer"
        CLOSED = "closed", "Closed"
        NEW_TIME = "new_time", "Asks for a new time"

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="confirmations")
    side = models.CharField(max_length=12, choices=Side.choices)
    result = models.CharField(max_length=12, choices=Result.choices)
    said_by = models.CharField(max_length=120, blank=True, default="")
    channel = models.CharField(max_length=12, blank=True, default="phone")
    attendee = models.ForeignKey(
        Attendee, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations"
    )
    for_starts_at = models.DateTimeField(
        null=True, blank=True, help_text="the start that was confirmed; after a move it no longer counts"
    )
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    activity_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"{self.side}: {self.result}"


class CalendarFeed(Record):
    """A secret address that calendars read. Only the hash of the secret is kept: it is shown once."""

    class Titles(models.TextChoices):
        BUSY = "busy", "Only “Appointment”"
        INITIALS = "initials", "“Appointment” and the client's initials"
        FULL = "full", "The title as written"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(max_length=60, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    titles = models.CharField(
        max_length=10, choices=Titles.choices, default=Titles.BUSY, db_default=Titles.BUSY
    )
    shows_place = models.BooleanField(default=False, db_default=False)
    made_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or "Calendar feed"
