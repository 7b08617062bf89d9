"""Forms of cases; they validate and never save."""

from typing import Any

from django import forms

from caseday.cases import queries
from caseday.cases.rules import STATUSES
from caseday.programs.rules import Kind, Pack
from caseday.ui.forms import DateField, Form, PhoneField, PlainForm

_SIDES = [("", "Not said"), ("left", "Left"), ("right", "Right"), ("both", "Both")]
_ACCEPTANCES = [("", "Not said"), ("accepted", "Accepted"), ("pending", "Pending"), ("denied", "Denied")]


def kinds_of(kinds: "tuple[Kind, ...]", empty: str = "") -> list[tuple[str, str]]:
    return ([("", empty)] if empty else []) + [(kind.slug, kind.word) for kind in kinds]


def text(label: str, size: int, *, help: str = "", required: bool = False, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=size, help_text=help, required=required, widget=widget)


def long_text(label: str, size: int = 4000, *, help: str = "", required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=size, help_text=help, required=required, widget=widget)


def day(label: str, *, required: bool = False, help: str = "") -> DateField:
    return DateField(label=label, required=required, help_text=help)


class PartForm(Form):
    """The form of one entry of a part of the case; `pack` gives the choices."""

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack
        self.offer_choices(pack)

    def offer_choices(self, pack: Pack) -> None:
        """Overridden where choices come from the pack."""


class FactsForm(PartForm):
    acuity = forms.TypedChoiceField(label="Acuity", coerce=int)
    case_type = forms.ChoiceField(label="Type", required=False)
    jurisdiction = text("Jurisdiction", 2, help="Two letters of the state")
    occupation = text("Occupation", 120)
    visit_skills = text(
        "Who visits has to be, or speak",
        120,
        help="By commas, as RN, Spanish: every visit asks for it that says nothing of its own. "
        "A language named here stands for the client's; anybody asks for none.",
    )
    referred_by = text("Referred by", 160)
    summary = long_text("What it is about, in words")
    referral_reason = long_text("Why it was referred")

    def offer_choices(self, pack: Pack) -> None:
        self.fields["acuity"].choices = [(one.level, one.word) for one in pack.acuities]
        self.fields["case_type"].choices = kinds_of(pack.case_types, "Not said")

    def clean_jurisdiction(self) -> str:
        return self.cleaned_data["jurisdiction"].upper()


class PartyForm(PartForm):
    role = forms.ChoiceField(label="Role")
    who = text(
        "Who",
        300,
        required=True,
        help="A name of the directory, or anybody's",
        list="who-options",
    )
    phone = PhoneField(label="Phone", required=False)
    email = forms.EmailField(label="Email", required=False)
    note = text("Note", 300, help="Best time, extension, how they like to hear from you")
    from_on = day("From", help="Who had this role before leaves on this day")
    to_on = day("Until")

    def offer_choices(self, pack: Pack) -> None:
        self.fields["role"].choices = kinds_of(pack.party_roles)

    def clean(self) -> dict[str, Any]:
        """Who is meant: one entry of the directory, or only a name."""
        values = super().clean() or {}
        typed = values.get("who", "").strip()
        found = queries.resolve_who(typed)
        if len(found) > 1:
            self.add_error("who", "There are several by this name. Choose one from the list.")
        values["name"] = "" if found else typed[:120]
        values["office_id"] = found[0].office_id if found else None
        values["professional_id"] = found[0].professional_id if found else None
        return values


class IdentifierForm(PartForm):
    kind = forms.ChoiceField(label="Kind")
    value = text("Number", 60, required=True, spellcheck="false", autocapitalize="characters")
    issuer = text("Issued by", 300, help="An office of the directory; may stay empty", list="who-options")
    note = text("Note", 160)

    def offer_choices(self, pack: Pack) -> None:
        self.fields["kind"].choices = kinds_of(pack.identifier_kinds)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        typed = values.get("issuer", "").strip()
        offices = {one.office_id for one in queries.resolve_who(typed) if one.office_id}
        if typed and len(offices) != 1:
            self.add_error("issuer", "No one office of the directory is called so. Choose one from the list.")
        values["issuer_id"] = offices.pop() if offices else None
        return values


