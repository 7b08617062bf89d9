"""What is typed when a community resource is offered, and what came of it."""

from typing import Any

from django import forms as fields

from caseday.followups.actions import Answer
from caseday.followups.queries import CHANNELS, Offer
from caseday.ui import forms

WHO_WORDS = {"client": "The client", "agency": "The agency", "worker": "I did it"}


class OfferForm(forms.Form):
    answer = fields.ChoiceField(
        label="What did they say?",
        choices=[
            ("", "They think about it"),
            ("accepted", "They accept it"),
            ("declined", "They decline it"),
        ],
        widget=fields.RadioSelect,
        required=False,
    )
    reason = fields.CharField(
        label="Why, if they decline", max_length=300, required=False,
        widget=fields.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    channel = fields.ChoiceField(
        label="How did you talk?", choices=[("", "Not said"), *CHANNELS], required=False
    )

    def said(self) -> Answer:
        typed = self.cleaned_data
        return Answer(typed["answer"], typed["reason"], typed["channel"])


class ResourceStepForm(forms.Form):
    """Of the step that comes next: who says it, how it ended, why."""

    who = fields.ChoiceField(label="Who says it?", widget=fields.RadioSelect)
    outcome = fields.ChoiceField(label="How did it end?", widget=fields.RadioSelect, required=False)
    reason = fields.CharField(
        label="Why, as they say", max_length=300, required=False,
        widget=fields.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    channel = fields.ChoiceField(
        label="How was it said?", choices=[("", "Not said"), *CHANNELS], required=False
    )
    step = fields.SlugField(widget=fields.HiddenInput)
    version = fields.IntegerField(widget=fields.HiddenInput, required=False)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        endings = offer.next_step.outcomes if offer.next_step else ()
        self.fields["who"].choices = [(who, WHO_WORDS[who]) for who in offer.who or WHO_WORDS]
        self.fields["outcome"].choices = [(one.slug, one.word) for one in endings]
        self.fields["outcome"].required = bool(endings)
        self.fields["outcome"].error_messages["required"] = "Say how it ended."

    def said(self) -> dict[str, Any]:
        typed = self.cleaned_data
        same = {name: typed[name] for name in ("who", "outcome", "reason", "channel", "step", "id")}
        return same | {"expected": typed["version"]}
