"""Forms of the journal; they validate and never save."""

from typing import Any

from django import forms

from caseday.journal.actions import Happened
from caseday.journal.rules.activities import MAX_MILES, MAX_MINUTES
from caseday.journal.rules.words import ACTIVITY_KINDS, CALL_RESULTS, RESULTS
from caseday.kernel.ids import parse_id
from caseday.ui.forms import DateTimeField, Form, PlainForm

_NOT_SAID = [("", "Not said")]


def _number(label: str, largest: int, **kwargs: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": largest})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=largest, widget=widget, **kwargs
    )


def case_label(case: Any) -> str:
    return f"{case.person.full_name} · {case.number}"


class ActivityForm(Form):
    """What happened, for correction; `cases` are those that may be chosen, `roles` the program's party roles."""

    kind = forms.ChoiceField(label="What", choices=list(ACTIVITY_KINDS.items()))
    case = forms.ChoiceField(label="Case", required=False)
    with_role = forms.ChoiceField(label="With", required=False)
    with_name = forms.CharField(label="Name", max_length=120, required=False)
    is_incoming = forms.BooleanField(label="They called or wrote to us", required=False)
    started_at = DateTimeField(label="When")
    minutes = _number("Minutes", MAX_MINUTES)
    hold_minutes = _number("Minutes on hold", MAX_MINUTES)
    miles = forms.DecimalField(
        label="Miles", required=False, min_value=0, max_value=MAX_MILES, decimal_places=1, max_digits=6
    )
    place = forms.CharField(label="Place", max_length=160, required=False)
    result = forms.ChoiceField(label="Result", required=False, choices=[*_NOT_SAID, *RESULTS.items()])
    summary = forms.CharField(
        label="In a line or two", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(label="Why it is corrected", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        cases: list[Any],
        roles: list[tuple[str, str]],
        is_signed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [("", "No case"), *((str(one.pk), case_label(one)) for one in cases)]
        self.fields["with_role"].choices = [*_NOT_SAID, *roles]
        if is_signed:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    @staticmethod
    def initial_of(activity: Any) -> dict[str, Any]:
        names = (
            "kind",
            "with_role",
            "with_name",
            "is_incoming",
            "started_at",
            "minutes",
            "hold_minutes",
            "miles",
        )
        values = {name: getattr(activity, name) for name in (*names, "place", "result", "summary")}
        return {**values, "case": str(activity.case_id or "")}

    def happened(self, activity: Any) -> Happened:
        """The links to the directory stay while role and name do."""
        data = self.cleaned_data
        same = data["with_name"] == activity.with_name and data["with_role"] == activity.with_role
        return Happened(
            **{name: data[name] for name in data if name in Happened.__dataclass_fields__},
            case_id=parse_id(data["case"]),
            office_id=activity.office_id if same else None,
            professional_id=activity.professional_id if same else None,
            person_id=activity.person_id if same else None,
        )


class AttemptForm(Form):
    """One tap on a to-do; minutes on hold where that was the result."""

    result = forms.ChoiceField(choices=[(result, RESULTS[result]) for result in CALL_RESULTS])
    hold_minutes = _number("Minutes on hold", MAX_MINUTES)


class VoidForm(PlainForm):
    reason = forms.CharField(label="Why is it void?", max_length=200)
