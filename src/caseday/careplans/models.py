"""The plan of a case: needs, goals, interventions, barriers; versions, signatures, reviews, and what was reached."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.cases.models import Goal as CaseGoal
from caseday.directory.models import Office
from caseday.journal.models import Activity


class State(models.TextChoices):
    OPEN = "open", "Open"
    MET = "met", "Met"
    DROPPED = "dropped", "Given up"


class CarePlan(Record):
    """One current plan a case. Strengths and preferences are the client's, in their words."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="care_plans")
    strengths = models.TextField(blank=True, default="")
    preferences = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=1, db_default=1, help_text="of strengths and preferences")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(help_text="when its content last changed")
    reviewed_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    missing_signatures = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="roles, by commas"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="one_current_plan")
        ]

    def __str__(self) -> str:
        return "Care plan"


class PlanPart(Record):
    """What a plan is made of. `revision` counts its changes: who saves an older one is shown both."""

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=500, blank=True, default="", help_text="what came of it")
    revision = models.PositiveIntegerField(default=1, db_default=1)
    changed_by = models.CharField(max_length=120, blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


class PlanNeed(PlanPart):
    """A need or problem, and where it is known from."""

    class Source(models.TextChoices):
        CLIENT = "client", "The client says so"
        ASSESSMENT = "assessment", "An assessment"
        REFERRAL = "referral", "The referral"
        WORKER = "worker", "Seen by the worker"

    words = models.CharField(max_length=1000, blank=True, default="", help_text="in the client's own words")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.CLIENT)
    source_id = models.UUIDField(null=True, blank=True, help_text="the assessment it was found by")
    code = models.CharField(max_length=9, blank=True, default="", help_text="ICD-10-CM with the point")
    code_words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan"], name="plan_need_by_plan")]


class PlanGoal(PlanPart):
    """What is to be reached, by when, and by what one sees that it is."""

    unindexed: ClassVar[frozenset[str]] = frozenset({"worked_at"})

    need = models.ForeignKey(PlanNeed, null=True, blank=True, on_delete=models.PROTECT, related_name="goals")
    serves = models.ForeignKey(
        CaseGoal, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="of the case"
    )
    words = models.CharField(max_length=1000, blank=True, default="", help_text="in the client's own words")
    measure = models.CharField(max_length=200, blank=True, default="", help_text="what is counted")
    unit = models.CharField(max_length=40, blank=True, default="")
    start_value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    target_value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    by_on = models.DateField(null=True, blank=True)
    worked_at = models.DateTimeField(null=True, blank=True, help_text="when somebody last worked on it")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["plan"], name="plan_goal_by_plan"),
            models.Index(fields=["case"], name="open_plan_goal", condition=Q(state="open")),
        ]


class Intervention(PlanPart):
    """What somebody does for a goal, and how often."""

    class Who(models.TextChoices):
        WORKER = "worker", "The case manager"
        CLIENT = "client", "The client"
        FAMILY = "family", "Family or household"
        PARTY = "party", "Somebody of the case"
        OFFICE = "office", "An office"

    goal = models.ForeignKey(PlanGoal, on_delete=models.PROTECT, related_name="interventions")
    who = models.CharField(max_length=8, choices=Who.choices, default=Who.WORKER)
    who_name = models.CharField(max_length=160, blank=True, default="")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    how_often = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan"], name="intervention_by_plan")]


class Barrier(PlanPart):
    """What stands in the way, and what is done about it; met is: out of the way."""

    goal = models.ForeignKey(
        PlanGoal, null=True, blank=True, on_delete=models.PROTECT, related_name="barriers"
    )
    action = models.CharField(max_length=500, blank=True, default="", help_text="what is done about it")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan"], name="barrier_by_plan")]


class WorkedOn(Record):
    """An entry of the journal worked on a goal, perhaps by one of its interventions."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="worked_on")
    goal = models.ForeignKey(PlanGoal, on_delete=models.PROTECT, related_name="worked_on")
    intervention = models.ForeignKey(
        Intervention, null=True, blank=True, on_delete=models.PROTECT, related_name="worked_on"
    )
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "worked on"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "goal"], condition=Q(intervention=None), name="goal_worked_on_once"
            ),
            models.UniqueConstraint(
                fields=["activity", "intervention"],
                condition=Q(intervention__isnull=False),
                name="intervention_worked_on_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} by {self.activity_id}"


class GoalMeasure(Record):
    """How a goal stands on a day, as counted or as said. Wrong ones are voided with a reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(PlanGoal, on_delete=models.PROTECT, related_name="measures")
    on = models.DateField()
    value = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True, default="")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["goal", "on"], name="measure_by_goal")]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"


class PlanVersion(Record):
    """The whole plan as it was, in the one spelling of its content; never changed."""

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="versions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content_json = models.TextField()
    hash = models.CharField(max_length=64, help_text="SHA-256 of the content")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=180)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"Version {self.number}"


class PlanSignature(Record):
    """A signature under one version, drawn or typed; or that somebody did not want to sign, and why."""

    class Method(models.TextChoices):
        DRAWN = "drawn", "Drawn"
        TYPED = "typed", "Typed"
        DECLINED = "declined", "Did not want to sign"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="signatures")
    version_hash = models.CharField(max_length=64, help_text="of the content that was signed")
    role = models.CharField(max_length=40, help_text="client, worker, guardian, or a party's role")
    name = models.CharField(max_length=120)
    method = models.CharField(max_length=8, choices=Method.choices)
    path = models.TextField(blank=True, default="", help_text="what was drawn, as an SVG path")
    legal_text = models.TextField(blank=True, default="", help_text="what stood above it, as shown")
    language = models.CharField(max_length=10, default="en")
    declined_reason = models.CharField(max_length=300, blank=True, default="")
    signed_at = models.DateTimeField()
    staff = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="+", help_text="on whose device"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["version"], name="signature_by_version")]

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"


class PlanReview(Record):
    """The plan was gone through: with whom, what was found, when next."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True, default="")
    finding = models.TextField(blank=True, default="")
    next_on = models.DateField(null=True, blank=True)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan", "-on"], name="review_by_plan")]

    def __str__(self) -> str:
        return f"Review of {self.on}"


class KinTie(Record):
    """How somebody around the client helps or hinders, as seen for this case. Who they are, people keeps."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    member_id = models.UUIDField(help_text="of the household in people; gone with it")
    helps = models.CharField(max_length=300, blank=True, default="")
    hinders = models.CharField(max_length=300, blank=True, default="")
    conflict = models.CharField(max_length=300, blank=True, default="")
    conflict_with_id = models.UUIDField(
        null=True, blank=True, help_text="another of the household; empty: the client"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "member_id"], name="tie_once_a_case")
        ]

    def __str__(self) -> str:
        return "Tie of the household"


class OutcomeValue(Record):
    """What an outcome measure of the program was on a day, as typed; scores of instruments are read where they are.

    Wrong ones are voided with a reason.
    """

    class Point(models.TextChoices):
        START = "start", "At the start"
        REVIEW = "review", "At a review"
        CLOSURE = "closure", "At closure"
        AFTER = "after", "After closing"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcome_values")
    measure = models.CharField(max_length=40, help_text="slug of the program's outcome measure")
    point = models.CharField(max_length=8, choices=Point.choices, default=Point.REVIEW)
    on = models.DateField()
    value = models.DecimalField(max_digits=10, decimal_places=2)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "measure", "on", "point"],
                condition=Q(voided_at=None),
                name="outcome_once_a_day_and_point",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value} on {self.on}"
