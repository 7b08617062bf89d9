"""Forms of the work status and the employer's offer; they validate and never save."""

from collections.abc import Iterable
from typing import Any

from django import forms

from caseday.cases.actions import NewWorkStatus, Restriction
from caseday.cases.queries import duty_answers, resolve_who, work_status_kinds
from caseday.cases.web.forms import day, text
from caseday.programs.rules import Pack
from caseday.ui.forms import Form, PlainForm


class WorkStatusForm(Form):
    """For each restriction of the pack an amount and a note; those left empty do not apply."""

    kind = forms.ChoiceField(label="What the physician says", choices=work_status_kinds)
    physician = text("Physician", 200, help="A name of the directory, or anybody's", list="who-options")
    from_on = day("From", required=True)
    until_on = day("Until", help="The last day; empty: until further notice")
    document_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = pack.restriction_kinds
        for one in self.kinds:
            self.fields[f"amount_{one.slug}"] = text(f"{one.word}, at most", 8, inputmode="decimal")
            self.fields[f"note_{one.slug}"] = text(f"{one.word}, in words", 200, placeholder="in words")

    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(one, self[f"amount_{one.slug}"], self[f"note_{one.slug}"]) for one in self.kinds]

    def new(self) -> NewWorkStatus:
        values = self.cleaned_data
        found = [one for one in resolve_who(values["physician"]) if one.professional_id]
        known = found[0].professional_id if len(found) == 1 else None
        return NewWorkStatus(
            kind=values["kind"],
            from_on=values["from_on"],
            until_on=values["until_on"],
            restrictions=self._restrictions(),
            professional_id=known,
            by_name="" if known else values["physician"],
            document_id=values["document_id"],
        )

    def _restrictions(self) -> list[Restriction]:
        given = ((one.slug, self.cleaned_data[f"amount_{one.slug}"], self.cleaned_data[f"note_{one.slug}"])
                 for one in self.kinds)  # fmt: skip
        return [Restriction(*one) for one in given if one[1].strip() or one[2].strip()]


class DutyOfferForm(Form):
    field_order = ("text",)
    offered_on = day("Offered on", required=True)
    offered_by = text("By", 120)
    work_status_id = forms.TypedChoiceField(
        label="Within the restrictions of", required=False, coerce=str, empty_value=None
    )
    text = text("What is offered", 300, required=True, help="The work, hours and place")

    def __init__(self, *args: Any, statuses: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work_status_id"].choices = [
            ("", "Not said"),
            *((str(one.pk), str(one)) for one in statuses),
        ]


class DutyAnswerForm(PlainForm):
    answer = forms.ChoiceField(label="What became of it", choices=duty_answers)
    answered_on = day("On", help="Today, where empty")
    note = text("Note", 300)
