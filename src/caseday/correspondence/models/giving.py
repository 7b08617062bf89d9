"""What is given and said in plain words: templates, hand-outs, and the phrases that raise a safety flag."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.correspondence.models.messages import Message
from caseday.documents.models import Document


class TemplateVersion(Record):
    """An agency's own wording of a template; the shipped ones are data beside the code. The newest holds."""

    slug = models.CharField(max_length=60)
    channel = models.CharField(max_length=9)
    language = models.CharField(max_length=10, default="en")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    subject = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField()
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    is_retired = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug", "channel", "language", "version"], name="one_template_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class HandOut(Record):
    """Education given: what, in which language, and whether it was understood (teach-back)."""

    class Understood(models.TextChoices):
        YES = "yes", "Said it back right"
        PARTLY = "partly", "Said back a part"
        NO = "no", "Not yet"
        NOT_ASKED = "not_asked", "Not asked"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_outs")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    topic = models.CharField(max_length=60, blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=9, help_text="hand, text, email, mail")
    given_at = models.DateTimeField()
    understood = models.CharField(max_length=9, choices=Understood.choices, default=Understood.NOT_ASKED)
    note = models.CharField(max_length=300, blank=True, default="")
    activity_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-given_at"], name="hand_out_by_case")]

    def __str__(self) -> str:
        return self.title


class SafetyPhrase(Record):
    """The agency's own: added to the shipped ones, or one of those switched off."""

    phrase = models.CharField(max_length=80)
    language = models.CharField(max_length=10, default="en")
    about = models.CharField(max_length=40, default="harm", help_text="harm, self-harm, heart, infection ...")
    is_off = models.BooleanField(default=False, db_default=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phrase", "language"], condition=Q(is_off=False), name="safety_phrase_once"
            )
        ]

    def __str__(self) -> str:
        return self.phrase
