"""Forms of the employer's offer; they validate and never save."""

from collections.abc import Iterable
from typing import Any

from django import forms

from caseday.cases.queries import duty_answers
from caseday.cases.web.forms import day, text
from caseday.ui.forms import Form, PlainForm


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
