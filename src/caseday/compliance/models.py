"""How the documentation rules of each case stood when they were last reckoned, derived and reckoned again where it is
lost; and the reports that programs owe, with who got them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.correspondence.models import Message
from caseday.documents.models import Delivery, Document


class CaseStanding(Record):
    """Whether the results of a case still hold. A case without a row has never been reckoned."""

    keeps_history: ClassVar[bool] = False

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="documentation")
    is_stale = models.BooleanField(default=True, db_default=True, help_text="something changed since")
    reckoned_at = models.DateTimeField(null=True, blank=True)
    changes_at = models.DateTimeField(
        null=True, blank=True, help_text="when time alone changes a result; at the latest the next day"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case"], name="documentation_stale", condition=Q(is_stale=True)),
            models.Index(fields=["changes_at"], name="documentation_changes"),
        ]

    def __str__(self) -> str:
        return f"documentation of {self.case_id}"


class RuleStanding(Record):
    """One rule of a case, over the last weeks until it was reckoned."""

    keeps_history: ClassVar[bool] = False

    class Standing(models.TextChoices):
        MET = "met", "Met"
        DUE = "due", "Due"
        MISSED = "missed", "Missed"
        NOT_APPLICABLE = "not_applicable", "Not asked"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documentation_rules")
    rule = models.CharField(max_length=40, help_text="a documentation rule of the pack")
    kind = models.CharField(max_length=24)
    word = models.CharField(max_length=120)
    standing = models.CharField(max_length=14, choices=Standing.choices)
    until = models.DateTimeField(null=True, blank=True, help_text="when it is due, or fell due")
    met_count = models.PositiveIntegerField(default=0)
    due_count = models.PositiveIntegerField(default=0)
    missed_count = models.PositiveIntegerField(default=0)
    missed_since = models.DateTimeField(
        null=True, blank=True, help_text="of a miss that can still be put right, when it fell due"
    )
    asked_since = models.DateTimeField(
        null=True, blank=True, help_text="of that miss, since when it was asked for"
    )
    text = models.CharField(max_length=200, blank=True, default="", help_text="what that miss lacks")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "rule"], name="rule_once_a_case")]
        indexes: ClassVar = [
            models.Index(
                fields=["case"], name="documentation_missed", condition=Q(missed_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.standing}"


class ProgramReport(Record):
    """A report that the program names: drawn from the file and changed by hand; signed, it stays as it is, and is
    corrected by an amendment, which is signed like it and has a paper and receipts of its own."""

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SIGNED = "signed", "Signed"
        DISCARDED = "discarded", "Set aside"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="program_reports")
    report_type = models.CharField(max_length=40, help_text="a report type of the pack")
    word = models.CharField(max_length=120, help_text="as it was called then")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    due_on = models.DateField(null=True, blank=True, help_text="when it was due as its draft was begun")
    covers_from = models.DateTimeField(null=True, blank=True, help_text="up to where the last one tells")
    covers_until = models.DateTimeField()
    sections = models.JSONField(default=list, help_text="[{slug, word, text}], in the order of the pack")
    revision = models.PositiveIntegerField(default=1, db_default=1)
    changed_by = models.CharField(max_length=120, blank=True, default="")
    changed_at = models.DateTimeField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(
        max_length=200, blank=True, default="", help_text="name and credentials of that day"
    )
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="as it was signed",
    )
    sent_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when everybody it is for had been sent it; signed, where it is for the file",
    )
    amends = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amendments",
        help_text="the report as it was first signed; this row holds the words that correct it",
    )
    reason = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="why it was amended"
    )
    hash = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="SHA-256 of an amendment as signed"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "report_type"], condition=Q(state="draft"), name="one_draft_of_a_report"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "report_type", "covers_until"], name="program_report_by_case"),
            models.Index(fields=["case"], name="program_report_open", condition=Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return self.word

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED

    @property
    def original(self) -> "ProgramReport":
        return self.amends or self

    @property
    def text(self) -> str:
        """Of an amendment, which has one section."""
        return "\n".join(one["text"] for one in self.sections)


class ReportReceipt(Record):
    """Who got a signed report: by a message, or handed over in another way and written down."""

    report = models.ForeignKey(ProgramReport, on_delete=models.PROTECT, related_name="receipts")
    role = models.CharField(max_length=40, help_text="a party role of the pack, or client")
    role_word = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=160)
    receiver = models.CharField(max_length=60, blank=True, default="", help_text="who of the file: kind:id")
    how = models.CharField(max_length=10, help_text="email, fax, mail, portal, by hand")
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return self.name
