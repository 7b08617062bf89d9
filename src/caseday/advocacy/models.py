"""Decisions of the client, options side by side; what was asked of others for the client, and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.directory.models import Office, Professional
from caseday.followups.models import FollowUp, Request
from caseday.people.models import Person


class Decision(Record):
    """What the client has to decide. It is the client's: nothing here adds up to an answer."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DECIDED = "decided", "Decided"
        DROPPED = "dropped", "No longer asked"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", help_text="who helps the client"
    )
    question = models.CharField(max_length=300, help_text="in the client's words where possible")
    background = models.TextField(blank=True, default="", help_text="what one has to know to decide")
    decide_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    chosen = models.ForeignKey(
        "advocacy.DecisionOption", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.TextField(
        blank=True, default="", help_text="why, in the client's words; or why none is asked"
    )
    present = models.TextField(blank=True, default="", help_text="who was present, one a line")
    decided_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="when it was written down")
    ended_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "-begun_at"], name="decision_by_case"),
            models.Index(
                fields=["staff", "decide_by"], name="open_decision_by_staff", condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return self.question


class DecisionOption(Record):
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    pros = models.TextField(blank=True, default="")
    cons = models.TextField(blank=True, default="")
    risks = models.TextField(blank=True, default="")
    cost = models.CharField(max_length=300, blank=True, default="", help_text="money, time, travel; who pays")

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.title


class DecisionMatter(Record):
    """Something that matters to the client, and how much, in their words."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="matters")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    weight = models.CharField(
        max_length=120, blank=True, default="", help_text="how much it matters, in the client's words"
    )

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.text


class DecisionFit(Record):
    """Whether an option serves what matters, as the client sees it."""

    class Fit(models.TextChoices):
        SERVES = "serves", "Yes"
        PARTLY = "partly", "Partly"
        AGAINST = "against", "No"

    option = models.ForeignKey(DecisionOption, on_delete=models.CASCADE, related_name="fits")
    matter = models.ForeignKey(DecisionMatter, on_delete=models.CASCADE, related_name="fits")
    fit = models.CharField(max_length=7, choices=Fit.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["option", "matter"], name="one_fit_of_option_and_matter")
        ]

    def __str__(self) -> str:
        return self.fit


class DecisionQuestion(Record):
    """To ask an expert before deciding."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    for_whom = models.CharField(max_length=120, blank=True, default="")
    answer = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.text


class Effort(Record):
    """One act of advocacy: what was asked of whom for the client, on what ground, and what came of it."""

    class Ground(models.TextChoices):
        LAW = "law", "A law or a rule"
        PLAN = "plan", "A plan, policy or contract"
        NEED = "need", "A documented need"
        WISH = "wish", "The client's wish"
        FAIRNESS = "fairness", "Fairness"
        OTHER = "other", "Another ground"

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        GRANTED = "granted", "Granted"
        PARTLY = "partly", "Partly granted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="advocacy_efforts")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", help_text="who asked")
    asked = models.CharField(max_length=300, help_text="what was asked")
    whom = models.CharField(max_length=160, help_text="of whom, by name")
    role = models.CharField(max_length=40, blank=True, default="", help_text="their role in the case")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ground = models.CharField(max_length=8, choices=Ground.choices, default=Ground.NEED)
    ground_text = models.CharField(max_length=300, blank=True, default="", help_text="which, in words")
    asked_on = models.DateField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN)
    outcome_on = models.DateField(null=True, blank=True)
    outcome_text = models.TextField(blank=True, default="", help_text="what came of it")
    followup = models.ForeignKey(
        FollowUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="advocacy_efforts"
    )
    request = models.ForeignKey(
        Request, null=True, blank=True, on_delete=models.PROTECT, related_name="advocacy_efforts"
    )
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "-asked_on"], name="effort_by_case"),
            models.Index(fields=["staff", "-asked_on"], name="effort_by_staff"),
        ]

    def __str__(self) -> str:
        return self.asked
