"""In: answers of map servers. Out: drives and places that were asked for once, so that no page waits for them."""

from typing import ClassVar

from django.db import models

from caseday.access.models import Record


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
