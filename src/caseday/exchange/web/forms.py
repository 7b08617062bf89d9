"""A file to bring in, and what an export is closed with."""

from typing import Any

from django import forms as fields

from caseday.ui import forms


class UploadForm(forms.Form):
    kind = fields.ChoiceField(
        choices=[("cases", "A list of cases"), ("calendar", "A calendar"), ("resources", "A directory")],
        widget=fields.HiddenInput,
    )
    file = fields.FileField(label="File", allow_empty_file=True, max_length=300)


class CasesForm(UploadForm):
    file = fields.FileField(
        label="List of cases",
        help_text="CSV or Excel (.xlsx), in any order of columns.",
        allow_empty_file=True,
        max_length=300,
    )


class CalendarForm(UploadForm):
    file = fields.FileField(
        label="Calendar",
        help_text="The .ics file that Google, Outlook or Apple exports.",
        allow_empty_file=True,
        max_length=300,
    )


class ResourcesForm(UploadForm):
    file = fields.FileField(
        label="Directory of services",
        help_text="HSDS 3: the ZIP of CSV files, or the JSON of services.",
        allow_empty_file=True,
        max_length=300,
    )


class _Passphrase(fields.CharField):
    """Never sent back to the browser, nor kept in it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = fields.PasswordInput(attrs={"autocomplete": "new-password", "data-keep-not": ""})
        super().__init__(required=False, strip=False, max_length=300, widget=widget, **kwargs)


class ExportForm(forms.PlainForm):
    passphrase = _Passphrase(
        label="Passphrase", help_text="Empty: the numbers stay behind. Whoever loses it loses them."
    )
    again = _Passphrase(label="Passphrase, once more")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("passphrase", "") != given.get("again", ""):
            self.add_error("again", "The two are not alike. Type both again.")
        return given
