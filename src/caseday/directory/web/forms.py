"""Forms of the directory; they validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms

from caseday.directory.queries import office_channels, office_kinds
from caseday.directory.rules.kinds import CALENDARS, PHONE_PURPOSES, PROFESSIONAL_ROLES
from caseday.directory.rules.places import STATE_ZONES
from caseday.ui.forms import Form, PlainForm, TimeInput

TEL: dict[str, Any] = {"type": "tel", "inputmode": "tel", "autocomplete": "off"}
ZONES = (
    ("", "By postal code or state"),
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Mountain, Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic, Puerto Rico"),
)


def text(label: str, most: int, *, needed: bool = False, hint: str = "", **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=needed, help_text=hint, widget=forms.TextInput(attrs=attrs)
    )


def states() -> list[tuple[str, str]]:
    return [("", ""), *((state, state) for state in sorted(STATE_ZONES))]


def zones(current: str) -> list[tuple[str, str]]:
    known = list(ZONES)
    return known if not current or current in dict(known) else [*known, (current, current.replace("_", " "))]


class OfficeForm(Form):
    name = text("Name", 160, needed=True, autocomplete="off")
    kind = forms.ChoiceField(label="Kind")
    phone = text("Front desk phone", 40, hint="With its extension, if it has one: 512 555 0123 x4", **TEL)
    line1 = text("Street", 160)
    line2 = text("Suite, floor", 160)
    city = text("City", 80)
    state = forms.ChoiceField(label="State", required=False, choices=states)
    postal_code = text("Postal code", 10, inputmode="numeric")
    time_zone = forms.ChoiceField(label="Time zone of the door", required=False)
    fax = text("Fax", 40, **TEL)
    email = forms.EmailField(label="Email", required=False)
    website = forms.URLField(label="Website", required=False, assume_scheme="https")
    preferred_channel = forms.ChoiceField(label="How they want to be reached", required=False)
    npi = text("NPI", 20, hint="Ten digits; the last one is checked.", inputmode="numeric")
    arrival_note = text("On arrival", 300, hint="Parking, entrance, floor, where to sign in.")
    note = forms.CharField(
        label="Good to know", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = office_kinds()
        self.fields["preferred_channel"].choices = [("", "Not noted"), *office_channels()]
        self.fields["time_zone"].choices = zones(self.initial.get("time_zone", "") or "")
        if not is_new:
            del self.fields["phone"]

    def office_fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("id", "phone")}


class MaskForm(PlainForm):
    kind = forms.ChoiceField(label="Which number")
    mask = text(
        "Its shape",
        60,
        hint="A is a letter, 9 a digit, X either; anything else stands for itself: WC-99-99. Empty: any shape.",
        spellcheck="false",
        autocapitalize="characters",
        autocomplete="off",
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds


class PhoneForm(Form):
    number = text("Number", 40, needed=True, **TEL)
    extension = text("Extension", 12, inputmode="numeric")
    purpose = text("What for", 80, list="phone-purposes", autocomplete="off")
    menu_hint = text("In their menu", 120, hint="As you would tell a colleague: press 3 for the coordinator")

    purposes = PHONE_PURPOSES

    def phone_fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "id"}


class ProfessionalForm(Form):
    name = text("Name", 120, needed=True, autocomplete="off")
    credentials = text("Credentials", 60, hint="As signed: MD, PA-C")
    role = text("Role", 60, list="professional-roles", autocomplete="off")
    phone = text("Phone", 40, **TEL)
    extension = text("Extension", 12, inputmode="numeric")
    fax = text("Fax", 40, **TEL)
    email = forms.EmailField(label="Email", required=False)
    preferred_channel = forms.ChoiceField(label="How they want to be reached", required=False)
    npi = text("NPI", 20, inputmode="numeric")
    note = forms.CharField(
        label="Good to know", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    roles = PROFESSIONAL_ROLES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preferred_channel"].choices = [("", "Not noted"), *office_channels()]

    def professional_fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "id"}


class HeardForm(PlainForm):
    line = forms.CharField(
        label="What they said",
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "M-F 8-12 and 1-5", "autocomplete": "off"}),
    )


class HoursTextForm(PlainForm):
    opening_hours = forms.CharField(
        label="Hours as opening_hours text",
        max_length=600,
        required=False,
        help_text="Mo-Fr 08:00-12:00,13:00-17:00; PH off",
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    heard_as = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)


def time_field(spoken: str, label: str) -> forms.TimeField:
    """`spoken` names the row too, for those who hear the form."""
    return forms.TimeField(label=label, required=False, widget=TimeInput(attrs={"aria-label": spoken}))


CALENDAR_CHOICES = list(CALENDARS.items())
