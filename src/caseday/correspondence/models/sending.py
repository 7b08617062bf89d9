"""What goes out by itself: the queue, what gateways report, who wants none of it, and reminders."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.correspondence.models.messages import Message
from caseday.schedule.models import Appointment


class Sending(Record):
    """The queued sending of one message. `key` goes to the provider, so that a second try is known as one.

    It moves with every try, beside the record; what came of it stands in the events of its message.
    """

    keeps_history: ClassVar[bool] = False

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        UNSURE = "unsure", "Not known whether it left"
        FAILED = "failed", "Not sent"
        STOPPED = "stopped", "Taken back before it left"

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="sending")
    key = models.UUIDField(unique=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField(help_text="quiet hours, a planned time, or the next try")
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=255, blank=True, default="", help_text="SID, or Message-ID")
    trouble = models.CharField(
        max_length=300, blank=True, default="", help_text="what went wrong, what to do"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["not_before"], name="sending_due", condition=Q(state__in=["queued", "sending"])
            ),
            models.Index(fields=["provider_id"], name="sending_by_provider", condition=~Q(provider_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.key}"


class GatewayEvent(Record):
    """Every webhook that was taken in, once: a replay finds its row."""

    keeps_history: ClassVar[bool] = False

    provider = models.CharField(max_length=20)
    key = models.CharField(max_length=200, help_text="what makes the event itself: SID and status")
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "key"], name="gateway_event_once")
        ]

    def __str__(self) -> str:
        return self.key


class OptOut(Record):
    """STOP was said at this address; ended by START there. Kept by address, known person or not."""

    address = models.CharField(max_length=254)
    channel = models.CharField(max_length=9)
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["address", "channel"], condition=Q(ended_at=None), name="opted_out_once"
            )
        ]

    def __str__(self) -> str:
        return self.address


class Reminder(Record):
    """A reminder or a question to confirm, sent once for each time of an appointment."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", "Asked to confirm"
        EVENING = "evening", "Evening before"
        MORNING = "morning", "Morning of the day"

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    for_starts_at = models.DateTimeField()
    address = models.CharField(max_length=254)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.CharField(
        max_length=300, blank=True, default="", help_text="why none was sent, in words"
    )
    answer = models.CharField(max_length=12, blank=True, default="", help_text="confirmed, new_time, unclear")
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appointment", "kind", "for_starts_at", "address"], name="reminded_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["address", "-at"], name="reminder_unanswered", condition=Q(answered_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.for_starts_at}"
