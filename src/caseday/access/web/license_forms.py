"""What is typed about licenses and continuing education."""

from typing import Any

from django import forms

from caseday.access.actions import EducationDetails, LicenseDetails
from caseday.access.rules.licenses import CATEGORIES, license_kinds
from caseday.kernel.ids import parse_id
from caseday.ui.forms import DateField, Form, PlainForm


class LicenseForm(Form):
    kind = forms.ChoiceField(label="License or certification")
    state = forms.CharField(
        label="State",
        max_length=2,
        required=False,
        help_text="Which issued it: TX. Empty for a national one.",
    )
    number = forms.CharField(
        label="Number", max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    issued_on = DateField(label="First issued", required=False)
    period_from_on = DateField(
        label="This period began",
        required=False,
        help_text="Hours count from then. Empty: as long before its last day as the board's period is.",
    )
    expires_on = DateField(label="Last day", required=False, help_text="Empty: it does not expire.")
    required_hours = forms.DecimalField(
        label="Hours that your board asks for",
        required=False,
        max_digits=5,
        decimal_places=1,
        help_text="In a period, where Caseday does not know them, or knows others.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (one.slug, f"{one.word} ({one.signed})" if one.signed else one.word) for one in license_kinds()
        ]
        self.fields["kind"].choices = [("", "Choose"), *kinds]

    def details(self) -> LicenseDetails:
        return LicenseDetails(**{name: value for name, value in self.cleaned_data.items() if name != "id"})


class EducationForm(Form):
    title = forms.CharField(
        label="What it was about", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    taken_on = DateField(label="Day")
    hours = forms.DecimalField(
        label="Hours", max_digits=5, decimal_places=2, help_text="As the certificate says: 1.5"
    )
    category = forms.ChoiceField(label="Category", choices=list(CATEGORIES.items()))
    provider = forms.CharField(label="Who gave it", max_length=160, required=False)
    license_id = forms.ChoiceField(label="Counts for", required=False)

    def __init__(self, *args: Any, licenses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["license_id"].choices = [("", "All of them"), *licenses]

    def details(self) -> EducationDetails:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "id"}
        return EducationDetails(**typed | {"license_id": parse_id(typed["license_id"])})


class EndLicenseForm(PlainForm):
    reason = forms.CharField(
        label="Why it ends", max_length=200, help_text="Given up, withdrawn, or noted by mistake."
    )
