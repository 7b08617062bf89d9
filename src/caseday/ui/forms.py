"""The base of forms: our markup, the id made by the page, and fields that a person can fill in on a phone."""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from django import forms
from django.forms.renderers import TemplatesSetting

from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id


class FormRenderer(TemplatesSetting):
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Problems:
    """Shows what an action refused: `form.show_problems(error)`, then render again with status 422."""

    def show_problems(self: Any, error: Invalid | Mapping[str, str]) -> None:
        problems = error.problems if isinstance(error, Invalid) else error
        for name, text in problems.items():
            self.add_error(name if name in self.fields else None, text)


class Form(Problems, forms.Form):
    """A form whose hidden `id` is made once, so that a request sent twice is stored once.

    `form.cleaned_data["id"]` goes to the action as `id`.
    """

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = new_id


class PlainForm(Problems, forms.Form):
    """A form that creates nothing, so has no id."""


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DateField(forms.DateField):
    widget = DateInput


class TimeField(forms.TimeField):
    widget = TimeInput


class DateTimeField(forms.DateTimeField):
    """Typed in the current time zone (Django's, activated per request for the viewer), cleaned to an aware moment."""

    widget = DateTimeInput


class PhoneField(forms.CharField):
    """Takes a number as people write it, with "ext. 3" or "x3"; gives E.164, an extension after ";ext="."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "US")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError("Write the number with its area code, e.g. (512) 555-0123.")
        extension = f";ext={number.extension}" if number.extension else ""
        number.extension = None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) + extension
