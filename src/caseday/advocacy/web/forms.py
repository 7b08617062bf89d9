"""What people type about decisions and efforts. It checks and translates; it never saves."""

from typing import Any

from django import forms as fields

from caseday.advocacy.queries import Effort
from caseday.advocacy.rules import EffortDetails
from caseday.kernel.ids import parse_id
from caseday.ui import forms

OTHER = "other"
_AREA = fields.Textarea(attrs={"rows": 3})


class DecisionForm(forms.Form):
    question = fields.CharField(
        label="What has to be decided", max_length=300, help_text="In the client's words where you can."
    )
    background = fields.CharField(
        label="Good to know", required=False, max_length=2000, widget=_AREA,
        help_text="What one has to know to decide, in plain words.",
    )  # fmt: skip
    decide_by = forms.DateField(label="Decide by", required=False)


class DecideForm(forms.PlainForm):
    option = fields.ChoiceField(label="The client chose")
    because = fields.CharField(
        label="Why, in the client's words", required=False, max_length=2000, widget=_AREA
    )
    present = fields.CharField(
        label="Who was present", max_length=1000, widget=fields.Textarea(attrs={"rows": 2}),
        help_text="One a line, the client among them.",
    )  # fmt: skip
    decided_on = forms.DateField(label="Decided on", required=False)

    def __init__(self, *args: Any, options: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [("", "Choose"), *((str(one.pk), one.title) for one in options)]


class ReasonForm(forms.PlainForm):
    reason = fields.CharField(label="Why", max_length=200)


class EffortForm(forms.Form):
    asked = fields.CharField(
        label="What you asked for", max_length=300, help_text="Begin with what the client needs: six more visits."
    )  # fmt: skip
    to = fields.ChoiceField(label="Of whom", required=False)
    whom = fields.CharField(
        label="Or somebody else", max_length=160, required=False, help_text="Name and what they are."
    )
    ground = fields.ChoiceField(label="On what ground", choices=Effort.Ground.choices, initial="need")
    ground_text = fields.CharField(
        label="Which", max_length=300, required=False, help_text="The section, the page, the report."
    )
    asked_on = forms.DateField(label="Asked on")
    request = fields.ChoiceField(label="Belongs to the request", required=False)
    ask_again_on = forms.DateField(label="Ask again on", required=False, help_text="Makes a to-do.")

    def __init__(self, *args: Any, receivers: Any, requests: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receivers = {one.key: one for one in receivers}
        named = [(one.key, f"{one.name}, {one.role_word}".strip(", ")) for one in receivers]
        self.fields["to"].choices = [("", "Choose"), *named, (OTHER, "Somebody else")]
        asked = [(str(one.pk), one.title) for one in requests]
        self.fields["request"].choices = [("", "None"), *asked]

    def details(self) -> EffortDetails:
        said = self.cleaned_data
        one = self.receivers.get(said["to"])
        return EffortDetails(
            asked=said["asked"],
            whom=one.name if one else said["whom"],
            asked_on=said["asked_on"],
            role=one.role if one else "",
            person_id=one.person_id if one else None,
            office_id=one.office_id if one else None,
            professional_id=one.professional_id if one else None,
            ground=said["ground"],
            ground_text=said["ground_text"],
            request_id=parse_id(said["request"]),
        )

    def key_of(self, effort: Any) -> str:
        """Who was asked, among those who can be chosen."""
        for key, one in self.receivers.items():
            ids = (one.person_id, one.office_id, one.professional_id)
            if one.name == effort.whom or (
                any(ids) and ids == (effort.person_id, effort.office_id, effort.professional_id)
            ):
                return key
        return OTHER


class OutcomeForm(forms.PlainForm):
    outcome = fields.ChoiceField(label="What came of it", choices=Effort.Outcome.choices)
    outcome_on = forms.DateField(label="When", required=False)
    text = fields.CharField(
        label="In words", required=False, max_length=2000, widget=_AREA,
        help_text="What was granted; with what reason it was refused.",
    )  # fmt: skip
