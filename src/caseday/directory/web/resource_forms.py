"""What is typed about a community resource."""

from __future__ import annotations

from typing import Any

from django import forms

from caseday.directory.models import ResourceNote
from caseday.ui.forms import Form


class LearnedForm(Form):
    kind = forms.ChoiceField(
        label="What did you learn?", choices=ResourceNote.Kind.choices, widget=forms.RadioSelect
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
