"""Forms of HUD's questions, drawn from the specification's lists."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from caseday.funding.actions import ProjectTerms
from caseday.funding.queries import hmis_stages
from caseday.funding.queries.household import Asked, relationships
from caseday.funding.rules.hmis import Question, fy2026
from caseday.funding.rules.hmis.household import MemberTerms
from caseday.funding.rules.hmis.inventory import InventoryTerms
from caseday.ui.forms import DateField, DateInput, Form, PlainForm

ENTRY_SERVICES = (
    ("PreventionAssessment", "Prevention assessment"),
    ("CrisisAssessment", "Crisis assessment"),
    ("HousingAssessment", "Housing assessment"),
    ("DirectServices", "Direct services"),
)


def choices(name: str) -> list[tuple[str, str]]:
    return [(str(code), word) for code, word in fy2026().lists[name].items()]


class ProjectForm(PlainForm):
    organization_name = forms.CharField(label="Organization", max_length=200)
    project_name = forms.CharField(label="Project", max_length=200)
    project_type = forms.ChoiceField(label="Project type")
    rrh_sub_type = forms.TypedChoiceField(
        label="Kind of rapid re-housing", coerce=int, empty_value=None, required=False,
        help_text="Only where the project type is rapid re-housing.",
    )  # fmt: skip
    funder_code = forms.ChoiceField(label="Funding source")
    coc_code = forms.CharField(label="Continuum of care", max_length=6, help_text="As TX-503.")
    operating_from = DateField(label="Operating since")
    is_continuum_project = forms.BooleanField(label="A project of the continuum", required=False)
    is_victim_service_provider = forms.BooleanField(label="The organization serves victims", required=False)
    housing_type = forms.TypedChoiceField(
        label="Type of housing",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Of residential projects.",
    )
    affiliated_with = forms.MultipleChoiceField(
        label="Goes with these residential projects", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Only of a project of services alone. None chosen: it goes with none.",
    )  # fmt: skip
    participation = forms.TypedChoiceField(
        label="Takes part in", coerce=int, help_text="Providers for victims keep a comparable database."
    )
    participation_from = DateField(label="Since", required=False, help_text="Empty: since it operates.")
    entry_from = DateField(label="Takes part in coordinated entry since", required=False)
    entry_services = forms.MultipleChoiceField(
        label="As an access point it offers", choices=ENTRY_SERVICES, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="None chosen: it is no access point.",
    )  # fmt: skip
    receives_referrals = forms.BooleanField(label="Receives referrals from coordinated entry", required=False)

    def __init__(self, *args: Any, residential: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["housing_type"].choices = [("", ""), *choices("HousingType")]
        self.fields["participation"].choices = choices("HMISParticipationType")
        if residential:
            self.fields["affiliated_with"].choices = [(str(one.pk), one.project_name) for one in residential]
        else:
            del self.fields["affiliated_with"]
        self.fields["project_type"].choices = choices("ProjectType")
        self.fields["rrh_sub_type"].choices = [("", ""), *choices("RRHSubType")]
        self.fields["funder_code"].choices = choices("FundingSource")

    def terms(self) -> ProjectTerms:
        said = {name: self.cleaned_data[name] for name in ProjectTerms.__dataclass_fields__}
        codes = {name: int(said[name]) for name in ("project_type", "funder_code")}
        services = ",".join(said["entry_services"])
        return ProjectTerms(
            **{**said, **codes, "coc_code": said["coc_code"].upper(), "entry_services": services}
        )

    def goes_with(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data.get("affiliated_with", ())]


class MemberForm(Form):
    member = forms.ChoiceField(label="Who", help_text="Of the household on the client's page.")
    relationship = forms.TypedChoiceField(
        label="To the head of household", coerce=int, choices=lambda: [("", ""), *relationships()]
    )
    birth_date = DateField(
        label="Date of birth", required=False,
        help_text="Only of whom has no page of their own; else it is taken from there.",
    )  # fmt: skip
    from_on = DateField(label="First day")
    to_on = DateField(label="Last day", required=False, help_text="Empty: leaves with the client.")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(str(one.pk), _called(one)) for one in members]

    def terms(self) -> MemberTerms:
        return MemberTerms(**{name: self.cleaned_data[name] for name in MemberTerms.__dataclass_fields__})


def _called(member: Any) -> str:
    name = member.name or (member.other.full_name if member.other else "")
    return f"{name} ({member.relation})" if name else member.relation


class AnswersForm(Form):
    stage = forms.ChoiceField(label="Asked", choices=hmis_stages)
    on = DateField(label="On")

    def __init__(self, *args: Any, asked: Asked, name: str = "", **kwargs: Any) -> None:
        """`name`: of the member of the household who is asked; the questions are of the client else."""
        super().__init__(*args, **kwargs)
        self.groups: list[tuple[str, list[Any]]] = []
        self.keys: dict[str, str] = {}
        for word, questions in asked:
            for one in questions:
                self.fields[_html_name(one)] = _field(one, _of(one.word, name))
                self.keys[_html_name(one)] = one.key
            self.groups.append((_of(word, name), [self[_html_name(one)] for one in questions]))

    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] or "" for name, key in self.keys.items()}

    def show_answers_refused(self, problems: dict[str, str]) -> None:
        self.show_problems({key.replace(".", "-"): text for key, text in problems.items()})


def _html_name(one: Question) -> str:
    return one.key.replace(".", "-")


def _of(words: str, name: str) -> str:
    return words.replace("the client", name) if name else words


def _field(one: Question, label: str) -> forms.Field:
    if one.column.codes:
        shown = [("", ""), *choices(one.column.codes)]
        return forms.ChoiceField(label=label, choices=shown, required=False)
    if one.column.kind == "d":
        return forms.CharField(label=label, required=False, max_length=10, widget=DateInput())
    numeric = {"inputmode": "decimal"} if one.column.kind == "m" else {}
    longest = 12 if one.column.kind == "m" else one.column.longest
    return forms.CharField(
        label=label, required=False, max_length=longest, widget=forms.TextInput(attrs=numeric)
    )


class InventoryForm(Form):
    household_type = forms.TypedChoiceField(
        label="For", coerce=int, choices=lambda: [("", ""), *choices("HouseholdType")]
    )
    bed_type = forms.TypedChoiceField(
        label="Kind of beds", coerce=int, choices=lambda: [("", ""), *choices("ESBedType")]
    )
    availability = forms.TypedChoiceField(
        label="Open", coerce=int, choices=lambda: [("", ""), *choices("Availability")]
    )
    units = forms.IntegerField(label="Units", min_value=0)
    beds = forms.IntegerField(label="Beds, all together", min_value=0)
    ch_veteran_beds = forms.IntegerField(label="For chronically homeless veterans", min_value=0, initial=0)
    youth_veteran_beds = forms.IntegerField(label="For youth who are veterans", min_value=0, initial=0)
    veteran_beds = forms.IntegerField(label="For any other veteran", min_value=0, initial=0)
    ch_youth_beds = forms.IntegerField(label="For chronically homeless youth", min_value=0, initial=0)
    youth_beds = forms.IntegerField(label="For any other youth", min_value=0, initial=0)
    ch_beds = forms.IntegerField(label="For anybody else chronically homeless", min_value=0, initial=0)
    from_on = DateField(label="From")
    to_on = DateField(label="To", required=False, help_text="Empty: until the numbers change.")

    def __init__(self, *args: Any, is_shelter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_shelter:
            del self.fields["bed_type"], self.fields["availability"]

    def terms(self) -> InventoryTerms:
        names = InventoryTerms.__dataclass_fields__
        return InventoryTerms(**{name: said for name, said in self.cleaned_data.items() if name in names})
