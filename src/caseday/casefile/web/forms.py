"""Closing a case: reason, outcome, and a word on everything that is open."""

from typing import Any

from django import forms

from caseday.casefile.actions import Settlement
from caseday.casefile.queries import OpenItem
from caseday.programs.rules import Pack
from caseday.ui.forms import PlainForm


class ClosingForm(PlainForm):
    reason = forms.ChoiceField(label="Why it closes")
    outcome = forms.ChoiceField(label="How it ended")
    note = forms.CharField(
        label="Closing summary", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, pack: Pack, items: list[OpenItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.fields["reason"].choices = [
            ("", "Choose"),
            *((one.slug, one.word) for one in pack.closure_reasons),
        ]
        self.fields["outcome"].choices = [("", "Choose"), *((one.slug, one.word) for one in pack.outcomes)]
        for item in items:
            choices = [("", "Choose"), *item.choices]
            self.fields[f"item-{item.id}"] = forms.ChoiceField(
                label=item.text, choices=choices, help_text=item.detail
            )
            self.fields[f"said-{item.id}"] = forms.CharField(
                label=f"What became of: {item.text}",
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": "What became of it"}),
            )

    def rows(self) -> list[tuple[OpenItem, Any, Any]]:
        return [(one, self[f"item-{one.id}"], self[f"said-{one.id}"]) for one in self.items]

    def settlements(self) -> list[Settlement]:
        return [
            Settlement(
                kind=one.kind,
                id=one.id,
                choice=self.cleaned_data[f"item-{one.id}"],
                said=self.cleaned_data[f"said-{one.id}"],
            )
            for one in self.items
        ]
