"""A team meeting: its agenda, who was asked and who came, who wants what, what was decided, who does what by when."""

from typing import ClassVar

from django.db import models

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.correspondence.models import Message
from caseday.directory.models import Office, Professional
from caseday.documents.models import Document
from caseday.followups.models import FollowUp
from caseday.people.models import Person
from caseday.schedule.models import Appointment


class TeamMeeting(Record):
    """When and where is its appointment's, which stands in the day and the calendar.

    `told` is the date and place that invitations named last; `sequence` counts them (RFC 5545 3.8.7.4).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="team_meetings")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", help_text="who leads it")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="team_meeting")
    kind = models.CharField(max_length=40, help_text="a meeting kind of the pack, or a usual one")
    purpose = models.CharField(max_length=300, blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="", help_text="address of a video call")
    dial_in = models.CharField(max_length=120, blank=True, default="", help_text="number and code")
    notes = models.TextField(blank=True, default="", help_text="what was said, as written in the room")
    sequence = models.PositiveIntegerField(default=0, db_default=0)
    told = models.CharField(max_length=64, blank=True, default="", help_text="digest of what was told last")
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True, help_text="the next date, proposed in the room")
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_meeting"
    )
    planned_at = models.DateTimeField()
    minutes = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="as kept last"
    )
    minutes_at = models.DateTimeField(null=True, blank=True)
    minutes_digest = models.CharField(max_length=64, blank=True, default="")
    activity_id = models.UUIDField(null=True, blank=True, help_text="its entry of the journal")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-planned_at"], name="meeting_by_case")]

    def __str__(self) -> str:
        return self.purpose or self.kind


class Participant(Record):
    """Somebody who is asked to come, or came. `told` is what their last invitation said."""

    class Presence(models.TextChoices):
        UNKNOWN = "", "Not noted"
        PRESENT = "present", "There"
        REMOTE = "remote", "By phone or video"
        MISSING = "missing", "Missing"

    class Answer(models.TextChoices):
        NONE = "", "No answer"
        ACCEPTED = "accepted", "Comes"
        DECLINED = "declined", "Does not come"
        TENTATIVE = "tentative", "May come"
        ANOTHER_TIME = "another_time", "Asks for another time"

    meeting = models.ForeignKey(TeamMeeting, on_delete=models.CASCADE, related_name="participants")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=40, blank=True, default="", help_text="of the pack, client or family")
    role_word = models.CharField(max_length=120, blank=True, default="", help_text="as it was called then")
    email = models.CharField(max_length=254, blank=True, default="")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    presence = models.CharField(max_length=7, choices=Presence.choices, blank=True, default="")
    presence_note = models.CharField(
        max_length=200, blank=True, default="", help_text="why missing, until when"
    )
    told = models.CharField(max_length=64, blank=True, default="")
    told_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.CharField(max_length=600, blank=True, default="", help_text="why nothing was sent")
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True, default="", db_default="")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="as their calendar says")
    answer_sequence = models.PositiveIntegerField(
        default=0, db_default=0, help_text="of the invitation that was answered"
    )
    answer_comment = models.CharField(max_length=300, blank=True, default="", db_default="")
    answer_message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="that said it"
    )
    asks_for_at = models.DateTimeField(null=True, blank=True, help_text="the other time they ask for")
    asks_until_at = models.DateTimeField(null=True, blank=True)
    minutes_message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minutes_refusal = models.CharField(max_length=600, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class AgendaItem(Record):
    """A point to speak about. `source` names what of the case it came from, so that it is offered once."""

    meeting = models.ForeignKey(TeamMeeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=80, blank=True, default="", help_text="kind:id; empty: an own line")
    notes = models.TextField(blank=True, default="", help_text="what was said about it")
    is_done = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Disagreement(Record):
    """Something on which those who came want different things, and how it was mediated."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        AGREED = "agreed", "Agreed"
        PARTLY = "partly", "Agreed in part"
        LEFT = "left", "No agreement"

    meeting = models.ForeignKey(TeamMeeting, on_delete=models.CASCADE, related_name="disagreements")
    topic = models.CharField(max_length=300)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    outcome = models.TextField(blank=True, default="")
    raised_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["raised_at", "id"]

    def __str__(self) -> str:
        return self.topic


class Position(Record):
    """What one party wants, and why, in their words."""

    disagreement = models.ForeignKey(Disagreement, on_delete=models.CASCADE, related_name="positions")
    who = models.CharField(max_length=160)
    wants = models.TextField()
    because = models.TextField(blank=True, default="")
    said_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["said_at", "id"]

    def __str__(self) -> str:
        return self.who


class MediationStep(Record):
    disagreement = models.ForeignKey(Disagreement, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField(help_text="what was tried")
    result = models.TextField(blank=True, default="")
    taken_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["taken_at", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class MeetingDecision(Record):
    meeting = models.ForeignKey(TeamMeeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=600)
    dissent = models.CharField(max_length=300, blank=True, default="", help_text="who did not agree, and why")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "id"]

    def __str__(self) -> str:
        return self.text


class ActionItem(Record):
    """Who does what by when; the follow-up that keeps it open says whether it is done."""

    meeting = models.ForeignKey(TeamMeeting, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=240)
    owner = models.CharField(max_length=160)
    owner_staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="of the agency; else somebody outside",
    )  # fmt: skip
    due_on = models.DateField(null=True, blank=True)
    followup = models.ForeignKey(
        FollowUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="action_items"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "id"]

    def __str__(self) -> str:
        return self.text
