"""What people say of a trip where it was not as planned. Trips themselves are computed from what happened."""

from typing import ClassVar

from django.db import models

from caseday.access.models import Record, Staff
from caseday.cases.models import Case


class TripCorrection(Record):
    """As somebody left a trip. Each correction is a row of its own and none is changed: the last one holds."""

    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="trip_corrections", help_text="who drove"
    )
    on = models.DateField(help_text="the day of the trip, by the clock of who drove")
    source = models.CharField(max_length=5, help_text="visit, home or entry")
    source_id = models.UUIDField(help_text="the appointment or the entry; of a way home, from worker and day")
    original_miles = models.DecimalField(
        max_digits=6, decimal_places=1, null=True, blank=True, help_text="what stood there before"
    )
    miles = models.DecimalField(
        max_digits=6, decimal_places=1, null=True, blank=True, help_text="empty: as planned again"
    )
    odometer_start = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    odometer_end = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    purpose = models.CharField(
        max_length=200, blank=True, default="", help_text="what one drove for; empty: as it was"
    )
    why = models.CharField(max_length=200)
    corrected_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["corrected_at", "id"]
        indexes: ClassVar = [models.Index(fields=["staff", "on"], name="trip_correction_by_day")]

    def __str__(self) -> str:
        return f"{self.on}: {self.original_miles} to {self.miles}"


class TripCase(Record):
    """A case that a corrected trip served; without any row, those that are known from what happened."""

    correction = models.ForeignKey(TripCorrection, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="0 is the first served")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["correction", "case"], name="one_case_once_a_trip")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ({self.position})"


class KeptTrip(Record):
    """What was planned for a trip, kept a week after it: a new home base or another map changes no old report."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", help_text="who drove")
    on = models.DateField(help_text="the day of the trip, by the clock of who drove")
    source_id = models.UUIDField(unique=True, help_text="as of a trip correction")
    miles = models.DecimalField(max_digits=6, decimal_places=1)
    minutes = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "on"], name="kept_trip_by_day")]

    def __str__(self) -> str:
        return f"{self.on}: {self.miles}"
