"""The weekly hours as a form: seven rows, holidays, special days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from caseday.directory.rules.say_hours import DAY_NAMES
from caseday.directory.rules.week import CLOSED, MIDNIGHT, Spans, SpecialDay, WeekHours, checked_spans
from caseday.directory.web.forms import CALENDAR_CHOICES, time_field
from caseday.ui.forms import DateField, DateInput, PlainForm

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
DAY_STATES = [("open", "Open"), ("closed", "Closed"), ("unknown", "Not known")]
SPECIAL_STATES = [("closed", "Closed"), ("open", "Open")]
HOLIDAYS = [
    ("closed", "Closed on holidays"),
    ("usual", "Open as on other days"),
    ("open", "Other hours on holidays"),
]
MOST_SPECIAL = 12
TIMES = (("from", "opens"), ("lunch_from", "lunch from"), ("lunch_to", "lunch to"), ("to", "closes"))


def said(prefix: str) -> str:
    """The row in words, for what is wrong in it."""
    names = dict(zip(DAYS, DAY_NAMES, strict=True)) | {"ph": "Holidays"}
    return names.get(prefix) or f"Special day {int(prefix[1:]) + 1}"


def _clock(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


class WeekForm(PlainForm):
    """`rows` and `special_rows` give the template its cells; `week()` the hours that were typed."""

    holidays = forms.ChoiceField(label="Holidays", choices=HOLIDAYS)
    holiday_calendar = forms.ChoiceField(label="Which holidays", choices=CALENDAR_CHOICES, required=False)
    hours_note = forms.CharField(label="Note on the hours", required=False, max_length=200)

    def __init__(
        self, data: Any = None, *, week: WeekHours | None = None, special: int = 0, **kwargs: Any
    ) -> None:
        initial = {**(week_initial(week) if week else {}), **(kwargs.pop("initial", None) or {})}
        super().__init__(data, initial=initial, **kwargs)
        self.special_count = min(MOST_SPECIAL, special)
        for day, name in zip(DAYS, DAY_NAMES, strict=True):
            self.fields[f"{day}_state"] = forms.ChoiceField(
                label=name,
                choices=DAY_STATES,
                widget=forms.Select(attrs={"aria-label": f"{name}: open or closed"}),
            )
            self._add_times(day, name, TIMES)
        self.order_fields([f"{day}_state" for day in DAYS])
        self._add_times("ph", "Holidays", (TIMES[0], TIMES[3]))
        for index in range(self.special_count):
            self._add_special(f"s{index}", index + 1)

    def _add_times(self, prefix: str, name: str, times: tuple[tuple[str, str], ...]) -> None:
        for field, words in times:
            self.fields[f"{prefix}_{field}"] = time_field(f"{name}: {words}", words.capitalize())

    def _add_special(self, prefix: str, number: int) -> None:
        name = f"Special day {number}"
        for field, words in (("first", "first day"), ("last", "last day")):
            self.fields[f"{prefix}_{field}"] = DateField(
                label=words.capitalize(),
                required=False,
                widget=DateInput(attrs={"aria-label": f"{name}: {words}"}),
            )
        self.fields[f"{prefix}_state"] = forms.ChoiceField(
            label="Open or closed",
            choices=SPECIAL_STATES,
            required=False,
            widget=forms.Select(attrs={"aria-label": f"{name}: open or closed"}),
        )
        self._add_times(prefix, name, (TIMES[0], TIMES[3]))
        self.fields[f"{prefix}_note"] = forms.CharField(
            label="Why",
            required=False,
            max_length=60,
            widget=forms.TextInput(attrs={"aria-label": f"{name}: why"}),
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "state": self[f"{day}_state"]}
            | {field: self[f"{day}_{field}"] for field, _ in TIMES}
            for day, name in zip(DAYS, DAY_NAMES, strict=True)
        ]

    @property
    def special_rows(self) -> list[dict[str, Any]]:
        names = ("first", "last", "state", "from", "to", "note")
        return [{name: self[f"s{index}_{name}"] for name in names} for index in range(self.special_count)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._week = WeekHours(
            days=tuple(self._day(day) for day in DAYS),
            on_holidays=self._holiday_spans(),
            special=tuple(one for one in map(self._special, range(self.special_count)) if one),
        )
        return cleaned

    def week(self) -> WeekHours:
        return self._week

    def _day(self, day: str) -> Spans | None:
        state = self.cleaned_data.get(f"{day}_state")
        if state != "open":
            return CLOSED if state == "closed" else None
        return self._spans(day)

    def _holiday_spans(self) -> Spans | None:
        """Closed and usual are kept beside the text; only other hours belong into it."""
        return self._spans("ph") if self.cleaned_data.get("holidays") == "open" else None

    def _spans(self, prefix: str) -> Spans:
        times = {field: self.cleaned_data.get(f"{prefix}_{field}") for field, _ in TIMES}
        if times["from"] is None or times["to"] is None:
            self._complain(f"{prefix}_from", f"{said(prefix)}: from when to when? Or choose closed.")
            return CLOSED
        opens, closes = _minutes(times["from"]), _minutes(times["to"])
        closes = closes if closes > opens else closes + MIDNIGHT
        if (times["lunch_from"] is None) != (times["lunch_to"] is None):
            self._complain(f"{prefix}_lunch_from", f"{said(prefix)}: lunch needs both times, or neither.")
        spans: Spans = ((opens, closes),)
        if times["lunch_from"] and times["lunch_to"]:
            spans = ((opens, _minutes(times["lunch_from"])), (_minutes(times["lunch_to"]), closes))
        try:
            return checked_spans(spans)
        except ValueError:
            self._complain(f"{prefix}_lunch_from", f"{said(prefix)}: lunch lies between opening and closing.")
            return CLOSED

    def _special(self, index: int) -> SpecialDay | None:
        values = {
            name: self.cleaned_data.get(f"s{index}_{name}") for name in ("first", "last", "state", "note")
        }
        first = values["first"]
        if not first:
            return None
        last = values["last"] or first
        if last < first:
            self._complain(f"s{index}_last", "The last day is not before the first.")
            last = first
        spans = self._spans(f"s{index}") if values["state"] == "open" else CLOSED
        return SpecialDay(first, last, spans, values["note"] or "")

    def _complain(self, field: str, words: str) -> None:
        if field not in self.errors:
            self.add_error(field, words)


def _span_initial(prefix: str, spans: Spans) -> dict[str, Any]:
    if not spans:
        return {}
    times = {f"{prefix}_from": _clock(spans[0][0]), f"{prefix}_to": _clock(spans[-1][1])}
    if len(spans) == 2:
        times |= {f"{prefix}_lunch_from": _clock(spans[0][1]), f"{prefix}_lunch_to": _clock(spans[1][0])}
    return times


def week_initial(week: WeekHours) -> dict[str, Any]:
    initial: dict[str, Any] = {"holidays": "usual"}
    for day, spans in zip(DAYS, week.days, strict=True):
        initial[f"{day}_state"] = "unknown" if spans is None else "open" if spans else "closed"
        initial |= _span_initial(day, spans or CLOSED)
    if week.on_holidays is not None:
        initial["holidays"] = "open" if week.on_holidays else "closed"
        initial |= _span_initial("ph", week.on_holidays)
    for index, one in enumerate(week.special):
        prefix = f"s{index}"
        initial |= {
            f"{prefix}_first": one.first_on,
            f"{prefix}_last": one.last_on,
            f"{prefix}_note": one.note,
        }
        initial |= {f"{prefix}_state": "open" if one.spans else "closed"} | _span_initial(prefix, one.spans)
    return initial
