"""What happened, and the notes about it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.directory.models import Office, Professional
from caseday.people.models import Person
from caseday.schedule.models import Appointment


class ActivityKind(models.TextChoices):
    CALL = "call", "Call"
    VISIT = "visit", "Visit"
    MEETING = "meeting", "Meeting"
    MESSAGE = "message", "Message"
    TRAVEL = "travel", "Travel"
    WAIT = "wait", "Wait"
    RESEARCH = "research", "Research"
    PAPERWORK = "paperwork", "Paperwork"
    OTHER = "other", "Other"


class Result(models.TextChoices):
    REACHED = "reached", "Reached"
    LEFT_WORD = "left_word", "Left word"
    NO_ANSWER = "no_answer", "No answer"
    CLOSED = "closed", "Closed"
    ON_HOLD = "on_hold", "On hold, gave up"
    NO_SHOW = "no_show", "Did not come"
    CANCELLED = "cancelled", "Cancelled"
    DONE = "done", "Done"


class Activity(Record):
    """What happened: with whom, when, how long, with what result. Voided with a reason, never deleted."""

    unindexed: ClassVar[frozenset[str]] = frozenset({"note_begun_at"})

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="activities")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=10, choices=ActivityKind.choices, default=ActivityKind.OTHER)
    is_incoming = models.BooleanField(default=False, db_default=False)
    with_role = models.CharField(max_length=40, blank=True, default="")
    with_name = models.CharField(max_length=120, blank=True, default="")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    started_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    hold_minutes = models.PositiveIntegerField(null=True, blank=True)
    miles = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    place = models.CharField(max_length=160, blank=True, default="")
    result = models.CharField(max_length=10, choices=Result.choices, blank=True, default="")
    summary = models.CharField(
        max_length=1000, blank=True, default="", help_text="what happened, in a line or two"
    )
    captured_line = models.TextField(blank=True, default="", help_text="as typed, never changed")
    needs_note = models.BooleanField(default=True, db_default=True, help_text="by the program's rule")
    note_begun_at = models.DateTimeField(null=True, blank=True, help_text="when its draft was first saved")
    noted_at = models.DateTimeField(null=True, blank=True, help_text="when its note was signed")
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name_plural = "activities"
        indexes: ClassVar = [
            models.Index(fields=["case", "-started_at", "-id"], name="activity_by_case"),
            models.Index(fields=["staff", "-started_at"], name="activity_by_staff"),
            models.Index(
                fields=["staff", "started_at"],
                name="activity_without_note",
                condition=Q(needs_note=True, noted_at=None, voided_at=None),
            ),
            models.Index(
                fields=["appointment"], name="activity_by_appointment", condition=Q(appointment__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at}"


class Note(Record):
    """A signed note, or what was added to one. Never changed after signing."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        ADDENDUM = "addendum", "Addendum"
        AMENDMENT = "amendment", "Amendment"
        LATE_ENTRY = "late_entry", "Late entry"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="notes")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NOTE)
    amends = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="extended_by"
    )
    format = models.CharField(max_length=12, default="narrative")
    sections = models.JSONField(default=dict, help_text="{section: text} in the order of the format")
    text = models.TextField(help_text="the whole note as plain text; what is searched and printed")
    reason = models.CharField(max_length=200, blank=True, default="")
    is_late = models.BooleanField(default=False, db_default=False)
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signed_by = models.CharField(max_length=180, help_text="name and credentials as of then")
    signed_at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["activity"], name="note_by_activity"),
            models.Index(fields=["case", "-signed_at"], name="note_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.signed_at}"


class Draft(Record):
    """A note being written: a working paper, saved as one types, gone into the note when signed."""

    keeps_history: ClassVar[bool] = False

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=10, choices=Note.Kind.choices, default=Note.Kind.NOTE)
    amends = models.ForeignKey(Note, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=12, default="narrative")
    sections = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1, db_default=1)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "author", "kind"],
                condition=Q(signed_at=None, discarded_at=None),
                name="one_open_draft",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["author", "saved_at"],
                name="open_draft_by_author",
                condition=Q(signed_at=None, discarded_at=None),
            ),
            models.Index(fields=["activity"], name="draft_by_activity"),
        ]

    def __str__(self) -> str:
        return f"Draft, version {self.version}"


class DraftConflict(Record):
    """The other version of a draft, typed elsewhere at the same time; kept until the author has chosen."""

    keeps_history: ClassVar[bool] = False

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="conflicts")
    based_on_version = models.PositiveIntegerField()
    format = models.CharField(max_length=12, default="narrative")
    sections = models.JSONField(default=dict)
    typed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["draft"], name="open_draft_conflict", condition=Q(settled_at=None)),
        ]

    def __str__(self) -> str:
        return f"Other version of {self.draft_id}"
