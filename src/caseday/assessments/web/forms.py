"""What a person types about assessments."""

from typing import Any

from django import forms as fields

from caseday.ui import forms

HOW = [("in_person", "In person"), ("phone", "By phone"), ("client", "By the client, on a link")]
LANGUAGES = [("", "As the client speaks"), ("en", "English"), ("es", "Spanish")]


class BeginForm(forms.Form):
    instrument = fields.ChoiceField(label="What to give")
    how = fields.ChoiceField(label="How", choices=HOW, widget=fields.RadioSelect, initial="in_person")
    language = fields.ChoiceField(label="Language", choices=LANGUAGES, required=False)
    amends = fields.UUIDField(required=False, widget=fields.HiddenInput)

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.slug, one.title.en) for one in offered]
        self.fields["instrument"].choices = [("", "Choose"), *choices]


class AsideForm(forms.PlainForm):
    reason = fields.CharField(label="Why is it not finished?", max_length=300)


class PlanForm(forms.PlainForm):
    plan = fields.CharField(
        label="What was done, and what comes next",
        max_length=4000,
        widget=fields.Textarea(attrs={"rows": 4}),
        help_text="Who was told, what was agreed, when you speak again. Another must be able to go on from here.",
    )


class LinkForm(forms.PlainForm):
    days = fields.IntegerField(label="Works for how many days", min_value=1, max_value=30, initial=7)


class HoldForm(forms.Form):
    file = fields.FileField(
        label="Questionnaire",
        required=False,
        help_text="A FHIR R4 Questionnaire, as JSON. Scoring beside it, if any.",
    )
    license_holder = fields.CharField(label="Who owns it", max_length=300)
    license_text = fields.CharField(
        label="What allows your agency to use it",
        max_length=8000,
        widget=fields.Textarea(attrs={"rows": 5}),
        help_text="The words of the license, or of the owner's letter, with its date.",
    )
    confirmed = fields.BooleanField(
        label="I have read the license, and it covers giving this on paper, by phone and in this software",
        required=False,
    )


class TermsForm(forms.Form):
    license_text = fields.CharField(
        label="Why your agency's use keeps these terms",
        max_length=8000,
        widget=fields.Textarea(attrs={"rows": 3}),
    )
    confirmed = fields.BooleanField(label="I have read the terms, and our use keeps them", required=False)
