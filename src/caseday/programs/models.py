"""Reference data of programs that is too large for a pack."""

from typing import ClassVar

from django.db import models


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
