"""Forms of reports; they validate and never save."""

from typing import Any

from django import forms

from caseday.kernel.ids import parse_id
from caseday.reports.actions import Corrected
from caseday.reports.rules import MAX_MILES
from caseday.ui.forms import Form

WHYS = (
    "Detour",
    "Parking",
    "Road closed",
    "Second stop on the way",
    "By the odometer",
    "Drove from elsewhere",
)


def _number(label: str, largest: int, digits: int, **kwargs: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"})
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=largest, max_digits=digits, decimal_places=1,
        widget=widget, **kwargs,
    )  # fmt: skip


class CorrectionForm(Form):
    """How the trip was. `row` is the trip as it stands, `cases` those that may be chosen."""

    miles = _number("Miles", int(MAX_MILES), 6, help_text="Empty: as it was known before.")
    why = forms.CharField(
        label="Why it is corrected",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "whys", "autocomplete": "off"}),
    )
    odometer_start = _number("Odometer at the start", 9_999_999, 8)
    odometer_end = _number("Odometer at the end", 9_999_999, 8, help_text="Both readings win over the miles.")
    purpose = forms.CharField(label="What for", max_length=200, required=False)
    cases = forms.MultipleChoiceField(
        label="Cases that it served",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The first one chosen is the first served.",
    )

    def __init__(self, *args: Any, row: Any, cases: list[Any], **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, initial=self._initial(row), **kwargs)
        if row.is_out_of_sight:
            del self.fields["cases"]
        else:
            self.fields["cases"].choices = self._choices(row, cases)

    @staticmethod
    def _initial(row: Any) -> dict[str, Any]:
        latest = row.trip.corrections[-1] if row.trip.corrections else None
        return {
            "miles": row.trip.miles,
            "odometer_start": latest.odometer_start if latest else None,
            "odometer_end": latest.odometer_end if latest else None,
            "purpose": "" if row.is_out_of_sight else row.words,
            "cases": [str(case_id) for case_id in row.trip.case_ids],
        }

    @staticmethod
    def _choices(row: Any, cases: list[Any]) -> list[tuple[str, str]]:
        """Those of the trip first, in the order of serving, so that their order is kept."""
        served = [(str(one.id), f"{one.name} · {one.number}") for one in row.cases if one.id]
        known = {case_id for case_id, _ in served}
        more = [(str(one.pk), f"{one.person.called} · {one.number}") for one in cases]
        return [*served, *(one for one in more if one[0] not in known)]

    def corrected(self) -> Corrected:
        data = self.cleaned_data
        names = ("why", "miles", "odometer_start", "odometer_end", "purpose")
        chosen = set(data.get("cases", ()))
        in_order = [case_id for case_id, _ in self.fields["cases"].choices] if "cases" in self.fields else []
        case_ids = [parse_id(one) for one in in_order if one in chosen]
        if "cases" not in self.fields:
            case_ids = list(self.row.trip.case_ids)
        return Corrected(**{name: data[name] for name in names}, case_ids=[one for one in case_ids if one])
