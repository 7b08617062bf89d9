"""The only things that are stored about loose ends: that one sleeps until a moment, where a person put it, and from
whom somebody has it."""

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


class Given(Record):
    """A to-do or a request that was given to a colleague, and by whom; again: the last one counts."""

    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="given_things", help_text="who has it"
    )
    by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    subject_id = models.UUIDField(help_text="a to-do or a request")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "given"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject_id"], name="given_once")]

    def __str__(self) -> str:
        return f"{self.subject_id} to {self.staff_id}"


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