class ConditionForm(PartForm):
    code = text(
        "ICD-10-CM code",
        120,
        help="Type a code or words and choose; may stay empty",
        list="diagnosis-options",
    )
    description = text("In words", 300, help="Drawn from the code where empty")
    body_part = text("Body part", 60)
    side = forms.ChoiceField(label="Side", choices=_SIDES, required=False)
    acceptance = forms.ChoiceField(label="Accepted by the payer", choices=_ACCEPTANCES, required=False)
    onset_on = day("Since")
    is_primary = forms.BooleanField(label="The main one", required=False)


class KeyDateForm(PartForm):
    kind = forms.ChoiceField(label="What")
    on = day("Date", required=True)
    note = text("Note", 200)

    def offer_choices(self, pack: Pack) -> None:
        self.fields["kind"].choices = kinds_of(pack.key_date_kinds)


class GoalForm(PartForm):
    field_order = ("text",)
    agreed_with = text("Agreed with", 160)
    agreed_on = day("Agreed on")
    target_on = day("To be reached by")
    text = text("Goal", 300, required=True, list="goal-options")


class EndPartyForm(PlainForm):
    to_on = day("Until", help="Today, where empty")


class EndConditionForm(PlainForm):
    ended_on = day("Ended on", required=True)


class EndGoalForm(PlainForm):
    is_met = forms.ChoiceField(label="What became of it", choices=[("yes", "Met"), ("no", "Given up")])
    result = text("Result", 300, help="Needed where it is given up")
    ended_on = day("On", help="Today, where empty")


class ReasonForm(PlainForm):
    reason = text("Reason", 200, required=True)


class HandOffForm(PlainForm):
    staff = forms.ChoiceField(label="To")
    note = long_text("What the colleague must know first")
    how = forms.ChoiceField(
        label="How",
        choices=[
            ("offer", "Hand off: they take over when they accept"),
            ("support", "Support: they work on it, too"),
            ("assign", "Assign at once (supervisors)"),
        ],
        initial="offer",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = queries.possible_workers()
        self.fields["staff"].choices = [(str(staff.pk), staff.signature) for staff in workers]


class FilterForm(PlainForm):
    """Only draws the list's filters; `rules.CaseFilter` reads them, and forgives."""

    text = text("Name or number", 80)
    program = forms.ChoiceField(label="Program", required=False)
    stage = forms.ChoiceField(label="Stage", required=False)
    acuity = forms.ChoiceField(label="Acuity", required=False)
    status = forms.ChoiceField(label="Status", required=False)
    worker = forms.ChoiceField(label="Worker", required=False)
    silent_days = forms.ChoiceField(label="No contact for", required=False)

    def __init__(self, *args: Any, packs: list[Pack], workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = {stage.slug: stage.word for pack in packs for stage in pack.stages}
        acuities = {str(one.level): one.word for pack in packs for one in pack.acuities}
        words = {"active": "Open or on hold", "on_hold": "On hold", "all": "All"}
        self.fields["program"].choices = [("", "Any"), *((pack.slug, pack.word) for pack in packs)]
        self.fields["stage"].choices = [("", "Any"), *stages.items()]
        self.fields["acuity"].choices = [("", "Any"), *acuities.items()]
        self.fields["status"].choices = [(one, words.get(one, one.capitalize())) for one in STATUSES]
        self.fields["worker"].choices = [("", "Anyone"), ("me", "Me"), *workers]
        silent = [(str(days), f"{days} days") for days in (7, 14, 21, 30, 60)]
        self.fields["silent_days"].choices = [("", "Any time"), *silent]
