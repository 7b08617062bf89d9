"""Forms of plans; they validate and never save."""

from typing import Any

from django import forms as fields

from caseday.careplans import queries
from caseday.careplans.rules import LANGUAGES
from caseday.kernel.ids import parse_id
from caseday.ui.forms import DateField, Form, PlainForm

_SOURCES = [
    ("client", "The client says so"), ("assessment", "An assessment"), ("referral", "The referral"),
    ("worker", "Seen by me"),
]  # fmt: skip
_WHO = [
    ("worker", "I do (case manager)"), ("client", "The client"), ("family", "Family or household"),
    ("party", "Somebody of the case"), ("office", "An office"),
]  # fmt: skip
_METHODS = [
    ("drawn", "Sign with a finger"),
    ("typed", "Type the name"),
    ("declined", "Does not want to sign"),
]


def line(label: str, size: int, *, help: str = "", required: bool = False, **attrs: Any) -> fields.CharField:
    widget = fields.TextInput(attrs={"autocomplete": "off", **attrs})
    return fields.CharField(label=label, max_length=size, help_text=help, required=required, widget=widget)


def lines(
    label: str, size: int, *, help: str = "", required: bool = False, rows: int = 2
) -> fields.CharField:
    widget = fields.Textarea(attrs={"rows": rows})
    return fields.CharField(label=label, max_length=size, help_text=help, required=required, widget=widget)


def number(label: str, *, help: str = "") -> fields.DecimalField:
    return fields.DecimalField(
        label=label, required=False, max_digits=10, decimal_places=2, help_text=help,
        widget=fields.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )  # fmt: skip


