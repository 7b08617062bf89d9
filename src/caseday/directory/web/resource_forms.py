"""What is typed about a community resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from caseday.directory.actions import ResourceDetails
from caseday.directory.queries import resource_note_kinds
from caseday.directory.rules.resource_facts import FACTS, Fact
from caseday.ui.forms import Form, PlainForm


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


class FactsForm(PlainForm):
    """Every fact as it stands, beside it how it was read: what is the same in both was not touched."""

    learned_from = _line("Who said so", 160, help="Maria at the desk, by phone. Nothing about a client.")

    def __init__(self, data: Any = None, *, facts: Mapping[str, str]) -> None:
        super().__init__(data)
        for fact in FACTS:
            self.fields[fact.slug] = _fact_field(fact, facts[fact.slug])
            self.fields[_was(fact)] = forms.CharField(
                required=False, initial=facts[fact.slug], strip=False, widget=forms.HiddenInput
            )
        self.order_fields([*(fact.slug for fact in FACTS), "learned_from"])

    def typed(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "facts": {fact.slug: said[fact.slug] for fact in FACTS},
            "based_on": {fact.slug: said[_was(fact)] for fact in FACTS},
            "learned_from": said["learned_from"],
        }


def _was(fact: Fact) -> str:
    return f"was_{fact.slug}"


def _fact_field(fact: Fact, text: str) -> forms.CharField:
    is_line = fact.slug in ("email", "website", "languages", "capacity")
    lines = forms.Textarea(attrs={"rows": min(6, 2 + text.count("\n") + len(text) // 80)})
    return forms.CharField(
        label=fact.word,
        required=False,
        initial=text,
        max_length=max(fact.longest, len(text)),
        help_text=fact.help,
        widget=forms.TextInput(attrs={"autocomplete": "off"}) if is_line and "\n" not in text else lines,
    )


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
