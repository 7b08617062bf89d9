"""Papers: what came in, where it went, and what is handed over together."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.directory.models import Office, Professional
from caseday.people.models import Person
from caseday.schedule.models import Appointment


class How(models.TextChoices):
    HAND = "hand", "By hand"
    FAX = "fax", "Fax"
    EMAIL = "email", "Email"
    PORTAL = "portal", "Portal"
    MAIL = "mail", "Mail"
    TEXT = "text", "Text message"


class Document(Record):
    """A paper: stored files, or a thing in hand. Voided with a reason, never deleted; its files never change."""

    class TextState(models.TextChoices):
        NONE = "none", "No text"
        WAITING = "waiting", "Waiting to be read"
        READING = "reading", "Being read"
        READ = "read", "Read"
        FAILED = "failed", "Could not be read"

    case = models.ForeignKey(
        Case,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        help_text="empty: not filed yet; whoever put it in sees it",
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", help_text="who put it in")
    kind = models.CharField(
        max_length=40, blank=True, default="", help_text="from the pack; empty: not known"
    )
    title = models.CharField(max_length=200)
    service_on = models.DateField(null=True, blank=True, help_text="day of the service it tells of")
    from_name = models.CharField(max_length=160, blank=True, default="")
    from_office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    received_at = models.DateTimeField()
    received_how = models.CharField(max_length=8, choices=How.choices, blank=True, default="")
    pages = models.PositiveIntegerField(null=True, blank=True)
    text_state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.NONE)
    text_pages_done = models.PositiveIntegerField(default=0, db_default=0)
    is_thing = models.BooleanField(default=False, db_default=False, help_text="a CD, an original")
    whereabouts = models.CharField(max_length=200, blank=True, default="", help_text="where the thing is")
    looked_at = models.DateTimeField(null=True, blank=True, help_text="when somebody first read it here")
    looked_at_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "-received_at", "-id"], name="document_by_case"),
            models.Index(
                fields=["staff", "received_at"],
                name="document_unfiled_or_unread",
                condition=Q(voided_at=None) & (Q(case=None) | Q(looked_at=None)),
            ),
            models.Index(
                fields=["appointment"], name="document_by_appointment", condition=Q(appointment__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentFile(Record):
    """One file of a document, kept under its SHA-256. `made` ones are drawn from the originals (a PDF of photos)."""

    class Role(models.TextChoices):
        ORIGINAL = "original", "Original"
        MADE = "made", "Made from the originals"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.ORIGINAL)
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sha256"], name="document_file_by_content")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "role", "position"], name="one_file_a_place")
        ]

    def __str__(self) -> str:
        return self.name


class DocumentText(Record):
    """What a document says, page after page (form feeds between); apart, so that lists stay light."""

    keeps_history: ClassVar[bool] = False

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="words")
    text = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"text of {self.document_id}"


class Packet(Record):
    """Papers that go out together, with a cover sheet; the same papers give the same bytes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="packets")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="packets"
    )
    title = models.CharField(max_length=200)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_name = models.CharField(max_length=160, blank=True, default="")
    ask = models.TextField(blank=True, default="", help_text="what we ask of them")
    is_double_sided = models.BooleanField(default=False, db_default=False)
    dated_on = models.DateField(help_text="the date on the cover sheet")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_cover = models.TextField(
        blank=True, default="", db_default="", help_text="what the cover said when it was handed over; JSON"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-id"], name="packet_by_case")]

    def __str__(self) -> str:
        return self.title


class PacketItem(Record):
    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="items")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["packet", "document"], name="once_in_a_packet")
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class Delivery(Record):
    """A document went somewhere: sent, then received (said) or in the chart (verified), or failed."""

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        RECEIVED = "received", "Received, they say"
        IN_CHART = "in_chart", "In the chart"
        FAILED = "failed", "Failed"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="deliveries")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    packet = models.ForeignKey(
        Packet, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", help_text="who sent it")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=160, blank=True, default="")
    how = models.CharField(max_length=8, choices=How.choices)
    proof = models.CharField(
        max_length=200, blank=True, default="", help_text="fax confirmation, tracking number, who took it"
    )
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    said_by = models.CharField(max_length=120, blank=True, default="")
    said_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_how = models.CharField(max_length=200, blank=True, default="")
    verified_at = models.DateTimeField(null=True, blank=True)
    denied_by = models.CharField(
        max_length=120, blank=True, default="", help_text="who said that they do not have it"
    )
    denied_at = models.DateTimeField(null=True, blank=True)
    fail_reason = models.CharField(max_length=200, blank=True, default="")
    activity_id = models.UUIDField(null=True, blank=True, help_text="the journal entry that tells of it")

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar = [
            models.Index(fields=["document", "-sent_at"], name="delivery_by_document"),
            models.Index(fields=["office", "-sent_at"], name="delivery_by_office"),
            models.Index(
                fields=["case", "sent_at"],
                name="delivery_not_verified",
                condition=Q(state__in=["sent", "received"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.sent_at}"
