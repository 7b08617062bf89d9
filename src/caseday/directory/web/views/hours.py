from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.directory import actions
from caseday.directory.permissions import can_edit_directory
from caseday.directory.queries import get_office, zone_of
from caseday.directory.rules.heard import hear
from caseday.directory.rules.week import WeekHours, from_text, say_week, to_text
from caseday.directory.web.forms import HeardForm, HoursTextForm
from caseday.directory.web.hours_form import MOST_SPECIAL, WeekForm
from caseday.directory.web.views.shown import back_to_office, office_url, show_part
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


def _part(
    request: HttpRequest, name: str, office: Any, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return show_part(
        request,
        f"directory/{name}.html",
        {"office": office, **context},
        title=f"Hours of {office.name}",
        back=office_url(office.id),
        status=status,
    )


def _special_asked(request: HttpRequest, week: WeekHours | None) -> int:
    """Rows for special days: those that were sent, else those that are kept and one more."""
    sent = {name.split("_")[0] for name in request.POST if name.startswith("s") and name.endswith("_first")}
    return len(sent) if request.method == "POST" else min(MOST_SPECIAL, len(week.special if week else ()) + 1)


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """The weekly form; where it cannot show the hours, their text."""
    office = get_office(request.viewer, office_id)
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    week = from_text(office.opening_hours)
    initial: dict[str, Any] = {"holiday_calendar": office.holiday_calendar, "hours_note": office.hours_note}
    if week is None or week.on_holidays is None:
        initial["holidays"] = "closed" if office.closes_on_holidays else "usual"
    text_form = HoursTextForm(initial={"opening_hours": office.opening_hours})
    form = WeekForm(request.POST or None, week=week, initial=initial, special=_special_asked(request, week))
    if request.method == "POST" and form.is_valid():
        try:
            return _save_week(request, office_id, form)
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "text_form": text_form, "is_raw": week is None}
    return _part(request, "_hours_form", office, context, 422 if request.method == "POST" else 200)


def _save_week(request: HttpRequest, office_id: UUID, form: WeekForm) -> HttpResponse:
    actions.note_hours(
        actor=request.viewer,
        now=clock.now(),
        office_id=office_id,
        opening_hours=to_text(form.week()),
        closes_on_holidays=form.cleaned_data["holidays"] == "closed",
        holiday_calendar=form.cleaned_data["holiday_calendar"],
        hours_note=form.cleaned_data["hours_note"],
    )
    say(request, "Hours kept, for every case.")
    return back_to_office(request, office_id, "_hours")


@require_POST
def hours_text(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Stores hours given as text: typed, or confirmed after a line was heard."""
    office = get_office(request.viewer, office_id)
    form = HoursTextForm(request.POST)
    if form.is_valid():
        heard_as = form.cleaned_data["heard_as"]
        says_holidays = bool(heard_as) or "PH" in form.cleaned_data["opening_hours"]
        holidays: dict[str, Any] = {"closes_on_holidays": False} if says_holidays else {}
        try:
            actions.note_hours(
                actor=request.viewer,
                now=clock.now(),
                office_id=office_id,
                opening_hours=form.cleaned_data["opening_hours"],
                heard_as=heard_as,
                **holidays,
            )
            say(request, "Hours kept, for every case.")
            return back_to_office(request, office_id, "_hours")
        except Invalid as error:
            form.show_problems(error)
    return _part(request, "_hours_text", office, {"text_form": form}, 422)


@require_POST
def hear_hours(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Shows what a line means before anything is stored."""
    office = get_office(request.viewer, office_id)
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    form = HeardForm(request.POST)
    if not form.is_valid():
        return _part(request, "_heard", office, {"heard_form": form}, 422)
    today = clock.now().astimezone(zone_of(office, request.viewer.zone_name)).date()
    heard = hear(form.cleaned_data["line"], from_text(office.full_hours), today)
    week = heard.week
    context = {
        "heard_form": form,
        "heard": heard,
        "text": to_text(week) if week else "",
        "week_rows": say_week(week) if week else [],
        "is_raw": from_text(office.full_hours) is None,
    }
    return _part(request, "_heard", office, context, 200 if heard.week else 422)
