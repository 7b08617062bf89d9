"""What a person types for a plan."""

import re
from dataclasses import asdict
from typing import Any

from django import forms

from caseday.dayplan.rules.weights import choices
from caseday.dayplan.rules.wishes import MOST_BREAKS, Wishes
from caseday.schedule.queries import office_named
from caseday.ui.forms import PlainForm, TimeField

_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*")
_BASES = [("home", "from home"), ("office", "from my office")]
_ENDS = [("home", "at home"), ("office", "at my office")]


class PinForm(PlainForm):
    spot = forms.CharField(
        max_length=60,
        label="Latitude, longitude",
        help_text="As any map shows them when you press long on a place: 30.2672, -97.7431",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-spot": ""}),
    )

    def clean_spot(self) -> tuple[float, float]:
        found = _PAIR.fullmatch(self.cleaned_data["spot"])
        if found is None:
            raise forms.ValidationError("Write two numbers with a comma, like 30.2672, -97.7431.")
        return float(found[1]), float(found[2])

    def show_problems(self, error: Any) -> None:
        """The action tells latitude and longitude apart; here they are one field."""
        for text in error.problems.values():
            self.add_error("spot", text)


class WishesForm(PlainForm):
    chosen = forms.MultipleChoiceField(
        required=False, label="I would rather", widget=forms.CheckboxSelectMultiple
    )
    day_from = TimeField(label="My day begins")
    day_to = TimeField(label="My day ends", help_text="Later is planned only where it must be.")
    lunch_minutes = forms.IntegerField(
        min_value=0, max_value=120, label="Lunch", help_text="In minutes; 0: none is planned."
    )
    lunch_from = TimeField(label="Not before")
    lunch_to = TimeField(label="Over by")
    short_breaks = forms.IntegerField(
        min_value=0,
        max_value=MOST_BREAKS,
        label="Short breaks",
        help_text="Of ten minutes, spread over the day.",
    )
    starts_from = forms.ChoiceField(choices=_BASES, label="I set off")
    ends_at = forms.ChoiceField(choices=_ENDS, label="I am done")
    where = forms.CharField(
        max_length=240,
        required=False,
        label="My office",
        help_text="Where your desk and printer are, if not at home. An office of the directory.",
        widget=forms.TextInput(attrs={"list": "offices", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(one.key, one.says) for one in choices()]

    @staticmethod
    def initial_of(wishes: Wishes, desk: str) -> dict[str, Any]:
        said = asdict(wishes)
        bases = {"starts_from": said.pop("starts_at_office"), "ends_at": said.pop("ends_at_office")}
        return said | {"where": desk} | {name: "office" if at else "home" for name, at in bases.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("where", "").strip()
        cleaned["office"] = office_named(text) if text else None
        if text and cleaned["office"] is None:
            self.add_error("where", "Choose an office of the directory, or add it there first.")
        return cleaned

    @property
    def office_id(self) -> Any:
        office = self.cleaned_data.get("office")
        return office.pk if office else None

    @property
    def wishes(self) -> Wishes:
        said = self.cleaned_data
        names = ("day_from", "day_to", "lunch_minutes", "lunch_from", "lunch_to", "short_breaks")
        return Wishes(
            chosen=tuple(said["chosen"]),
            starts_at_office=said["starts_from"] == "office",
            ends_at_office=said["ends_at"] == "office",
            **{name: said[name] for name in names},
        )

    def show_problems(self, error: Any) -> None:
        super().show_problems({_FIELD_OF.get(name, name): text for name, text in error.problems.items()})


_FIELD_OF = {"office": "where"}
