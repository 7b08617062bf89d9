"""Funds, what they pay for in which units, which cases and entries are on them, and what HUD asks of a client."""

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.directory.models import Office
from caseday.documents.models import Document
from caseday.funding.rules.hmis.inventory import InventoryTerms
from caseday.funding.rules.units import UnitRule, Units, plain
from caseday.journal.models import Activity
from caseday.kernel.words import dollars
from caseday.people.models import HouseholdMember


class Per(models.TextChoices):
    """The stretch in which a limit of one client counts."""

    NONE = "", "Not limited"
    DAY = "day", "a day"
    MONTH = "month", "a calendar month"
    YEAR = "year", "a calendar year"
    PERIOD = "period", "the fund's period"


class Fund(Record):
    """A fund, grant or contract that pays for work, for a period."""

    name = models.CharField(max_length=120)
    funder = models.CharField(max_length=120)
    reference = models.CharField(max_length=60, blank=True, default="", help_text="grant or contract number")
    program = models.CharField(
        max_length=40, blank=True, default="", help_text="slug of the pack it pays for; empty: any"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True, help_text="last day; empty: until further notice")
    budget = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    warn_percent = models.PositiveSmallIntegerField(
        default=80, db_default=80, help_text="share of a limit from which on it warns"
    )
    client_budget = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="most dollars spent on one client"
    )
    client_budget_per = models.CharField(
        max_length=6, choices=Per.choices, blank=True, default=Per.NONE, db_default=""
    )
    approval_from = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="spending from so many dollars on needs a supervisor's or administrator's approval; empty: none does",
    )
    note = models.CharField(max_length=500, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="nothing is charged to it any more")

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class FundUnit(Record):
    """What a fund pays for, how it is counted, and how much of it there is."""

    class Kind(models.TextChoices):
        PROGRAM = "program", "As the program's rates say"
        UNITS = "units", "Units of minutes"
        TENTH_HOURS = "tenth_hours", "Tenths of an hour"
        FLAT = "flat", "One each time"
        MILES = "miles", "Miles"

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="units")
    word = models.CharField(max_length=80, help_text="what it pays for")
    code = models.CharField(max_length=20, blank=True, default="", help_text="billing code")
    activity_kinds = models.CharField(
        max_length=120,
        blank=True,
        default="",
        help_text="kinds of entries, `no_show` and `mileage`, by commas; empty: any",
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.UNITS)
    unit_minutes = models.PositiveSmallIntegerField(default=15, db_default=15)
    remainder_minutes = models.PositiveSmallIntegerField(
        default=8, db_default=8, help_text="a remainder of at least so many minutes counts as a unit"
    )
    adds_up_per_day = models.BooleanField(
        default=False,
        db_default=False,
        help_text="minutes of a client's day are added before they are counted",
    )
    amount = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True, help_text="a unit")
    limit_units = models.PositiveIntegerField(null=True, blank=True, help_text="of the whole fund")
    client_limit_units = models.PositiveIntegerField(null=True, blank=True)
    client_limit_per = models.CharField(max_length=6, choices=Per.choices, blank=True, default=Per.NONE)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["fund"], name="unit_by_fund")]

    def __str__(self) -> str:
        return self.word

    @cached_property
    def rule(self) -> UnitRule:
        return UnitRule(
            kind=self.kind,
            unit_minutes=self.unit_minutes,
            remainder_minutes=self.remainder_minutes,
            adds_up_per_day=self.adds_up_per_day,
            amount=self.amount,
        )

    @property
    def amount_words(self) -> str:
        """ "$21.50", or with as many places as were agreed."""
        if self.amount is None:
            return ""
        places = max(2, -int(self.amount.normalize().as_tuple().exponent))
        return f"${self.amount:,.{places}f}"

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(one for one in self.activity_kinds.split(",") if one)

    @property
    def kinds_words(self) -> str:
        return self.activity_kinds.replace("_", " ").replace(",", ", ")


class FundCase(Record):
    """A case is on a fund, from when to when."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="funds")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True, help_text="last day")
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fund", "case"], condition=Q(to_on=None), name="on_a_fund_once")
        ]
        indexes: ClassVar = [models.Index(fields=["case"], name="fund_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} on {self.fund_id}"


class Charge(Record):
    """An entry of the journal on a fund, with the units that it came to then. Voided with a reason.

    The miles of an entry are charged beside its time, as a charge of their own.
    """

    class Part(models.TextChoices):
        TIME = "time", "Time"
        MILES = "miles", "Miles"

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="charges")
    unit = models.ForeignKey(FundUnit, on_delete=models.PROTECT, related_name="charges")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="charges")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="charges")
    on = models.DateField(help_text="the entry's day, by the worker's clock")
    part = models.CharField(max_length=5, choices=Part.choices, default=Part.TIME, db_default=Part.TIME)
    minutes = models.PositiveIntegerField(default=0)
    activity_code = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="slug of the program's activity code"
    )
    code = models.CharField(
        max_length=20, blank=True, default="", db_default="", help_text="the payer's code, as charged"
    )
    units = models.DecimalField(max_digits=9, decimal_places=1, help_text="whole ones; miles in tenths")
    counted_as = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="how the units came about, in words"
    )
    amount = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="empty: the contract sets it"
    )
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    charged_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "fund", "part"],
                condition=Q(voided_at=None),
                name="charged_to_a_fund_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["fund", "on"], name="charge_by_fund", condition=Q(voided_at=None)),
            models.Index(fields=["case", "on"], name="charge_by_case", condition=Q(voided_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.units} on {self.on}"

    @property
    def counted(self) -> Units:
        """The units, whole where they are."""
        return plain(self.units)


class Spending(Record):
    """Money of a fund, paid for something that a client needs. Voided with a reason, never deleted.

    What waits for approval counts already, so that nothing is promised twice.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="spendings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="spendings")
    on = models.DateField(help_text="the day of the service")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    what = models.CharField(max_length=160, help_text="what it was for")
    payee = models.CharField(max_length=160, blank=True, default="", help_text="who is not in the directory")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="the receipt"
    )
    assistance = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="type of financial assistance, where HUD's files ask for one"
    )
    covers_from = models.DateField(null=True, blank=True, help_text="empty: since the day of the service")
    covers_to = models.DateField(null=True, blank=True, help_text="last day that it helps with")
    needs_approval = models.BooleanField(default=False, db_default=False)
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["fund", "on"], name="spending_by_fund", condition=Q(voided_at=None)),
            models.Index(fields=["case", "on"], name="spending_by_case"),
            models.Index(
                fields=["case"],
                name="spending_waiting",
                condition=Q(needs_approval=True, approved_at=None, voided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.amount)} on {self.on}"

    @property
    def waits(self) -> bool:
        return self.needs_approval and self.approved_at is None and self.voided_at is None

    @property
    def paid_to(self) -> str:
        return self.office.name if self.office else self.payee


