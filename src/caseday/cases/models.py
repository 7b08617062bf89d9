"""The case: from the accepted referral to closure."""

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.directory.models import Office, Professional
from caseday.directory.rules.masks import fits
from caseday.people.models import Person
from caseday.programs.models import PackVersion


class Status(models.TextChoices):
    OPEN = "open", "Open"
    ON_HOLD = "on_hold", "On hold"
    CLOSED = "closed", "Closed"


class Case(Record):
    unindexed: ClassVar[frozenset[str]] = frozenset({"last_contact_at"})

    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    program = models.CharField(max_length=40, help_text="slug of the program pack")
    case_type = models.CharField(max_length=40, blank=True, default="")
    stage = models.CharField(max_length=40)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    acuity = models.PositiveSmallIntegerField(default=2, db_default=2, help_text="1 low, 2 moderate, 3 high")
    assigned_to = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="cases")
    jurisdiction = models.CharField(max_length=2, blank=True, default="")
    referred_at = models.DateTimeField()
    referred_by = models.CharField(max_length=160, blank=True, default="")
    referral_reason = models.TextField(blank=True, default="")
    onset_on = models.DateField(null=True, blank=True, help_text="date of injury or onset")
    summary = models.TextField(blank=True, default="", help_text="injury or condition in words")
    occupation = models.CharField(max_length=120, blank=True, default="")
    last_contact_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closure_reason = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(max_length=40, blank=True, default="")
    closure_note = models.TextField(blank=True, default="")
    stage_at = models.DateTimeField(null=True, blank=True, help_text="in this stage since")
    visit_skills = models.CharField(
        max_length=120, blank=True, default="", db_default="", help_text="by commas: asked of whoever visits"
    )
    # The agency's version with which it began, or was moved to (none: the shipped pack); its payer's changes of it.
    pack_version = models.ForeignKey(
        PackVersion, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    pack_overlay = models.ForeignKey(
        PackVersion, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["assigned_to", "status", "id"], name="case_by_worker"),
            models.Index(fields=["status", "id"], name="case_by_status"),
            models.Index(
                fields=["assigned_to", "last_contact_at"],
                name="case_open_by_contact",
                condition=Q(status="open"),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StageChange(Record):
    """A case came into a stage. `reason`: why it went on although `missing` was not there yet."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=40)
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    missing = models.CharField(max_length=600, blank=True, default="", help_text="in words")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="stage_change_by_case")]

    def __str__(self) -> str:
        return f"{self.stage} since {self.at}"


class Assignment(Record):
    """Who works on a case, from when to when. `primary` is also in `Case.assigned_to`.

    An offered hand-off lets the receiver see the case; the giver stays responsible until it is accepted.
    """

    class Kind(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SUPPORT = "support", "Support"
        OFFERED = "offered", "Offered hand-off"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PRIMARY)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    handoff_note = models.TextField(blank=True, default="")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="primary", to_at=None), name="one_primary_worker"
            ),
            models.UniqueConstraint(fields=["case", "staff"], condition=Q(to_at=None), name="assigned_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["staff", "case"], name="open_assignment", condition=Q(to_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} on {self.case_id}"


class Party(Record):
    """Somebody with a role in the case, for a period: office, professional, person, or only a name so far."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(
        max_length=40, help_text="adjuster, treating physician, employer ... (from the pack)"
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="parties"
    )
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="parties"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="parties"
    )
    name = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "parties"
        indexes: ClassVar = [
            models.Index(fields=["office", "case"], name="open_party_of_office", condition=Q(to_on=None)),
            models.Index(fields=["email"], name="open_party_by_email", condition=Q(to_on=None, email__gt="")),
            models.Index(fields=["phone"], name="open_party_by_phone", condition=Q(to_on=None, phone__gt="")),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.shown_name}"

    @property
    def shown_name(self) -> str:
        if self.professional_id:
            return str(self.professional)
        if self.person_id:
            return str(self.person)
        return self.name or (self.office.name if self.office_id and self.office else "Name not known")


class Identifier(Record):
    """A number by which others know the case: claim, policy, state file."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=60)
    normalized = models.CharField(max_length=60, help_text="letters and digits only, upper case")
    issuer = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=160, blank=True, default="")
    is_retired = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["normalized"], name="identifier_by_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"

    @cached_property
    def known_mask(self) -> str:
        """The shape of its issuer's numbers; no query where `identifiers_of` read it."""
        read = getattr(self, "mask_as_read", None)
        if read is not None:
            return str(read)
        known = self.issuer.identifier_masks.filter(kind=self.kind).first() if self.issuer else None
        return known.mask if known else ""

    @property
    def shape_warning(self) -> str:
        """How it differs from the other numbers of its issuer."""
        if self.issuer is None or not self.known_mask or fits(self.known_mask, self.value):
            return ""
        return f"Numbers of {self.issuer.name} look like {self.known_mask}. Check it; it is kept as it is."


