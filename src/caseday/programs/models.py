"""What an agency makes of the shipped packs, and reference data that is too large for one."""

from typing import ClassVar

from django.db import models

from caseday.access.models import Record, Staff


class DiagnosisCode(models.Model):
    """One ICD-10-CM code, as released for a fiscal year."""

    code = models.CharField(primary_key=True, max_length=8, help_text="without the point: S83241A")
    description = models.CharField(max_length=300)
    is_billable = models.BooleanField(default=True, db_default=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.pointed} {self.description}"

    @property
    def pointed(self) -> str:
        return f"{self.code[:3]}.{self.code[3:]}" if len(self.code) > 3 else self.code


class Wording(Record):
    """An agency's own wording of a pack, or what one payer changes of a pack (`payer_name` says who).

    `values` are those of `rules.Pack`, as in a pack file; of a payer, only the sections that it changes.
    """

    slug = models.CharField(max_length=40, help_text="of the pack")
    payer_name = models.CharField(
        max_length=160, blank=True, default="", help_text="payer or funder whose changes these are"
    )
    payer_office_id = models.UUIDField(null=True, blank=True, help_text="the payer's office in the directory")
    word = models.CharField(max_length=120, help_text="what the pack is called")
    values = models.JSONField(default=dict, help_text="as in a pack file, by section")
    based_on = models.CharField(max_length=160, blank=True, default="", help_text="of what it is a copy")
    note = models.CharField(max_length=300, blank=True, default="", help_text="what changed, and why")

    class Meta:
        abstract = True

    @property
    def is_overlay(self) -> bool:
        return bool(self.payer_name)


class PackDraft(Wording):
    """Being written; may be wrong in places until it is published. `revision` counts its savings."""

    keeps_history: ClassVar[bool] = False

    revision = models.PositiveIntegerField(default=1, db_default=1)
    created_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "payer_name"], name="one_draft_of_a_pack")
        ]

    def __str__(self) -> str:
        return f"{self.word}, draft" + (f" for {self.payer_name}" if self.payer_name else "")


class PackVersion(Wording):
    """Published: its values never change, so that a case finds the rules with which it began."""

    class State(models.TextChoices):
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    number = models.PositiveIntegerField(
        help_text="counts the versions of one pack, or of one payer's changes"
    )
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.PUBLISHED, db_default=State.PUBLISHED
    )
    effective_from = models.DateField(help_text="for cases referred from this day on")
    effective_to = models.DateField(null=True, blank=True, help_text="last such day")
    published_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "payer_name", "number"], name="pack_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.word}, version {self.number}" + (f" for {self.payer_name}" if self.payer_name else "")

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN
