"""Messages of every channel, where they are filed, and who sends from which address."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.correspondence.models.accounts import Account
from caseday.correspondence.rules.sounds import is_sound
from caseday.directory.models import Office, Professional
from caseday.documents.models import Document
from caseday.people.models import Person


class Channel(models.TextChoices):
    EMAIL = "email", "Email"
    TEXT = "text", "Text"
    FAX = "fax", "Fax"
    VOICEMAIL = "voicemail", "Voicemail"
    LETTER = "letter", "Letter"
    PORTAL = "portal", "Portal"


class Thread(Record):
    """What belongs together: by References of mail, by the pair of numbers of texts."""

    keeps_history: ClassVar[bool] = False

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="threads"
    )
    channel = models.CharField(max_length=9, choices=Channel.choices)
    key = models.CharField(
        max_length=340, help_text="account, and Message-ID of the root or the other's number"
    )
    subject = models.CharField(max_length=300, blank=True, default="")
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "key"], name="one_thread")]

    def __str__(self) -> str:
        return self.key


class Message(Record):
    """One message. Incoming ones wait until they are filed on a case or set aside; none is ever deleted."""

    class State(models.TextChoices):
        WAITING = "waiting", "In the inbox"
        FILED = "filed", "Filed"
        SET_ASIDE = "set_aside", "Set aside"
        QUEUED = "queued", "Waiting to be sent"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Not sent"
        STOPPED = "stopped", "Taken back before it left"

    class Answered(models.TextChoices):
        MESSAGE = "message", "Answered"
        CALL = "call", "Answered by phone"
        NOT_NEEDED = "not_needed", "No answer needed"

    channel = models.CharField(max_length=9, choices=Channel.choices)
    is_incoming = models.BooleanField()
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="who wrote it; of incoming ones whose mailbox it came to, empty: the agency's",
    )  # fmt: skip
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    external_id = models.CharField(max_length=255, blank=True, default="", help_text="Message-ID, or SID")
    source = models.CharField(
        max_length=80, blank=True, default="", help_text="UIDVALIDITY:UID of its mailbox"
    )
    from_address = models.CharField(max_length=254, blank=True, default="")
    from_name = models.CharField(max_length=160, blank=True, default="")
    recipients = models.JSONField(default=list, help_text='[{"address", "name", "as": to|cc|bcc}]')
    subject = models.CharField(max_length=300, blank=True, default="")
    preview = models.CharField(max_length=200, blank=True, default="", help_text="its first words")
    at = models.DateTimeField(help_text="as it says of itself")
    recorded_at = models.DateTimeField(help_text="when it came in here, or was queued")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, blank=True, default="", help_text="the other side's, on the case")
    state = models.CharField(max_length=12, choices=State.choices)
    set_aside_reason = models.CharField(max_length=200, blank=True, default="")
    confidence = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="0 to 100, of the first case"
    )
    suggestions = models.JSONField(
        default=list, help_text='[{"case", "confidence", "why": [words]}], at most 3'
    )
    warnings = models.JSONField(
        default=list, help_text="near misses of numbers, other people's numbers: words"
    )
    safety_words = models.CharField(
        max_length=200, blank=True, default="", help_text="phrases that raised the flag"
    )
    safety_seen_at = models.DateTimeField(null=True, blank=True)
    safety_seen_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_automatic = models.BooleanField(
        default=False, db_default=False, help_text="an auto-reply, a bounce, a newsletter: asks for no answer"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=10, choices=Answered.choices, blank=True, default="")
    answered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    activity_id = models.UUIDField(null=True, blank=True, help_text="its journal entry, once on a case")
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    template = models.CharField(
        max_length=60, blank=True, default="", help_text="slug and version it was drawn by"
    )
    language = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="message_kept_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["thread", "-at", "-id"], name="message_by_thread"),
            models.Index(fields=["-at", "-id"], name="message_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["at"],
                name="message_unanswered",
                condition=Q(is_incoming=True, answered_at=None, is_automatic=False, state="filed"),
            ),
            models.Index(
                fields=["recorded_at"],
                name="message_safety",
                condition=~Q(safety_words="") & Q(safety_seen_at=None),
            ),
            models.Index(fields=["staff"], name="message_not_sent", condition=Q(state="failed")),
            models.Index(fields=["external_id"], name="message_by_external_id", condition=~Q(external_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.at}"


class MessageBody(Record):
    """What it says; apart, so that lists stay light. HTML is kept raw in `raw_sha256` and shown sanitized."""

    keeps_history: ClassVar[bool] = False

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="body")
    text = models.TextField(blank=True, default="", help_text="the new part")
    quoted = models.TextField(blank=True, default="", help_text="what it quotes or forwards")
    html = models.TextField(blank=True, default="", help_text="sanitized; only for a frame without scripts")
    headers = models.JSONField(default=dict, help_text="the few that are shown")
    raw_sha256 = models.CharField(
        max_length=64, blank=True, default="", help_text="the original, in the store"
    )

    def __str__(self) -> str:
        return f"body of {self.message_id}"


class Attachment(Record):
    """A file of a message, in the store by content; a document once it is on a case."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True, default="")
    size_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    is_inline = models.BooleanField(default=False, db_default=False)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.CharField(
        max_length=300, blank=True, default="", help_text="why it is no document, in words"
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "position"], name="one_attachment_a_place")
        ]

    @property
    def is_sound(self) -> bool:
        return is_sound(self.name, self.media_type)

    def __str__(self) -> str:
        return self.name


class Filing(Record):
    """A message is on a case: by itself, by a thread that is, or by hand; undone with the row kept."""

    class How(models.TextChoices):
        MATCHED = "matched", "Matched"
        THREAD = "thread", "Same conversation"
        HAND = "hand", "By hand"
        WRITTEN = "written", "Written here"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="filings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filings")
    how = models.CharField(max_length=8, choices=How.choices)
    confidence = models.PositiveSmallIntegerField(default=100, db_default=100)
    why = models.CharField(max_length=300, blank=True, default="")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "case"], condition=Q(undone_at=None), name="filed_once_on_a_case"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["case", "-filed_at", "-id"], name="filing_by_case", condition=Q(undone_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id} on {self.case_id}"


class KnownSender(Record):
    """Learned: this address or number is theirs. Several may share one (an office's mailbox)."""

    address = models.CharField(max_length=254, help_text="email in lower case, or number in E.164")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    times = models.PositiveIntegerField(default=1, db_default=1)
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    learned_at = models.DateTimeField()
    is_wrong = models.BooleanField(default=False, db_default=False, help_text="somebody took it back")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address"], name="known_sender_by_address")]

    def __str__(self) -> str:
        return self.address