class PartForm(Form):
    """One part of a plan; `whole` gives the choices. `revision` is the one that was read."""

    revision = fields.IntegerField(required=False, widget=fields.HiddenInput)

    def __init__(self, *args: Any, whole: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole = whole
        self.offer_choices()

    def offer_choices(self) -> None:
        """Overridden where choices come from the plan."""

    def typed(self) -> dict[str, Any]:
        """As the action takes it."""
        left_out = {"id", "revision"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    def _choose(self, name: str, items: Any, empty: str) -> None:
        chosen = [("", empty)] if empty else []
        self.fields[name].choices = chosen + [(str(one.pk), _short(one.text)) for one in items]


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


class NeedForm(PartForm):
    text = lines("What is needed, or what is the problem?", 500, required=True)
    words = lines("In the client's own words", 1000)
    source = fields.ChoiceField(label="Known from", choices=_SOURCES, initial="client")
    code = line("Diagnosis, ICD-10-CM", 400, help="Words or a code; may stay empty", list="diagnosis-options")
    source_id = fields.UUIDField(required=False, widget=fields.HiddenInput)


class GoalForm(PartForm):
    text = lines("What is to be reached?", 500, required=True, help="So that one can see when it is")
    words = lines("In the client's own words", 1000)
    need_id = fields.ChoiceField(label="For which need", required=False)
    by_on = DateField(label="By when", required=False)
    measure = line("What is counted", 200, help="Steps a day, nights slept at home, pain 0 to 10")
    unit = line("Unit", 40)
    start_value = number("Now it is")
    target_value = number("It is to be")
    serves_id = fields.ChoiceField(label="Serves the goal of the case", required=False)

    def offer_choices(self) -> None:
        self._choose("need_id", [one.need for one in self.whole.needs], "For no need in particular")
        self._choose("serves_id", self.whole.plan.case.goals.all(), "None")

    def clean_need_id(self) -> Any:
        return parse_id(self.cleaned_data["need_id"])

    def clean_serves_id(self) -> Any:
        return parse_id(self.cleaned_data["serves_id"])

    def show_problems(self, error: Any) -> None:
        super().show_problems(_by_field(error, {"need": "need_id", "serves": "serves_id"}))


class InterventionForm(PartForm):
    text = lines("What is done?", 500, required=True)
    who = fields.ChoiceField(label="Who does it", choices=_WHO)
    who_name = line("By name", 160, list="plan-people")
    how_often = line("How often", 120, help="Daily, Mondays, once by Friday")
    goal_id = fields.ChoiceField(label="For which goal")

    def offer_choices(self) -> None:
        self._choose("goal_id", [row.goal for row in self.whole.goals], "")

    def clean_goal_id(self) -> Any:
        return parse_id(self.cleaned_data["goal_id"])

    def show_problems(self, error: Any) -> None:
        super().show_problems(_by_field(error, {"goal": "goal_id"}))


class BarrierForm(PartForm):
    text = lines("What stands in the way?", 500, required=True)
    action = lines("What is done about it?", 500)
    goal_id = fields.ChoiceField(label="Of which goal", required=False)

    def offer_choices(self) -> None:
        self._choose("goal_id", [row.goal for row in self.whole.goals], "Of the whole plan")

    def clean_goal_id(self) -> Any:
        return parse_id(self.cleaned_data["goal_id"])

    def show_problems(self, error: Any) -> None:
        super().show_problems(_by_field(error, {"goal": "goal_id"}))


def _by_field(error: Any, names: dict[str, str]) -> dict[str, str]:
    problems = getattr(error, "problems", error)
    return {names.get(name, name): text for name, text in problems.items()}


class AboutForm(Form):
    strengths = lines(
        "Strengths", 4000, rows=3, help="What they are good at, who and what helps, what worked before"
    )
    preferences = lines(
        "What matters to the client", 4000, rows=3, help="How they want to live, be spoken to, be helped"
    )
    revision = fields.IntegerField(required=False, widget=fields.HiddenInput)


class EndPartForm(PlainForm):
    is_met = fields.ChoiceField(
        label="What came of it?",
        choices=[
            ("yes", "Reached, done, or out of the way"),
            ("no", "Given up, or no part of the plan any more"),
        ],
        widget=fields.RadioSelect,
        initial="yes",
    )
    result = lines("In words", 500, help="Needed where it is given up")
    ended_on = DateField(label="On which day", required=False)


class EndPlanForm(PlainForm):
    reason = line("Why does this plan end?", 200, required=True)


class WorkedForm(Form):
    text = lines("What was done?", 900, required=True)
    minutes = fields.IntegerField(label="Minutes", required=False, min_value=0, max_value=1440)
    value = number("It stands at now")
    intervention_id = fields.ChoiceField(label="By which step of the plan", required=False)

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(str(one.pk), _short(one.text)) for one in row.interventions]
        self.fields["intervention_id"].choices = [("", "Not one in particular"), *steps]
        if row.goal.unit or row.goal.measure:
            self.fields["value"].help_text = " ".join(
                part for part in (row.goal.measure, row.goal.unit) if part
            )

    def clean_intervention_id(self) -> Any:
        return parse_id(self.cleaned_data["intervention_id"])


class MeasureForm(Form):
    value = number("It stands at")
    note = lines("In words", 1000)
    on = DateField(label="On which day", required=False)


class ReasonForm(PlainForm):
    reason = line("What was wrong with it?", 200, required=True)


class ReviewForm(Form):
    on = DateField(label="Held on", required=False)
    with_whom = line("With whom", 200)
    finding = lines(
        "What was found", 4000, required=True, rows=4, help="What goes well, what does not, what changes"
    )
    next_on = DateField(
        label="Next review", required=False, help_text="Left empty: by the rhythm of the program"
    )


class SignForm(Form):
    role = fields.ChoiceField(label="Who signs")
    name = line("Name", 120, required=True)
    method = fields.ChoiceField(label="How", choices=_METHODS, widget=fields.RadioSelect, initial="drawn")
    path = fields.CharField(required=False, widget=fields.HiddenInput, strip=True)
    declined_reason = line("Why they do not want to sign", 300)
    language = fields.ChoiceField(choices=list(LANGUAGES.items()), widget=fields.HiddenInput)
    read_hash = fields.CharField(max_length=64, widget=fields.HiddenInput)

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles


def roles_to_sign(practice: Any, pack: Any) -> list[tuple[str, str]]:
    """Those whom the program names first, then who may sign besides."""
    known = [kind.slug for kind in pack.party_roles]
    slugs = [*practice.signatures, "client", "worker", "guardian", "supervisor", *known]
    return [(slug, queries.signer_word(pack, slug)) for slug in dict.fromkeys(slugs)]


class KinForm(PlainForm):
    helps = lines("How do they help?", 300)
    hinders = lines("How do they hinder?", 300)
    conflict = lines(
        "Is there a conflict?", 300, help="Only what somebody who works on this case has to know"
    )
    conflict_with = fields.ChoiceField(label="With whom", required=False)

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(str(one.id), f"{one.name} ({one.relation})") for one in others]
        self.fields["conflict_with"].choices = [("", "With the client"), *chosen]

    def clean_conflict_with(self) -> Any:
        return parse_id(self.cleaned_data["conflict_with"])


FORMS: dict[str, type[PartForm]] = {
    "needs": NeedForm,
    "goals": GoalForm,
    "interventions": InterventionForm,
    "barriers": BarrierForm,
}
PARTS = frozenset(queries.PARTS)