class ReadBack(Record):
    """What somebody has for an identifier, read back to us; `differences` is empty where it is the same."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="read_backs")
    identifier = models.ForeignKey(Identifier, on_delete=models.CASCADE, related_name="read_backs")
    heard = models.CharField(max_length=80, help_text="as they read it")
    is_same = models.BooleanField()
    differences = models.CharField(max_length=300, blank=True, default="", help_text="in words")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    with_name = models.CharField(max_length=120, blank=True, default="", help_text="who read it")
    source_name = models.CharField(
        max_length=120, blank=True, default="", help_text="from whom they have it, as they say"
    )
    source_office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    activity_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["identifier", "office", "-read_at"], name="read_back_latest")
        ]

    def __str__(self) -> str:
        return f"{self.identifier_id} {'same' if self.is_same else 'differs'}"


class WorkStatus(Record):
    """What a physician allows, from when until when; a later one of the same time replaces it."""

    class Kind(models.TextChoices):
        OFF = "off", "Off work"
        MODIFIED = "modified", "Modified duty"
        FULL = "full", "Full duty"
        MMI = "mmi", "Maximum medical improvement"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="work_statuses")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True, help_text="last day; empty: until further notice")
    restrictions = models.JSONField(
        default=list, help_text="list of {kind, amount, unit, note}; kinds from the pack"
    )
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(
        max_length=120, blank=True, default="", help_text="physician, where not in the directory"
    )
    document_id = models.UUIDField(null=True, blank=True, help_text="the paper it stands on")
    activity_id = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name_plural = "work statuses"
        indexes: ClassVar = [
            models.Index(fields=["case", "-from_on"], name="work_status_by_case", condition=Q(voided_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.from_on:%m/%d/%Y}"

    @property
    def physician(self) -> str:
        return str(self.professional) if self.professional else self.by_name


class DutyOffer(Record):
    """The employer's offer of work within the restrictions, and the answer."""

    class Answer(models.TextChoices):
        NONE = "", "No answer yet"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn by the employer"
        CANNOT = "cannot", "Employer cannot offer any"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="duty_offers")
    work_status = models.ForeignKey(
        WorkStatus, null=True, blank=True, on_delete=models.PROTECT, related_name="offers"
    )
    offered_on = models.DateField()
    text = models.CharField(max_length=300, help_text="the work, hours and place that are offered")
    offered_by = models.CharField(max_length=120, blank=True, default="")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)
    answer_note = models.CharField(max_length=300, blank=True, default="")
    document_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-offered_on"], name="duty_offer_by_case")]

    def __str__(self) -> str:
        return f"{self.offered_on}"


class Condition(Record):
    class Side(models.TextChoices):
        LEFT = "left", "Left"
        RIGHT = "right", "Right"
        BOTH = "both", "Both"

    class Acceptance(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        PENDING = "pending", "Pending"
        DENIED = "denied", "Denied"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conditions")
    code = models.CharField(max_length=9, blank=True, default="", help_text="ICD-10-CM with the point")
    description = models.CharField(max_length=300)
    body_part = models.CharField(max_length=60, blank=True, default="")
    side = models.CharField(max_length=5, choices=Side.choices, blank=True, default="")
    acceptance = models.CharField(max_length=8, choices=Acceptance.choices, blank=True, default="")
    is_primary = models.BooleanField(default=False, db_default=False)
    onset_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()


class KeyDate(Record):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="key_dates")
    kind = models.CharField(max_length=40, help_text="from the pack: surgery, expected return to work ...")
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["on"]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Goal(Record):
    """A goal of the case, agreed with whoever referred it."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        MET = "met", "Met"
        DROPPED = "dropped", "Dropped"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(max_length=300)
    agreed_with = models.CharField(max_length=160, blank=True, default="")
    agreed_on = models.DateField(null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.text


class FirstContact(Record):
    """A first contact that the program requires by a moment; open until somebody was reached, or waived."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="first_contacts")
    role = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    rule = models.CharField(
        max_length=200, blank=True, default="", help_text="the clock in words, with its source"
    )
    met_at = models.DateTimeField(null=True, blank=True)
    met_by_activity_id = models.UUIDField(null=True, blank=True)
    waived_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "role"], name="one_first_contact_a_role")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="open_first_contact", condition=Q(met_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.role} by {self.due_at}"


class SavedFilter(Record):
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "name"], name="filter_name_once")]

    def __str__(self) -> str:
        return self.name
