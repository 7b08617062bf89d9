"""What a person types on the checklist of a day that is set."""

from django import forms as fields

from caseday.followups.queries import CHANNELS
from caseday.ui import forms

HOW = ("Saw the paper", "The receiving side confirmed", "Seen in the portal", "The person has it")


class LineForm(forms.Form):
    word = fields.CharField(label="What else is to be confirmed?", max_length=120)
    stands_out_days_before = fields.IntegerField(
        label="Stands out days before", min_value=0, max_value=60, initial=3
    )


class ConfirmForm(forms.PlainForm):
    """`who` is a role, chosen; `by` the name, typed. One of them is enough."""

    role = fields.CharField(max_length=40, required=False)
    by = fields.CharField(max_length=120, required=False)
    channel = fields.ChoiceField(choices=[("", ""), *CHANNELS], required=False)
    detail = fields.CharField(max_length=300, required=False)


class HowForm(forms.PlainForm):
    how = fields.CharField(max_length=120)


class ReasonForm(forms.PlainForm):
    reason = fields.CharField(max_length=200, required=False)


class PlaceForm(forms.PlainForm):
    to = fields.IntegerField(min_value=-1, max_value=100)
