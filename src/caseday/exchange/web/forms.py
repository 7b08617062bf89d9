"""A file to bring in."""

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
