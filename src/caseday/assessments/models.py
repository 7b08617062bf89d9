"""What was asked of whom, what was answered when, what it came to, and what had to be done at once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case


class HeldInstrument(Record):
    """An instrument of the agency's own (its licensed copy), or its word that it keeps the terms of a shipped one.

    `content` is empty for a shipped one. Never changed: another version is another row.
    """

    slug = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    content = models.TextField(blank=True, default="", help_text="plain values of the instrument, JSON")
    license_holder = models.CharField(max_length=300)
    license_text = models.TextField(help_text="what allows the agency to use it, in the words of the license")
    confirmed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug", "version"], condition=Q(ended_at=None), name="one_held_instrument_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Assessment(Record):
    """One giving of an instrument. Its answers are kept as they come; the score is written when it is finished."""

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "By phone"
        CLIENT = "client", "By the client"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        FINISHED = "finished", "Answered, not reviewed"
        REVIEWED = "reviewed", "Filed"
        SET_ASIDE = "set_aside", "Set aside"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", help_text="who began it")
    instrument = models.CharField(max_length=40, help_text="slug of the instrument")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="en")
    how = models.CharField(max_length=9, choices=How.choices, default=How.IN_PERSON)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.CharField(max_length=120, blank=True, default="")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_aside_reason = models.CharField(max_length=300, blank=True, default="")
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    score_words = models.CharField(max_length=160, blank=True, default="", help_text="why none, or prorated")
    subscores = models.JSONField(default=dict, blank=True, help_text="slug of a subscale to its score")
    band = models.CharField(max_length=40, blank=True, default="")
    note = models.TextField(blank=True, default="")
    amends = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="amended_by"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "instrument", "finished_at"], name="assessment_by_case"),
            models.Index(
                fields=["case"], name="assessment_not_filed", condition=Q(state__in=["open", "finished"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.version} of {self.case_id}"

    @property
    def is_filed(self) -> bool:
        return self.state == self.State.REVIEWED

    @property
    def is_over(self) -> bool:
        """Nothing more is answered in it."""
        return self.state != self.State.OPEN


class Answer(Record):
    """One answer to one item. Another answer to it is another row; the one before keeps its time and author.

    `value` None: it was asked, and there is no answer.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40, help_text="linkId")
    value = models.JSONField(null=True, blank=True)
    evidence = models.TextField(blank=True, default="", help_text="how one knows")
    answered_at = models.DateTimeField()
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="none: the client"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["answered_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "item"], condition=Q(replaced_at=None), name="one_present_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.assessment_id}"


class Alert(Record):
    """Raised the moment an answer gives cause; stays until somebody says what was done, whatever is answered later."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="alerts")
    rule = models.CharField(max_length=40, help_text="slug of the instrument's alert")
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    plan = models.TextField(blank=True, default="", help_text="what was done, and what comes next")

    class Meta:
        ordering: ClassVar = ["raised_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "rule"], name="one_alert_a_rule")
        ]
        indexes: ClassVar = [
            models.Index(fields=["assessment"], name="alert_open", condition=Q(acknowledged_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.assessment_id}"


class ClientLink(Record):
    """A one-time address by which the client answers. Only hashes of its secrets are kept."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    browser_hash = models.CharField(max_length=64, blank=True, default="", help_text="the browser that began")
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="taken back, or replaced by another")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(finished_at=None, ended_at=None),
                name="one_living_link",
            )
        ]

    def __str__(self) -> str:
        return f"link to {self.assessment_id}"
