"""Referrals as they come in, complete or not."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from caseday.access.models import Record, Staff
from caseday.cases.models import Case
from caseday.people.models import Person
from caseday.programs.rules import USUAL_PROGRAM


class Referral(Record):
    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN, db_default=State.OPEN)
    program = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=12, blank=True, default="phone")
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="referrals_taken")
    assign_to = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80, blank=True, default="")
    family_name = models.CharField(max_length=80, blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    claim_number = models.CharField(max_length=60, blank=True, default="")
    onset_on = models.DateField(null=True, blank=True)
    acuity = models.PositiveSmallIntegerField(default=2, db_default=2)
    case_type = models.CharField(max_length=40, blank=True, default="", db_default="")
    jurisdiction = models.CharField(max_length=2, blank=True, default="", db_default="")
    condition = models.CharField(max_length=300, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    referrer_name = models.CharField(max_length=120, blank=True, default="")
    referrer_phone = models.CharField(max_length=40, blank=True, default="")
    employer_name = models.CharField(max_length=160, blank=True, default="")
    physician_name = models.CharField(max_length=160, blank=True, default="")
    goals = models.TextField(blank=True, default="", help_text="one line each")
    note = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=200, blank=True, default="")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["taken_by", "received_at"], name="open_referral", condition=Q(state="open")),
            models.Index(fields=["state", "id"], name="referral_by_state"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        name = " ".join(part for part in (self.given_name, self.family_name) if part)
        return name or (f"{self.number_word} {self.claim_number}" if self.claim_number else "Name not known")

    @property
    def number_word(self) -> str:
        return "Claim" if self.program == USUAL_PROGRAM else "Number"
