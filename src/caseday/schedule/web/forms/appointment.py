"""What people type to plan or edit an appointment. It checks and translates; it never saves."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms as django_forms

from caseday.access.viewer import Viewer
from caseday.directory.rules.places import guess_time_zone
from caseday.directory.rules.places import place_of as postal_place
from caseday.kernel.errors import Invalid
from caseday.schedule.queries import (
    Appointment,
    AppointmentKind,
    Office,
    attendees_of,
    calendars_of,
    cases_to_choose,
    office_label,
    office_named,
)
from caseday.schedule.rules import (
    NOBODY,
    AppointmentDetails,
    AttendeeDetails,
    Repeat,
    RepeatEvery,
    Side,
    repeat_words,
    resolve_local,
    rule_text,
    skills_asked,
)
from caseday.schedule.web.forms.days import DayField
from caseday.schedule.web.forms.versioned import Versioned
from caseday.ui import forms

LENGTHS = {
    "physician_visit": 45, "home_visit": 60, "surgery": 180, "therapy": 60, "imaging": 45, "hearing": 120,
    "team_meeting": 60, "call": 15, "worksite_visit": 90, "other": 30,
}  # fmt: skip
ZONES = {
    "America/New_York": "Eastern", "America/Chicago": "Central", "America/Denver": "Mountain",
    "America/Phoenix": "Arizona", "America/Los_Angeles": "Pacific", "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii", "America/Puerto_Rico": "Atlantic (Puerto Rico)",
}  # fmt: skip
REPEATS = [
    ("", "Does not repeat"),
    (RepeatEvery.WEEK, "Every week"),
    (RepeatEvery.TWO_WEEKS, "Every 2 weeks"),
    (RepeatEvery.MONTH_BY_WEEKDAY, "Every month, on the same weekday (second Tuesday)"),
    (RepeatEvery.MONTH_BY_DATE, "Every month, on the same date"),
    (RepeatEvery.DAY, "Every day"),
]
KEEP = "keep"
_SIDES = [
    (Side.CLIENT, "Client"),
    (Side.OFFICE, "Office"),
    (Side.INTERPRETER, "Interpreter"),
    (Side.TRANSPORT, "Transport"),
    (NOBODY, "Nobody"),
]
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\s*$")
_LOOKS_LIKE_PHONE = re.compile(r"[\d+(][\d\s().-]{5,}$")


class AppointmentForm(Versioned, forms.Form):
    kind = django_forms.ChoiceField(choices=AppointmentKind.choices)
    title = django_forms.CharField(
        required=False, max_length=200, help_text="What it is about. Left empty: the kind."
    )
    case = django_forms.ChoiceField(required=False, label="Client")
    staff = django_forms.ChoiceField(label="In whose calendar")
    day = DayField()
    starts = forms.TimeField(
        label="Begins", error_messages={"required": "Give the time, or check “All day”."}
    )
    minutes = django_forms.IntegerField(
        required=False,
        label="Minutes",
        min_value=0,
        max_value=60 * 24 * 2,
        help_text="Left empty: the usual length.",
    )
    is_all_day = django_forms.BooleanField(required=False, label="All day")
    last_day = DayField(required=False, help_text="If it lasts several whole days.")
    where = django_forms.CharField(
        required=False,
        max_length=240,
        help_text="An office of the directory, else an address. A home visit left empty: the client's home.",
    )
    time_zone = django_forms.ChoiceField(required=False, help_text="The clock that the appointed time is on.")
    travel_minutes = django_forms.IntegerField(
        required=False,
        label="Drive, minutes",
        min_value=0,
        max_value=1440,
        help_text="Left empty: estimated.",
    )
    early_minutes = django_forms.IntegerField(
        required=False, label="Be there early, minutes", min_value=0, max_value=240, initial=10
    )
    window_from = forms.TimeField(
        required=False,
        label="Any time from",
        help_text="For a visit without a fixed hour: the day plan finds the time between these.",
    )
    window_to = forms.TimeField(required=False, label="Any time until")
    skills = django_forms.CharField(
        required=False,
        max_length=120,
        label="Who goes has to be, or speak",
        help_text="By commas, as RN, Spanish: the team's plan sends only who has all of it. Left empty: {asked}.",
    )
    needs_worker = django_forms.BooleanField(required=False, initial=True, label="I attend it myself")
    confirm_sides = django_forms.MultipleChoiceField(
        required=False,
        choices=_SIDES,
        widget=django_forms.CheckboxSelectMultiple,
        label="Who has to confirm",
        help_text="None checked: the usual ones (client and office; an interpreter where one is needed).",
    )
    attendees = django_forms.CharField(
        required=False,
        max_length=2000,
        widget=django_forms.Textarea(attrs={"rows": 2}),
        label="Who else takes part",
        help_text="One a line: name, role, phone.",
    )
    attendees_confirm = django_forms.BooleanField(required=False, label="They have to confirm as well")
    agenda = django_forms.CharField(
        required=False,
        max_length=4000,
        widget=django_forms.Textarea(attrs={"rows": 2}),
        label="To discuss, to ask",
        help_text="One a line.",
    )
    carry = django_forms.CharField(
        required=False,
        max_length=4000,
        widget=django_forms.Textarea(attrs={"rows": 2}),
        label="To bring, to hand over",
        help_text="One a line.",
    )
    repeat = django_forms.ChoiceField(required=False, choices=REPEATS, label="Repeats")
    repeat_until = DayField(required=False, label="Until")
    repeat_count = django_forms.IntegerField(
        required=False, label="Or how many times", min_value=1, max_value=260
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
        label="Change",
    )

    def __init__(
        self, *args: Any, viewer: Viewer, appointment: Appointment | None = None, **kwargs: Any
    ) -> None:
        self.viewer, self.appointment = viewer, appointment
        if appointment is not None:
            kwargs["initial"] = {**initial_of(appointment), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._offer_cases_and_calendars()
        if self.is_bound and self.data.get("is_all_day"):
            self.fields["starts"].required = False
        zones = {**ZONES, **({appointment.time_zone: appointment.time_zone} if appointment else {})}
        zones = {key: ZONES.get(key, key) for key in zones}
        self.fields["time_zone"].choices = [("", "The place's own"), *zones.items()]
        self.fields["where"].widget.attrs |= {"list": "offices", "autocomplete": "off"}
        if appointment is None or not appointment.series:
            del self.fields["scope"]
        else:
            words = f"As it is: {repeat_words(appointment.series.rule)}"
            self.fields["repeat"].choices = [(KEEP, words), *REPEATS[1:]]
            self.fields["repeat"].initial = KEEP

    def _offer_cases_and_calendars(self) -> None:
        self.calendars = calendars_of(self.viewer)
        self.cases = {str(case.pk): case for case in cases_to_choose(self.viewer)}
        appointment = self.appointment
        if appointment and appointment.case:
            self.cases.setdefault(str(appointment.case_id), appointment.case)
        self.fields["case"].choices = [
            ("", "Without a client"),
            *((key, f"{case.person.called} · {case.number}") for key, case in self.cases.items()),
        ]
        self._say_skills(appointment.case if appointment else self.cases.get(str(self["case"].value() or "")))
        own = [(str(one.pk), one.name) for one in self.calendars]
        if appointment and str(appointment.staff_id) not in dict(own):
            own.append((str(appointment.staff_id), appointment.staff.name))
        self.fields["staff"].choices = own
        if appointment or len(own) < 2:
            self.fields["staff"].widget = django_forms.HiddenInput()
        if appointment:
            self.fields["case"].disabled = True

    def _say_skills(self, case: Any) -> None:
        asked = skills_asked("", case.visit_skills) if case else ""
        words = f"{asked}, as the case asks for (anybody: nothing)" if asked else "what the case asks for"
        self.fields["skills"].help_text = self.fields["skills"].help_text.format(asked=words)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if NOBODY in cleaned.get("confirm_sides", []) and len(cleaned["confirm_sides"]) > 1:
            self.add_error("confirm_sides", "Either nobody or some of the others.")
        if not self.errors:
            self._translate(cleaned)
        return cleaned

    def _translate(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["details"] = self._details(cleaned)
            cleaned["rule"] = self._rule(cleaned)
        except Invalid as error:
            self.show_problems({_FIELD_OF.get(name, name): text for name, text in error.problems.items()})

    def _rule(self, cleaned: dict[str, Any]) -> str:
        every = cleaned.get("repeat") or ""
        if every in ("", KEEP):
            return ""
        repeat = Repeat(RepeatEvery(every), cleaned.get("repeat_until"), cleaned.get("repeat_count"))
        return rule_text(repeat, cleaned["day"])

    def _details(self, cleaned: dict[str, Any]) -> AppointmentDetails:
        case = self.cases.get(cleaned.get("case") or "")
        office, place = self._where(cleaned.get("where") or "")
        kind = cleaned["kind"]
        zone = ZoneInfo(self._zone(cleaned, office, place, case))
        starts_at, ends_at = _span(cleaned, zone)
        point = self._point(place)
        appointment = self.appointment
        return AppointmentDetails(
            title=cleaned.get("title") or AppointmentKind(kind).label,
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            time_zone=zone.key,
            is_all_day=bool(cleaned.get("is_all_day")),
            office_id=office.pk if office else None,
            place=place,
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            travel_minutes=cleaned.get("travel_minutes"),
            early_minutes=10 if cleaned.get("early_minutes") is None else cleaned["early_minutes"],
            needs_worker=bool(cleaned.get("needs_worker")),
            window_from=cleaned.get("window_from"),
            window_to=cleaned.get("window_to"),
            confirm_sides=",".join(cleaned.get("confirm_sides") or []),
            skills=cleaned.get("skills") or "",
            agenda=cleaned.get("agenda") or "",
            carry=cleaned.get("carry") or "",
            attendees=_attendees(cleaned, attendees_of(appointment) if appointment else []),
        )

    def _where(self, text: str) -> tuple[Office | None, str]:
        office = office_named(text) if text.strip() else None
        return office, "" if office else text.strip()

    def _point(self, place: str) -> tuple[float, float] | None:
        """Where the text was kept, so is the pin; else its postal code says roughly where it is."""
        known = self.appointment
        if known and known.place == place and known.latitude is not None and known.longitude is not None:
            return known.latitude, known.longitude
        found = _ZIP.search(place)
        area = postal_place(found.group(1)) if found else None
        return (area.latitude, area.longitude) if area else None

    def _zone(self, cleaned: dict[str, Any], office: Office | None, place: str, case: Any) -> str:
        chosen = cleaned.get("time_zone") or (office.time_zone if office else "")
        if not chosen and (found := _ZIP.search(place)):
            chosen = guess_time_zone(found.group(1), "", "")
        if not chosen and case is not None and cleaned["kind"] == AppointmentKind.HOME_VISIT:
            chosen = case.person.time_zone
        return chosen if chosen in available_timezones() else self.viewer.zone_name


_FIELD_OF = {"starts_at": "starts", "ends_at": "minutes", "office": "where", "staff_id": "staff"}


def _span(cleaned: dict[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime]:
    day = cleaned["day"]
    if cleaned.get("is_all_day"):
        last = max(cleaned.get("last_day") or day, day)
        midnight = datetime.combine(last + timedelta(days=1), time())
        return resolve_local(datetime.combine(day, time()), zone), resolve_local(midnight, zone)
    starts_at = resolve_local(datetime.combine(day, cleaned["starts"]), zone)
    minutes = cleaned.get("minutes")
    length = LENGTHS[cleaned["kind"]] if minutes is None else minutes
    return starts_at, starts_at + timedelta(minutes=length)


def _attendees(cleaned: dict[str, Any], known: list[Any]) -> tuple[AttendeeDetails, ...]:
    """Lines of name, role, phone; who was linked to a person or professional stays linked."""
    links = {one.name: one for one in known}
    found = []
    for line in (cleaned.get("attendees") or "").splitlines():
        parts = [part.strip() for part in line.split(",") if part.strip()]
        if not parts:
            continue
        phone = parts.pop() if len(parts) > 1 and _LOOKS_LIKE_PHONE.match(parts[-1]) else ""
        link = links.get(parts[0])
        found.append(
            AttendeeDetails(
                name=parts[0][:120],
                role=", ".join(parts[1:])[:40],
                phone=phone[:20],
                needs_confirming=bool(cleaned.get("attendees_confirm")),
                person_id=link.person_id if link else None,
                professional_id=link.professional_id if link else None,
            )
        )
    return tuple(found)


def initial_of(appointment: Appointment) -> dict[str, Any]:
    zone = ZoneInfo(appointment.time_zone)
    starts, ends = appointment.starts_at.astimezone(zone), appointment.ends_at.astimezone(zone)
    attendees = attendees_of(appointment)
    return {
        "version": appointment.version,
        "kind": appointment.kind,
        "title": appointment.title,
        "case": str(appointment.case_id or ""),
        "staff": str(appointment.staff_id),
        "day": starts.date(),
        "starts": None if appointment.is_all_day else starts.time(),
        "minutes": round((appointment.ends_at - appointment.starts_at).total_seconds() / 60),
        "is_all_day": appointment.is_all_day,
        "last_day": (ends - timedelta(seconds=1)).date() if appointment.is_all_day else None,
        "where": appointment.place or (office_label(appointment.office) if appointment.office else ""),
        "time_zone": appointment.time_zone,
        "travel_minutes": appointment.travel_minutes,
        "early_minutes": appointment.early_minutes,
        "needs_worker": appointment.needs_worker,
        "window_from": appointment.window_from,
        "window_to": appointment.window_to,
        "confirm_sides": [side for side in appointment.confirm_sides.split(",") if side],
        "attendees": "\n".join(
            ", ".join(part for part in (str(one), one.role if one.name else "", one.phone) if part)
            for one in attendees
        ),
        "attendees_confirm": any(one.needs_confirming for one in attendees),
        "skills": appointment.skills,
        "agenda": appointment.agenda,
        "carry": appointment.carry,
    }
