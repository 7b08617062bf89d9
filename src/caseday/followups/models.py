"""Requests to others, what was said and verified of their steps, and what is chased. A plain to-do is a follow-up
without a request."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case, Identifier
from caseday.directory.models import Office, Professional, Service
from caseday.documents.models import Document
from caseday.people.models import Person
from caseday.schedule.models import Appointment


class Channel(models.TextChoices):
    """How something was said or asked."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "Phone"
    VOICEMAIL = "voicemail", "Voicemail"
    TEXT = "text", "Text message"
    EMAIL = "email", "Email"
    FAX = "fax", "Fax"
    PORTAL = "portal", "Portal"
    MAIL = "mail", "Mail"


class Request(Record):
    """Something asked of others that goes by steps: an authorization, a prescription, a surgery.

    How far it stands is computed from its claims; only what ends or blocks it is kept here.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        BLOCKED = "blocked", "Blocked"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", help_text="who follows it")
    kind = models.CharField(max_length=40, help_text="a request kind of the pack")
    title = models.CharField(max_length=200, help_text="what is asked for")
    side = models.CharField(
        max_length=5, choices=[("left", "Left"), ("right", "Right"), ("both", "Both")], blank=True, default=""
    )
    body_part = models.CharField(max_length=60, blank=True, default="")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    appointment = models.ForeignKey(
        Appointment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
        help_text="the surgery, the visit whose report is asked for, the one to be rescheduled",
    )
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    service = models.ForeignKey(
        Service,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
        help_text="the community resource that was offered",
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    needed_by = models.DateTimeField(null=True, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_reason = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")
    reference = models.CharField(max_length=60, blank=True, default="", help_text="their number for it")
    expires_on = models.DateField(null=True, blank=True)
    units_approved = models.PositiveIntegerField(null=True, blank=True)
    units_used = models.PositiveIntegerField(default=0, db_default=0)
    unit_word = models.CharField(max_length=40, blank=True, default="", help_text="visits, hours, items")
    source_activity_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["staff", "opened_at"],
                name="open_request_by_staff",
                condition=Q(state__in=["open", "blocked"]),
            ),
            models.Index(fields=["case", "-opened_at"], name="request_by_case"),
        ]

    def __str__(self) -> str:
        return self.title


class StepClaim(Record):
    """Somebody said that a step was taken, or was not; `said` until somebody verified it. Never changed after that,
    but withdrawn with a reason where it was entered by mistake."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="claims")
    step = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40, blank=True, default="", help_text="certified, rejected ...")
    is_denial = models.BooleanField(
        default=False, db_default=False, help_text='"nothing here": the step did not reach them'
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    said_by = models.CharField(max_length=120, blank=True, default="")
    said_role = models.CharField(max_length=40, blank=True, default="")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True, default="")
    said_at = models.DateTimeField()
    happened_on = models.DateField(null=True, blank=True, help_text="when the step was taken, as they say")
    activity_id = models.UUIDField(null=True, blank=True, help_text="the journal entry it was said in")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", help_text="who wrote it down"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_how = models.CharField(
        max_length=16,
        blank=True,
        default="",
        choices=[
            ("saw_paper", "Saw the paper"),
            ("receiver", "The receiving side confirmed"),
            ("portal", "Seen in the portal"),
            ("has_it", "The person has it"),
        ],
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["request", "said_at"], name="claim_by_request")]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}".strip()


class Told(Record):
    """One cell of a request's matrix: who knows, since when, by what proof."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="told")
    claim = models.ForeignKey(
        StepClaim, null=True, blank=True, on_delete=models.CASCADE, related_name="told", help_text="of what"
    )
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True, default="")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    told_at = models.DateTimeField()
    proof = models.CharField(max_length=200, blank=True, default="")
    activity_id = models.UUIDField(null=True, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "told"
        indexes: ClassVar = [models.Index(fields=["request", "told_at"], name="told_by_request")]

    def __str__(self) -> str:
        return f"{self.role} {self.told_at}"


class ClockRun(Record):
    """A deadline of law or contract that is running for a request; `due_at` empty while it is paused."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="clocks")
    claim = models.ForeignKey(
        StepClaim,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="what began it",
    )
    clock = models.CharField(max_length=60, help_text="slug of a clock of the jurisdiction")
    jurisdiction = models.CharField(max_length=2)
    words = models.CharField(max_length=300, help_text="the rule in words, with its source, as of its start")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    pauses = models.JSONField(default=list, help_text="list of {from, to, reason}, ISO moments")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=200, blank=True, default="")
    stopped_by = models.UUIDField(null=True, blank=True, help_text="the claim or the paper that stopped it")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="running_clock", condition=Q(stopped_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.clock} by {self.due_at}"


