"""How the documentation rules of each case stood when they were last reckoned. Derived: lost, it is reckoned again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record
from caseday.cases.models import Case


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
