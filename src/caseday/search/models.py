"""What can be found: one row a person, case, office, professional, identifier or note."""

import uuid
from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """Derived from the records and rebuilt from them at any time; holds nothing of its own."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12)
    subject_id: "models.UUIDField[uuid.UUID, uuid.UUID]" = models.UUIDField()
    case_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    title = models.CharField(max_length=240)
    detail = models.CharField(max_length=240, blank=True, default="")
    text = models.TextField(blank=True, default="")
    sounds = models.CharField(max_length=120, blank=True, default="", help_text="phonetic keys")

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "subject_id"], name="found_once")]
        indexes: ClassVar = [models.Index(fields=["case_id"], name="entry_by_case")]

    def __str__(self) -> str:
        return self.title
