"""A call logged in two taps: to whom comes with the address, the result is the button."""

from typing import Any

from django import forms

from caseday.journal.actions import Happened
from caseday.journal.rules.activities import MAX_MINUTES
from caseday.journal.rules.words import RESULTS
from caseday.ui.forms import Form

_ON_HOLD = "on_hold"


class CallForm(Form):
    case = forms.UUIDField(required=False, widget=forms.HiddenInput)
    followup = forms.UUIDField(required=False, widget=forms.HiddenInput)
    member = forms.UUIDField(required=False, widget=forms.HiddenInput)
    office = forms.UUIDField(required=False, widget=forms.HiddenInput)
    professional = forms.UUIDField(required=False, widget=forms.HiddenInput)
    role = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    seconds = forms.IntegerField(required=False, min_value=0, max_value=86_400, widget=forms.HiddenInput)
    result = forms.ChoiceField(choices=list(RESULTS.items()), required=False)
    hold_minutes = forms.IntegerField(
        label="Minutes on hold",
        required=False,
        min_value=0,
        max_value=MAX_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": MAX_MINUTES}),
    )
    hours = forms.CharField(
        label="What they said about their hours",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "M-F 8-12 and 1-5, Fri till 3"}),
    )
    summary = forms.CharField(
        label="What was said", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def happened(self) -> Happened:
        """Who gave up on hold was on hold for as long as the call took, unless they say otherwise."""
        data: dict[str, Any] = self.cleaned_data
        minutes = max(1, round(data["seconds"] / 60)) if data.get("seconds") else None
        hold = data["hold_minutes"]
        if data["result"] == _ON_HOLD and hold is None:
            minutes, hold = None, minutes
        return Happened(
            kind="call",
            case_id=data["case"],
            office_id=data["office"],
            professional_id=data["professional"],
            with_role=data["role"],
            with_name=data["name"],
            result=data["result"],
            minutes=minutes,
            hold_minutes=hold,
            summary=data["summary"],
        )
