"""What the adjuster, or whoever referred, was told, and up to where."""

from typing import ClassVar

from django.db import models

from caseday.access.models import Record, Staff
from caseday.cases.models import Case, Party
from caseday.correspondence.models.messages import Message


class Update(Record):
    """Drawn from the entries since the last one. What it covered is kept, so that nothing is told twice."""

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        TOLD = "told", "Told"
        DISCARDED = "discarded", "Discarded"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="updates")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, default="adjuster")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    form = models.CharField(max_length=12, default="email", help_text="email, call_notes, portal_text, fax")
    covers_from = models.DateTimeField(null=True, blank=True)
    covers_until = models.DateTimeField()
    covered = models.JSONField(default=list, help_text="[kind, id] of everything that it tells of")
    sections = models.JSONField(default=dict, help_text="{section: text}, as edited")
    version = models.PositiveIntegerField(default=1, db_default=1)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    activity_id = models.UUIDField(null=True, blank=True)
    begun_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-covers_until"], name="update_by_case")]

    def __str__(self) -> str:
        return f"update until {self.covers_until}"
