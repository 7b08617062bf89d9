"""Facts of community resources that somebody of the agency corrected, beside what their source says."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.directory.models.resources import Service


class ResourceFact(Record):
    """One fact of a service as it was corrected by hand, until it is corrected again, agreed to or given up.

    `source_values` are the rows and columns of the imported directory that it stands for, and `source_text` the same
    in words: what a later import says goes there, and is shown as a difference.
    """

    class How(models.TextChoices):
        REPLACED = "replaced", "Corrected again"
        TAKEN = "taken", "The directory's taken"
        AGREED = "agreed", "The directory says the same"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="facts")
    fact = models.CharField(max_length=12, help_text="phone, hours, eligibility ...")
    value = models.TextField(blank=True, default="")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    learned_at = models.DateTimeField()
    learned_from = models.CharField(max_length=160, blank=True, default="", help_text="who said it, and how")
    source_values = models.JSONField(default=dict, blank=True)
    source_text = models.TextField(blank=True, default="")
    source_said_at = models.DateTimeField(
        null=True, blank=True, help_text="when an import last said something new of it"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_how = models.CharField(max_length=8, choices=How.choices, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-learned_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "fact"], condition=Q(settled_at=None), name="one_correction_of_a_fact"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fact}: {self.value}"[:300]
