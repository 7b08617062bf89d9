"""Files that came in, and what became of each row."""

from typing import ClassVar

from django.db import models

from caseday.access.models import Record, Staff


class ImportRun(Record):
    class State(models.TextChoices):
        PREVIEW = "preview", "Preview"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="import_runs")
    kind = models.CharField(max_length=12, help_text="cases, calendar or resources")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREVIEW)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    done_rows = models.PositiveIntegerField(default=0, db_default=0)
    total_rows = models.PositiveIntegerField(default=0, db_default=0)
    report = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-started_at"]

    def __str__(self) -> str:
        return self.file_name
