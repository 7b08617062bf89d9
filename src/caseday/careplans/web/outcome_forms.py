"""The form of outcome measures: one field for each that is typed."""

from decimal import Decimal
from typing import Any

from django import forms as fields

from caseday.careplans.queries import outcome_points
from caseday.careplans.rules.outcomes import PERCENT, YES_OR_NO, said_unit
from caseday.careplans.web.forms import number
from caseday.ui.forms import DateField, PlainForm

_YES_NO = [("", "Not recorded"), ("1", "Yes"), ("0", "No")]


class OutcomeForm(PlainForm):
    """Repeating it on a day replaces what stands there, so it needs no id."""

    point = fields.ChoiceField(label="When")
    on = DateField(label="As of")

    def __init__(self, *args: Any, case: Any, measures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].choices = outcome_points(case)
        self.slugs = [one.slug for one in measures]
        for one in measures:
            self.fields[one.slug] = _field(one)

    @property
    def measures(self) -> list[Any]:
        return [self[slug] for slug in self.slugs]

    def values(self) -> dict[str, Decimal]:
        given = {slug: self.cleaned_data[slug] for slug in self.slugs}
        return {slug: Decimal(value) for slug, value in given.items() if value not in (None, "")}


def _field(measure: Any) -> fields.Field:
    if measure.unit == YES_OR_NO:
        return fields.ChoiceField(
            label=measure.word, choices=_YES_NO, required=False, help_text=measure.meaning
        )
    unit = "%" if measure.unit == PERCENT else said_unit(measure.word, measure.unit)
    label = f"{measure.word} ({unit})" if unit else measure.word
    return number(label, help=measure.meaning)