class RequestPaper(Record):
    """A document that belongs to a request."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="filed_under")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "document"], name="paper_once_a_request")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}"


class ReadinessLine(Record):
    """A line of a request's checklist: who confirmed it, when, said or verified."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="readiness")
    slug = models.CharField(max_length=40, blank=True, default="", help_text="empty: a line of one's own")
    word = models.CharField(max_length=120)
    detail = models.CharField(max_length=300, blank=True, default="", help_text="what was agreed")
    position = models.PositiveSmallIntegerField()
    is_needed = models.BooleanField(default=True, db_default=True)
    not_needed_reason = models.CharField(max_length=200, blank=True, default="")
    stands_out_days_before = models.PositiveSmallIntegerField(default=3, db_default=3)
    confirmed_by = models.CharField(max_length=120, blank=True, default="")
    confirmed_role = models.CharField(max_length=40, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True, default="")
    activity_id = models.UUIDField(null=True, blank=True)
    confirmed_for_at = models.DateTimeField(
        null=True, blank=True, help_text="when the day was to begin, as they confirmed it"
    )
    confirmed_for_place = models.CharField(max_length=240, blank=True, default="", db_default="")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_how = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "slug"], condition=~Q(slug=""), name="readiness_line_once"
            )
        ]

    def __str__(self) -> str:
        return self.word


class FollowUp(Record):
    """A to-do; a chase where it has a cadence and an until. An until that holds ends it without anybody's doing."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    class Cadence(models.TextChoices):
        ONCE = "", "Once"
        DAILY = "daily", "Every working day"
        EVERY_N = "every_n", "Every n working days"
        WEEKLY = "weekly", "Weekly"
        WINDOW = "window", "Within a window"

    class Until(models.TextChoices):
        NONE = "", "Until it is done"
        STEP = "step", "A step is verified"
        DOCUMENT = "document", "A paper is here"
        NEW_DATE = "new_date", "A new date is known"
        READ_BACK = "read_back", "They read the right number back"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="followups")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="followups")
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True, help_text="day, in the worker's time zone")
    due_at = models.DateTimeField(null=True, blank=True, help_text="moment, where an hour was promised")
    promised_to = models.CharField(max_length=120, blank=True, default="")
    reach_role = models.CharField(max_length=40, blank=True, default="", help_text="whom to reach")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_activity_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    promised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    done_by_activity_id = models.UUIDField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")
    request = models.ForeignKey(
        Request, null=True, blank=True, on_delete=models.PROTECT, related_name="followups"
    )
    cadence = models.CharField(max_length=8, choices=Cadence.choices, blank=True, default="", db_default="")
    every_days = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="working days, for every_n"
    )
    window_until = models.DateField(null=True, blank=True, help_text="last day of the window")
    until = models.CharField(max_length=10, choices=Until.choices, blank=True, default="", db_default="")
    until_step = models.CharField(max_length=40, blank=True, default="", db_default="")
    until_document_kind = models.CharField(max_length=40, blank=True, default="", db_default="")
    until_appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    until_identifier = models.ForeignKey(
        Identifier, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    waits_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="waited_for_by"
    )
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    last_attempt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["staff", "due_on"], name="open_followup_by_staff", condition=Q(state="open")
            ),
            models.Index(fields=["case", "due_on"], name="open_followup_by_case", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.text


class Attempt(Record):
    """One try to reach them for a follow-up; the journal entry tells the rest."""

    class Result(models.TextChoices):
        REACHED = "reached", "Reached"
        LEFT_WORD = "left_word", "Left word"
        NO_ANSWER = "no_answer", "No answer"
        CLOSED = "closed", "Closed"
        ON_HOLD = "on_hold", "On hold, gave up"

    followup = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=Result.choices)
    hold_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    said = models.CharField(max_length=300, blank=True, default="", help_text="what they said, in a line")
    activity_id = models.UUIDField(null=True, blank=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["followup", "-at"], name="attempt_by_followup")]

    def __str__(self) -> str:
        return f"{self.result} {self.at}"