class HmisProject(Record):
    """What HUD's files say of a project of the agency; codes are those of the specification's lists."""

    fund = models.OneToOneField(Fund, on_delete=models.PROTECT, related_name="hmis")
    organization_name = models.CharField(max_length=200)
    is_victim_service_provider = models.BooleanField(default=False, db_default=False)
    project_name = models.CharField(max_length=200)
    project_type = models.PositiveSmallIntegerField()
    rrh_sub_type = models.PositiveSmallIntegerField(null=True, help_text="of rapid re-housing alone")
    operating_from = models.DateField()
    coc_code = models.CharField(max_length=6)
    funder_code = models.PositiveSmallIntegerField()
    is_continuum_project = models.BooleanField(default=True, db_default=True)
    housing_type = models.PositiveSmallIntegerField(null=True, help_text="of residential projects")
    participation = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="in the HMIS, or in a comparable database (2.08)"
    )
    participation_from = models.DateField(null=True, help_text="empty: since the project operates")
    entry_from = models.DateField(null=True, help_text="takes part in coordinated entry since (2.09)")
    entry_services = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="what it does as an access point, as columns of CEParticipation by commas; empty: it is none",
    )
    receives_referrals = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.project_name


class HmisAffiliation(Record):
    """A project of services alone goes with a residential project of the agency (HUD 2.02.6)."""

    project = models.ForeignKey(HmisProject, on_delete=models.PROTECT, related_name="affiliations")
    residential = models.ForeignKey(HmisProject, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "residential"], name="affiliated_once")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} with {self.residential_id}"


class HmisInventory(Record):
    """Beds and units of a residential project for one kind of household, for a time (HUD 2.07)."""

    project = models.ForeignKey(HmisProject, on_delete=models.PROTECT, related_name="inventory")
    household_type = models.PositiveSmallIntegerField()
    bed_type = models.PositiveSmallIntegerField(null=True, help_text="of shelters alone")
    availability = models.PositiveSmallIntegerField(null=True, help_text="of shelters alone")
    units = models.PositiveIntegerField()
    beds = models.PositiveIntegerField(help_text="all together; the others below are of these")
    ch_veteran_beds = models.PositiveIntegerField(default=0, db_default=0)
    youth_veteran_beds = models.PositiveIntegerField(default=0, db_default=0)
    veteran_beds = models.PositiveIntegerField(default=0, db_default=0, help_text="for any other veteran")
    ch_youth_beds = models.PositiveIntegerField(default=0, db_default=0)
    youth_beds = models.PositiveIntegerField(default=0, db_default=0, help_text="for any other youth")
    ch_beds = models.PositiveIntegerField(
        default=0, db_default=0, help_text="for any other chronically homeless"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True, help_text="last day; empty: until further notice")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.beds} beds since {self.from_on}"

    @property
    def terms(self) -> InventoryTerms:
        return InventoryTerms(**{name: getattr(self, name) for name in InventoryTerms.__dataclass_fields__})


class EnrolledMember(Record):
    """Somebody of a client's household, enrolled in the fund's project with the client."""

    fund_case = models.ForeignKey(FundCase, on_delete=models.PROTECT, related_name="household")
    member = models.ForeignKey(HouseholdMember, on_delete=models.PROTECT, related_name="enrollments")
    relationship = models.PositiveSmallIntegerField(help_text="to the head of household (HUD 3.15.1)")
    birth_date = models.DateField(null=True, blank=True, help_text="of whom has no record of a person")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True, help_text="last day; empty: as long as the client")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} with {self.fund_case_id}"


class HmisAnswers(Record):
    """What a client answered to HUD's questions, at one point of the enrollment: {column: code}."""

    class Stage(models.IntegerChoices):
        ENTRY = 1, "At entry"
        UPDATE = 2, "Update"
        EXIT = 3, "At exit"
        ANNUAL = 5, "Annual assessment"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hmis_answers")
    enrolled = models.ForeignKey(
        EnrolledMember,
        null=True,
        on_delete=models.PROTECT,
        related_name="answers_given",
        help_text="whose answers these are; empty: the client's",
    )
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    on = models.DateField()
    answers = models.JSONField(default=dict)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "HMIS answers"
        indexes: ClassVar = [models.Index(fields=["case", "on"], name="hmis_answers_by_case")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.on}"
