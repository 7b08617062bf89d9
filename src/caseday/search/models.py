"""What can be found: one row a person, case, office, professional, number, entry, paper, message, part of a plan ..."""

import uuid
from typing import ClassVar

from django.db import models


class Kind(models.TextChoices):
    PERSON = "person", "Person"
    CASE = "case", "Case"
    IDENTIFIER = "identifier", "Identifier"
    OFFICE = "office", "Office"
    PROFESSIONAL = "professional", "Professional"
    ENTRY = "entry", "Journal"
    PAPER = "paper", "Papers"
    MESSAGE = "message", "Messages"
    PART = "part", "Care plans"
    PLAN = "plan", "Care plan"
    DECISION = "decision", "Decisions"
    EFFORT = "effort", "Advocacy"
    MEETING = "meeting", "Team meetings"
    RESOURCE = "resource", "Community resources"


class Entry(models.Model):
    """Derived from the records and rebuilt from them at any time; holds nothing of its own."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_id: "models.UUIDField[uuid.UUID, uuid.UUID]" = models.UUIDField()
    case_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    office_id = models.UUIDField(null=True)
    title = models.CharField(max_length=240)
    detail = models.CharField(max_length=240, blank=True, default="")
    words = models.TextField(blank=True, default="", help_text="folded: names and numbers")
    text = models.TextField(
        blank=True,
        default="",
        help_text="folded: what a journal entry and its notes say; the words of what is longer, each once",
    )
    sounds = models.CharField(max_length=240, blank=True, default="", help_text="phonetic keys")
    scope = models.CharField(
        max_length=33, blank=True, default="", help_text="c and the case id, as one word"
    )

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "subject_id"], name="found_once")]
        indexes: ClassVar = [models.Index(fields=["case_id"], name="entry_by_case")]

    def __str__(self) -> str:
        return self.title
