"""Forms of people; they validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms

from caseday.directory.rules.places import STATE_ZONES
from caseday.people.queries import consent_choices, safety_audiences, ssn_answers
from caseday.people.rules.contact import LANGUAGES
from caseday.ui.forms import DateField, Form, TimeField

TEL: dict[str, Any] = {"type": "tel", "inputmode": "tel", "autocomplete": "off"}
RELATIONS = (
    "spouse", "partner", "daughter", "son", "mother", "father", "sister", "brother", "grandchild", "roommate",
    "neighbor", "friend", "caregiver", "home health aide", "guardian", "power of attorney",
)  # fmt: skip


def text(label: str, most: int, *, needed: bool = False, hint: str = "", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=needed, help_text=hint, widget=widget)


def flag(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class PartForm(Form):
    def part_fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "id"}


class NamesForm(PartForm):
    given_name = text("Given name", 80)
    middle_name = text("Middle name", 80)
    family_name = text("Family name", 80)
    suffix = text("Suffix", 20)
    preferred_name = text("Goes by", 80, hint="The name to speak with")
    former_names = text("Former names", 200, hint="Birth name, earlier family names")
    birth_date = DateField(label="Birth date", required=False)
    gender = text("Gender", 20)
    pronouns = text("Pronouns", 20)
    occupation = text("Occupation", 120)


class SsnForm(PartForm):
    """What is typed is kept by no browser: `data-keep-not`."""

    number = text(
        "Number", 20, hint="Write x for each digit that is not known: xxx-xx-6789", spellcheck="false"
    )
    answer = forms.ChoiceField(label="Or why there is none", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs["data-keep-not"] = ""
        self.fields["answer"].choices = [("", "---"), *ssn_answers()]


class NewPersonForm(PartForm):
    given_name = text("Given name", 80)
    family_name = text("Family name", 80)
    birth_date = DateField(label="Birth date", required=False)
    phone = text("Phone", 40, **TEL)
    preferred_name = text("Goes by", 80)
    language = forms.ChoiceField(
        label="Language", required=False, choices=list(LANGUAGES.items()), initial="en"
    )

    def person_fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.part_fields().items() if name != "phone"}


class NeedsForm(PartForm):
    language = forms.ChoiceField(label="Language", choices=list(LANGUAGES.items()))
    needs_interpreter = flag("Needs an interpreter")
    interpreter_note = text(
        "About the interpreter", 160, hint="Dialect, by phone or in person, a woman preferred"
    )
    accessibility = text("Accessibility", 300, hint="Steps, hearing, vision, reading, memory")
    time_zone = text("Time zone", 64, hint="Only where it differs from the address: America/Denver")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = (self.initial or {}).get("language")
        if current and current not in LANGUAGES:
            self.fields["language"].choices = [*LANGUAGES.items(), (current, current)]


class ContactPointForm(PartForm):
    system = forms.ChoiceField(label="Kind", choices=[("phone", "Phone"), ("email", "Email")])
    value = text("Number or address", 120, needed=True)
    use = text("Which", 20, hint="Mobile, home, work", list="contact-uses")
    call_consent = forms.ChoiceField(label="May be called")
    text_consent = forms.ChoiceField(label="May be texted")
    email_consent = forms.ChoiceField(label="May be emailed")
    consent_on = DateField(label="Said so on", required=False)
    details_allowed = flag("Health details may be left here")
    best_from = TimeField(label="Best time from", required=False)
    best_to = TimeField(label="to", required=False)
    note = text("Note", 160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("call_consent", "text_consent", "email_consent"):
            self.fields[name].choices = consent_choices()
            self.fields[name].initial = "unknown"


class AddressForm(PartForm):
    use = text("Which", 20, hint="Home, mail, temporary", list="address-uses")
    line1 = text("Street", 160)
    line2 = text("Apartment, floor", 160)
    city = text("City", 80)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", ""), *((state, state) for state in sorted(STATE_ZONES))]
    )
    postal_code = text("Postal code", 10, inputmode="numeric")
    arrival_note = text("On arrival", 300, hint="Gate code, dog, which bell, where to park")
    from_on = DateField(label="Since", required=False)
    to_on = DateField(label="Until", required=False)


class HouseholdForm(PartForm):
    relations = RELATIONS
    name = text("Name", 120, needed=True)
    relation = text("Relation", 60, needed=True, list="relations")
    phone = text("Phone", 40, **TEL)
    lives_with = flag("Lives with the client")
    is_emergency_contact = flag("Emergency contact")
    may_be_told = flag("The client agreed that they may be told")
    note = text("Note", 300)


class SafetyForm(PartForm):
    text = forms.CharField(
        label="What one must know before going there",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    audience = forms.ChoiceField(label="Who reads it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = safety_audiences()
