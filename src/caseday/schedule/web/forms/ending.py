"""What people type to call an appointment off, to move it, to note an agenda, to publish a calendar."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms as django_forms

from caseday.schedule.queries import CalendarFeed
from caseday.schedule.rules import CancelledBy, resolve_local
from caseday.schedule.web.forms.days import DayField
from caseday.schedule.web.forms.versioned import Versioned
from caseday.ui import forms


class CallOffForm(Versioned, forms.PlainForm):
    HOW = (
        ("cancelled", "Cancelled"),
        ("no_show", "Did not come"),
        ("awaiting_new_date", "Put off: somebody will name a new date"),
    )
    how = django_forms.ChoiceField(
        choices=HOW, widget=django_forms.RadioSelect, initial="cancelled", label="What happened"
    )
    party = django_forms.ChoiceField(
        choices=[(one, one.capitalize()) for one in CancelledBy],
        initial=CancelledBy.CLIENT,
        label="Whose doing it was",
        help_text="Or for one put off: who owes the new date.",
    )
    said_by = django_forms.CharField(required=False, max_length=120, label="Who said so")
    told_day = DayField(required=False, label="Told on")
    told_time = forms.TimeField(
        required=False, label="At", help_text="Left empty: just now. The notice follows."
    )
    reason = django_forms.CharField(required=False, max_length=200)
    needs_new_date = django_forms.BooleanField(
        required=False,
        initial=True,
        label="A new date is wanted",
        help_text="It stays a loose end until one is set.",
    )
    scope = django_forms.ChoiceField(
        required=False,
        choices=[
            ("this", "This one"),
            ("following", "This and the following"),
            ("all", "All that are to come"),
        ],
        widget=django_forms.RadioSelect,
        initial="this",
        label="Which",
    )

    def __init__(self, *args: Any, zone: ZoneInfo, is_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        if not is_series:
            del self.fields["scope"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, at = cleaned.get("told_day"), cleaned.get("told_time")
        if at and not day:
            self.add_error("told_day", "Give the day as well.")
        elif day:
            cleaned["told_at"] = resolve_local(datetime.combine(day, at or time(12)), self.zone)
        return cleaned


class NewTimeForm(Versioned, forms.Form):
    """For moving, and for a new date."""

    day = DayField()
    starts = forms.TimeField(label="Begins")
    minutes = django_forms.IntegerField(label="Minutes", min_value=0, max_value=60 * 24 * 2)

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        given = self.cleaned_data
        starts_at = resolve_local(datetime.combine(given["day"], given["starts"]), zone)
        return starts_at, starts_at + timedelta(minutes=given["minutes"])


class AgendaForm(Versioned, forms.PlainForm):
    agenda = django_forms.CharField(
        required=False,
        max_length=4000,
        widget=django_forms.Textarea(attrs={"rows": 3}),
        label="To discuss, to ask",
    )
    carry = django_forms.CharField(
        required=False,
        max_length=4000,
        widget=django_forms.Textarea(attrs={"rows": 2}),
        label="To bring, to hand over",
    )


class FeedForm(forms.Form):
    name = django_forms.CharField(max_length=60, initial="My phone", help_text="Where it is read.")
    titles = django_forms.ChoiceField(
        choices=CalendarFeed.Titles.choices, widget=django_forms.RadioSelect, initial="busy", label="It shows"
    )
    shows_place = django_forms.BooleanField(
        required=False,
        label="The address too",
        help_text="Without the office's name, unless titles show.",
    )

    def __init__(self, *args: Any, allows_titles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not allows_titles:
            self.fields["titles"].choices = [
                (value, label) for value, label in CalendarFeed.Titles.choices if value != "full"
            ]
