"""In: answers of map servers, plans, and what people want of them. Out: drives and places that were asked for once, so
that no page waits for them; the plan of each day as it was seen."""

from datetime import time
from typing import ClassVar

from django.db import models

from caseday.access.models import Record, Staff
from caseday.directory.models import Office


class TravelTime(Record):
    """A drive as a map server said it; found again by its two places, the hour and the kind of day.

    Derived: nothing is lost with it. It is no part of a case's record and of no export.
    """

    from_place = models.CharField(max_length=24, help_text="latitude,longitude in 1/10,000 degree")
    to_place = models.CharField(max_length=24)
    kind_of_day = models.CharField(
        max_length=8, blank=True, default="", db_default="", help_text="weekday or weekend; empty: any"
    )
    hour = models.SmallIntegerField(default=-1, db_default=-1, help_text="of leaving, by the clock; -1: any")
    minutes = models.FloatField(null=True, blank=True, help_text="behind the wheel; empty: none to be had")
    miles = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=12)
    refusal = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="why there are no minutes"
    )
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_place", "to_place", "kind_of_day", "hour"], name="one_travel_time_an_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_place} to {self.to_place}"


class PlaceLookup(Record):
    """An address that a geocoder was asked for, so that it is asked once for each wording."""

    subject_id = models.UUIDField(unique=True, help_text="the office, or the address of a person")
    wording = models.CharField(max_length=64, help_text="SHA-256 of the address as it was asked")
    precision = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="what came back; empty: nothing better",
    )
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.precision or "not found"


class ServerTrouble(Record):
    """A map server that is of no use just now; the row goes when it answers again."""

    server = models.CharField(max_length=12, unique=True, help_text="roads or addresses")
    words = models.CharField(max_length=120, help_text="a clause: did not answer within a second")
    since = models.DateTimeField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.server} {self.words}"


class DayPlan(Record):
    """The plan of somebody's day as it was shown last. Derived, and kept so that a change can be said in words."""

    keeps_history: ClassVar[bool] = False

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="day_plans")
    on = models.DateField()
    made_at = models.DateTimeField()
    facts = models.CharField(max_length=64, help_text="SHA-256 of what was planned, without the hour")
    engine = models.CharField(max_length=40)
    plan = models.JSONField(default=dict)
    seen = models.JSONField(default=dict, help_text="the plan that the person knows; changes count from it")
    changes = models.JSONField(default=list, help_text="sentences, until the person has seen them")
    is_final = models.BooleanField(
        default=False, db_default=False, help_text="nothing better is being looked for"
    )
    asked_for = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text="facts that a better plan is asked for",
    )
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "on"], name="one_plan_a_day")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.on}"


class PlanChoice(Record):
    """What a person decided about one thing of a day."""

    class Kind(models.TextChoices):
        PINNED = "pinned", "Pinned to a time"
        MOVED = "moved", "Moved"
        NOT_TODAY = "not_today", "Not today"
        TICKED = "ticked", "Done"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="plan_choices")
    on = models.DateField()
    key = models.CharField(max_length=140, help_text="of the thing in the plan")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(null=True, blank=True)
    instead_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "on", "key"], name="one_choice_a_thing")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.kind}"


class PlanWishes(Record):
    """How somebody wants their days planned."""

    class Base(models.TextChoices):
        HOME = "home", "Home"
        OFFICE = "office", "Office"

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="plan_wishes")
    wishes = models.JSONField(default=list, help_text="names of wishes of shipped/weights.toml")
    day_from = models.TimeField(default=time(8))
    day_to = models.TimeField(default=time(17))
    lunch_minutes = models.PositiveSmallIntegerField(default=30, db_default=30)
    lunch_from = models.TimeField(default=time(12))
    lunch_to = models.TimeField(default=time(13, 30))
    short_breaks = models.PositiveSmallIntegerField(default=0, db_default=0)
    starts_from = models.CharField(max_length=6, choices=Base.choices, default=Base.HOME)
    ends_at = models.CharField(max_length=6, choices=Base.choices, default=Base.HOME)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="one's own desk"
    )

    class Meta:
        verbose_name_plural = "plan wishes"

    def __str__(self) -> str:
        return f"{self.staff_id}"


class TeamProposal(Record):
    """Who of a team could visit whom on a day, as it was worked out last for whoever leads it. Derived."""

    keeps_history: ClassVar[bool] = False

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="team_proposals")
    on = models.DateField()
    facts = models.CharField(max_length=64, help_text="SHA-256 of what it is worked out from")
    plan = models.JSONField(default=dict, help_text="empty: it is being worked out")
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "on"], name="one_proposal_a_day")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.on}"
