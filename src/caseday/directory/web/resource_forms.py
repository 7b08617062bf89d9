"""What is typed about a community resource."""

from __future__ import annotations

from typing import Any

from django import forms

from caseday.directory.actions import ResourceDetails
from caseday.directory.queries import resource_note_kinds
from caseday.ui.forms import Form


def _line(label: str, size: int, *, needed: bool = False, help: str = "", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=size, required=needed, help_text=help, widget=widget)


class ResourceForm(Form):
    name = _line("What it is called", 200, needed=True, help="As they call it: Food Pantry")
    organization = _line("Who gives it", 200, needed=True)
    phone = _line("Phone", 40, type="tel", inputmode="tel")
    description = forms.CharField(
        label="What it is",
        max_length=4000,
        required=False,
        help_text="In the words in which one looks for it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    eligibility_description = _line("Who may use it", 1000)
    fees_description = _line("Cost", 500)
    hours = _line("Hours, in words", 1000, help="Tuesdays 10 to 2")
    languages = _line("Languages", 300, help="English, Spanish")
    address_1 = _line("Street", 200)
    city = _line("City", 80)
    postal_code = _line("ZIP code", 10, inputmode="numeric", help="Without one it is taken for one by phone.")

    def details(self) -> ResourceDetails:
        return ResourceDetails(**{name: value for name, value in self.cleaned_data.items() if name != "id"})


class LearnedForm(Form):
    kind = forms.ChoiceField(
        label="What did you learn?", choices=resource_note_kinds, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="In a few words",
        max_length=400,
        required=False,
        help_text="Who said it, until when. Nothing about a client: every colleague reads it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def learned(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "text", "id")}
