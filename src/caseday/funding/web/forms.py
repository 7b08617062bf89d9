"""Forms of funds; they validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms

from caseday.funding.actions import FundTerms, TypedCharge, UnitTerms
from caseday.funding.queries import entry_kinds, limit_stretches, unit_kinds
from caseday.funding.rules.spending import SpendingTerms
from caseday.kernel.ids import parse_id
from caseday.schedule.queries import office_named
from caseday.ui.forms import DateField, Form, PlainForm


class FundForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    funder = forms.CharField(label="Who pays", max_length=120)
    reference = forms.CharField(label="Grant or contract number", max_length=60, required=False)
    program = forms.ChoiceField(label="Program", required=False, help_text="Empty: cases of any program.")
    from_on = DateField(label="First day")
    to_on = DateField(label="Last day", required=False)
    budget = forms.DecimalField(label="Budget in dollars", max_digits=12, decimal_places=2, required=False)
    client_budget = forms.DecimalField(
        label="Most dollars spent on one client", max_digits=12, decimal_places=2, required=False
    )
    client_budget_per = forms.ChoiceField(label="in", choices=limit_stretches, required=False)
    approval_from = forms.DecimalField(
        label="A supervisor or administrator approves from",
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="Dollars; 0: all of it. Empty: none is approved one by one.",
    )
    warn_percent = forms.IntegerField(
        label="Warn from",
        initial=80,
        help_text="Percent of a limit that is used.",
        max_value=100,
        min_value=1,
    )
    note = forms.CharField(
        label="Note", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, packs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].choices = [("", "Any"), *((one.slug, one.word) for one in packs)]

    def terms(self) -> FundTerms:
        return FundTerms(**{name: self.cleaned_data[name] for name in FundTerms.__dataclass_fields__})


class UnitForm(Form):
    word = forms.CharField(label="What it pays for", max_length=80)
    code = forms.CharField(label="Billing code", max_length=20, required=False)
    activity_kinds = forms.MultipleChoiceField(
        label="Entries that count",
        choices=entry_kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: any.",
    )
    kind = forms.ChoiceField(
        label="Counted as",
        choices=unit_kinds,
        help_text="As the program's rates say: by the pack of the case and what its payer has otherwise.",
    )
    unit_minutes = forms.IntegerField(label="Minutes of a unit", initial=15, min_value=1, max_value=1440)
    remainder_minutes = forms.IntegerField(
        label="A remainder counts from",
        initial=8,
        min_value=1,
        max_value=1440,
        help_text="Minutes. 8 of 15 by many contracts; the contract says.",
    )
    adds_up_per_day = forms.BooleanField(
        label="Add up the minutes of a client's day before they are counted", required=False
    )
    amount = forms.DecimalField(
        label="Dollars a unit", max_digits=9, decimal_places=4, required=False, min_value=0
    )
    limit_units = forms.IntegerField(
        label="Limit of the whole fund, in units", required=False, min_value=1, max_value=10_000_000
    )
    client_limit_units = forms.IntegerField(
        label="Limit of one client, in units", required=False, min_value=1, max_value=1_000_000
    )
    client_limit_per = forms.ChoiceField(label="in", choices=limit_stretches, required=False)

    def terms(self) -> UnitTerms:
        given = {name: self.cleaned_data[name] for name in UnitTerms.__dataclass_fields__}
        return UnitTerms(**{**given, "activity_kinds": ",".join(given["activity_kinds"])})


class PutForm(Form):
    """A case by its number on a fund's page, or a fund by choice on a case's page."""

    number = forms.CharField(label="Case number", max_length=20, required=False)
    fund = forms.ChoiceField(label="Fund", required=False)
    from_on = DateField(label="From")
    note = forms.CharField(label="Note", max_length=200, required=False)

    def __init__(self, *args: Any, funds: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if funds:
            self.fields["fund"].choices = [(str(one.pk), f"{one.name} ({one.funder})") for one in funds]
            self.fields["fund"].required = True
            del self.fields["number"]
        else:
            self.fields["number"].required = True
            del self.fields["fund"]


class ChargeForm(Form):
    units = forms.DecimalField(label="Units", max_digits=9, decimal_places=1, min_value=0)
    amount = forms.DecimalField(
        label="Dollars in all",
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="Empty: the contract sets them.",
    )

    def typed(self, activity_code: str) -> TypedCharge:
        return TypedCharge(self.cleaned_data["units"], self.cleaned_data["amount"], activity_code)


class CodeForm(PlainForm):
    """By the program's list alone: what is counted, and its cap, hang on the code."""

    code = forms.ChoiceField(
        label="Billed as",
        required=False,
        help_text="Another code is counted by its own rate.",
    )

    def __init__(self, *args: Any, codes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = codes


class SpendForm(Form):
    on = DateField(label="Day of the service")
    amount = forms.DecimalField(
        label="Dollars",
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    what = forms.CharField(
        label="What for", max_length=160, help_text="A bus pass, a deposit, a month's rent, equipment."
    )
    where = forms.CharField(
        label="Paid to", max_length=160, required=False, help_text="An office of the directory, or a name.",
        widget=forms.TextInput(attrs={"list": "offices", "autocomplete": "off"}),
    )  # fmt: skip
    document = forms.ChoiceField(label="Receipt", required=False, help_text="A paper of the case.")
    assistance = forms.TypedChoiceField(
        label="Type of assistance", coerce=int, empty_value=None, help_text="For HUD's files."
    )

    covers_from = DateField(
        label="Helps from", required=False, help_text="Empty: from the day of the service."
    )
    covers_to = DateField(label="Helps to", required=False, help_text="The last day, where it has one.")

    def __init__(self, *args: Any, papers: Any, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), f"{one.title}, {one.received_at:%Y-%m-%d}") for one in papers]
        self.fields["document"].choices = [("", "None kept yet"), *named]
        if asked.types:
            self.fields["assistance"].choices = [("", ""), *asked.types]
        else:
            del self.fields["assistance"]
        if not asked.has_period:
            del self.fields["covers_from"], self.fields["covers_to"]

    def terms(self) -> SpendingTerms:
        said = self.cleaned_data
        office = office_named(said["where"]) if said["where"] else None
        return SpendingTerms(
            on=said["on"],
            amount=said["amount"],
            what=said["what"],
            payee="" if office else said["where"],
            office_id=office.pk if office else None,
            document_id=parse_id(said["document"]),
            assistance=said.get("assistance"),
            covers_from=said.get("covers_from"),
            covers_to=said.get("covers_to"),
        )


class OffForm(PlainForm):
    to_on = DateField(label="Last day on the fund")


class VoidForm(PlainForm):
    reason = forms.CharField(label="Why is it taken off?", max_length=200)
