"""What a person types about a to-do that is tried again and again."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms as fields

from caseday.followups.actions import Chase
from caseday.followups.queries import ChaseChoices, Whom
from caseday.followups.web.forms import TodoForm
from caseday.kernel.ids import parse_id
from caseday.ui import forms

CADENCES = [
    ("", "Once"),
    ("daily", "Every working day"),
    ("every_n", "Every few working days"),
    ("weekly", "Weekly"),
    ("window", "Within a window"),
]


class ChaseForm(TodoForm):
    """A to-do with how often, until what, and in which order; `choices` are those of its case."""

    reach = fields.ChoiceField(label="Whom to reach", required=False)
    cadence = fields.ChoiceField(label="How often", required=False, choices=CADENCES)
    every_days = fields.IntegerField(
        label="Working days between",
        required=False,
        min_value=1,
        max_value=60,
        widget=fields.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": 60}),
    )
    window_until = forms.DateField(
        label="Last day", required=False, help_text="After it, it is late. The first is the day above."
    )
    until = fields.ChoiceField(label="Until", required=False, help_text="It ends by itself when this is so.")
    waits_for = fields.ChoiceField(label="Not before", required=False, help_text="Pharmacy before patient.")
    request = fields.UUIDField(required=False, widget=fields.HiddenInput)
    activity = fields.UUIDField(required=False, widget=fields.HiddenInput)
    appointment = fields.UUIDField(required=False, widget=fields.HiddenInput)

    def __init__(self, *args: Any, choices: ChaseChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen_from = choices
        self.fields["reach"].choices = [
            ("", "Nobody in particular"),
            *((key, label) for key, (label, _) in choices.whom.items()),
        ]
        self.fields["until"].choices = [("", "I end it myself"), *choices.untils]
        self.fields["waits_for"].choices = [("", "Nothing"), *choices.waits_for]

    @property
    def is_chase(self) -> bool:
        return any(self[name].value() for name in ("cadence", "until", "waits_for"))

    def whom(self) -> Whom:
        return self.chosen_from.whom.get(self.cleaned_data["reach"], ("", Whom()))[1]

    def chase(self) -> Chase:
        said = self.cleaned_data
        until, what, about = until_of(said["until"])
        is_window = said["cadence"] == "window"
        first: date | None = said["due_on"]
        return Chase(
            cadence=said["cadence"],
            every_days=said["every_days"] or 1,
            window_from=first if is_window else None,
            window_until=said["window_until"],
            until=until,
            until_step=what if until == "step" else "",
            until_document_kind=what if until == "document" else "",
            until_appointment_id=parse_id(what) if until == "new_date" else about,
            until_identifier_id=parse_id(what) if until == "read_back" else None,
            request_id=said["request"],
            waits_for_id=parse_id(said["waits_for"]),
        )

    @staticmethod
    def initial_of(todo: Any) -> dict[str, Any]:
        return {
            "cadence": todo.cadence,
            "every_days": todo.every_days if todo.cadence == "every_n" else None,
            "window_until": todo.window_until,
            "until": until_key(todo),
            "waits_for": str(todo.waits_for_id or ""),
            "request": todo.request_id,
            "appointment": todo.until_appointment_id,
        }


def until_of(key: str) -> tuple[str, str, UUID | None]:
    """What, of which kind or thing, about which appointment."""
    until, _, rest = key.partition(":")
    what, _, about = rest.partition(":")
    return until, what, parse_id(about)


def until_key(todo: Any) -> str:
    """The choice that the form shows for it; the other way round than `until_of`."""
    about = todo.until_appointment_id
    what = {
        "step": todo.until_step,
        "document": f"{todo.until_document_kind}:{about}" if about else todo.until_document_kind,
        "new_date": str(about or (todo.request.appointment_id if todo.request else "")),
        "read_back": str(todo.until_identifier_id),
    }
    return f"{todo.until}:{what[todo.until]}" if todo.until else ""
