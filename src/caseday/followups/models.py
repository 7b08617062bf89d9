"""Promises to keep: a plain to-do is a follow-up without a request."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.directory.models import Office, Professional
from caseday.people.models import Person


class FollowUp(Record):
    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="followups")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="followups")
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True, help_text="day, in the worker's time zone")
    due_at = models.DateTimeField(null=True, blank=True, help_text="moment, where an hour was promised")
    promised_to = models.CharField(max_length=120, blank=True, default="")
    reach_role = models.CharField(max_length=40, blank=True, default="", help_text="whom to reach")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_activity_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    promised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    done_by_activity_id = models.UUIDField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["staff", "due_on"], name="open_followup_by_staff", condition=Q(state="open")
            ),
            models.Index(fields=["case", "due_on"], name="open_followup_by_case", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.text
