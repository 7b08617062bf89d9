"""The only things that are stored about loose ends: that one sleeps until a moment, and where a person put it."""

from typing import ClassVar

from django.db import models

from caseday.access.models import Record, Staff


class Snooze(Record):
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="snoozes")
    rule = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "rule", "subject_id"], name="snoozed_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} until {self.until}"


class Placement(Record):
    """Pinned, or moved by hand; kept per person until reset."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="placements")
    rule = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    is_pinned = models.BooleanField(default=False, db_default=False)
    position = models.FloatField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "rule", "subject_id"], name="placed_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} at {self.position}"


class DayClose(Record):
    """A day was closed: how many things were done, carried on, and to when."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="day_closes")
    on = models.DateField()
    closed_at = models.DateTimeField()
    carried = models.JSONField(default=list, help_text="list of {rule, subject_id, to}")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "on"], name="day_closed_once")]

    def __str__(self) -> str:
        return f"{self.on}"
