"""The referral, on one page."""

from typing import Any
from uuid import UUID

from django import forms

from caseday.access.viewer import Viewer
from caseday.cases.queries import possible_workers
from caseday.intake.rules import is_enough
from caseday.people.rules.contact import LANGUAGES
from caseday.programs.queries import packs_on
from caseday.programs.rules import USUAL_PROGRAM, Pack, referral_fields
from caseday.ui.forms import DateField, DateTimeField, Form, PhoneField, PlainForm

_LANGUAGES = [("", "Not asked"), *LANGUAGES.items()]
_CHANNELS = [("phone", "Phone"), ("email", "Email"), ("fax", "Fax"), ("portal", "Portal"), ("paper", "Paper")]


def _text(label: str, size: int, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=size, required=False, widget=widget)


def _chosen(packs: list[Pack], slug: str) -> Pack:
    """The program that was chosen; before that, the usual one where the agency has it."""
    by_slug = {pack.slug: pack for pack in packs}
    return by_slug.get(slug) or by_slug.get(USUAL_PROGRAM) or packs[0]


class ReferralForm(Form):
    given_name = _text("Given name", 80, autofocus=True)
    family_name = _text("Family name", 80)
    phone = PhoneField(label="Phone", required=False)
    birth_date = DateField(label="Born", required=False)
    language = forms.ChoiceField(label="Language", choices=_LANGUAGES, required=False)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    claim_number = _text("Claim number", 60, spellcheck="false", autocapitalize="characters")
    onset_on = DateField(label="Date of injury", required=False)
    condition = _text("Injury, illness or reason", 300)
    acuity = forms.TypedChoiceField(label="Acuity", coerce=int, required=False)
    referrer_name = _text("Adjuster or referrer", 120, list="referrer-options")
    referrer_phone = PhoneField(label="Their phone", required=False)
    employer_name = _text("Employer", 160, list="employer-options")
    physician_name = _text("Treating physician", 160, list="physician-options")
    goals = forms.CharField(
        label="Goals of the case",
        help_text="One a line, as agreed with the referrer",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label="What they ask for", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    program = forms.ChoiceField(label="Program")
    case_type = forms.ChoiceField(label="Type", required=False)
    jurisdiction = _text("Jurisdiction", 2, autocapitalize="characters")
    received_at = DateTimeField(label="Received")
    channel = forms.ChoiceField(label="Came by", choices=_CHANNELS, initial="phone", required=False)
    assign_to = forms.ChoiceField(label="Goes to", required=False)
    note = _text("Note", 1000)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        packs = packs_on(self.initial["received_at"].date())
        self.fields["program"].choices = [(pack.slug, pack.word) for pack in packs]
        wanted = self.data.get("program") if self.is_bound else self.initial.get("program")
        self._ask_as(_chosen(packs, wanted or ""))
        workers = [(str(one.pk), one.name) for one in possible_workers()]
        self.fields["assign_to"].choices = [("", f"{viewer.name} (me)"), *workers]

    def _ask_as(self, pack: Pack) -> None:
        """The fields in the words of the program; what it does not ask for is left out."""
        self.pack = pack
        self.initial["program"] = pack.slug
        self.fields["acuity"].choices = [(one.level, one.word) for one in pack.acuities]
        self.fields["case_type"].choices = [(one.slug, one.word) for one in pack.case_types]
        asked = referral_fields(pack)
        if not asked.begins_with_injury:
            self.fields["condition"].label = "Condition or reason"
        for name, word in asked.words.items():
            if word:
                self.fields[name].label = word
            else:
                del self.fields[name]

    def clean_acuity(self) -> int:
        return self.cleaned_data["acuity"] or 2

    def clean_jurisdiction(self) -> str:
        return self.cleaned_data["jurisdiction"].upper()

    def clean_assign_to(self) -> UUID | None:
        chosen = self.cleaned_data["assign_to"]
        return UUID(chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not is_enough(values):
            self.add_error("family_name", "A name or a number is enough, but one of them is needed.")
        return values


class DeclineForm(PlainForm):
    reason = _text("Why it is declined", 200)
