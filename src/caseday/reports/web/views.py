"""Miles and driving time of a period: shown, printed, taken along as CSV, corrected in place."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.journal.queries import cases_to_choose
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import parse_id
from caseday.reports.actions import add_miles, correct_trip, restore_trip
from caseday.reports.actions.correct import ONLY_OWN
from caseday.reports.permissions import can_correct_miles
from caseday.reports.queries import get_trip, miles_between, people_to_read
from caseday.reports.rules import Period, period_of, usual_periods
from caseday.reports.web.forms import WHYS, CorrectionForm
from caseday.reports.web.sheet import as_csv
from caseday.ui.toasts import say, warn

MOST_ROWS = 600
"""Beyond that a page shows sums alone; the file has every row."""
_EVERYBODY = "all"


@dataclass(frozen=True)
class Asked:
    """Whose trips, and of which days."""

    period: Period
    people: list[Any]
    staff: list[Any]
    who: str
    today: date

    def query(self, first: date | None = None, last: date | None = None) -> str:
        days = {"from": first or self.period.first, "to": last or self.period.last}
        return urlencode({**days, **({"who": self.who} if self.who else {})})


def _asked(request: HttpRequest, given: Any) -> Asked:
    """Oneself, unless somebody is named whom one may read; an auditor, who drives nowhere, begins with everybody."""
    viewer = request.viewer
    today = clock.now().astimezone(viewer.time_zone).date()
    period = period_of(given.get("from", ""), given.get("to", ""), today)
    people = people_to_read(viewer)
    wanted = parse_id(given.get("who"))
    staff = [one for one in people if one.pk == (wanted or viewer.staff_id)]
    if wanted and not staff:
        raise NotFound
    if given.get("who") == _EVERYBODY or not staff:
        staff = people
    is_own = len(staff) == 1 and staff[0].pk == viewer.staff_id
    who = "" if is_own else str(staff[0].pk) if len(staff) == 1 else _EVERYBODY
    return Asked(period, people, staff, who, today)


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    viewer, period = request.viewer, asked.period
    found = miles_between(viewer, asked.staff, period.first, period.last, now=clock.now())
    return {
        "asked": asked,
        "period": period,
        "miles": found,
        "lists_rows": len(found.rows) <= MOST_ROWS,
        "query": asked.query(),
        "periods": [
            (word, asked.query(first, last), (first, last) == (period.first, period.last))
            for word, first, last in usual_periods(asked.today)
        ],
        "can_correct": {one.pk for one in asked.staff if can_correct_miles(viewer, one.pk)},
        "many": len(asked.staff) > 1,
        "steps": (("-1", "−"), ("1", "+")),
    }


@require_GET
def miles(request: HttpRequest) -> HttpResponse:
    log_sight(request, None)
    template = "reports/_miles.html" if request.htmx else "reports/miles.html"
    return render(request, template, _context(request, _asked(request, request.GET)))


@require_GET
def miles_csv(request: HttpRequest) -> HttpResponse:
    log_sight(request, None)
    asked = _asked(request, request.GET)
    first, last = asked.period.first, asked.period.last
    found = miles_between(request.viewer, asked.staff, first, last, now=clock.now())
    return as_csv(found, f"miles-{first.isoformat()}-to-{last.isoformat()}.csv")


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, staff_id: UUID, on: str, drive_id: UUID) -> HttpResponse:
    day, now = _day(on), clock.now()
    row = get_trip(request.viewer, staff_id, day, drive_id, now=now)
    require(can_correct_miles(request.viewer, staff_id), ONLY_OWN)
    log_sight(request, next((one.id for one in row.cases if one.id), None))
    form = CorrectionForm(request.POST or None, row=row, cases=cases_to_choose(request.viewer))
    if request.method == "POST" and form.is_valid():
        try:
            correct_trip(
                actor=request.viewer, now=now, staff_id=staff_id, on=day, drive_id=drive_id,
                corrected=form.corrected(), id=form.cleaned_data["id"],
            )  # fmt: skip
            return _changed(request, "Corrected. What stood there before stays readable.")
        except Invalid as error:
            form.show_problems(error)
    template = "reports/_correct.html" if request.htmx else "reports/correct.html"
    given = request.GET if request.method == "GET" else request.POST
    shown = {"row": row, "form": form, "whys": WHYS, "back": _back(given), "given": given}
    return render(request, template, shown, status=422 if form.errors else 200)


@require_POST
def add(request: HttpRequest, staff_id: UUID, on: str, drive_id: UUID) -> HttpResponse:
    """A mile more, or one less."""
    more = Decimal(-1 if request.POST.get("more") == "-1" else 1)
    return _tapped(request, partial(add_miles, more=more), staff_id, on, drive_id)


@require_POST
def restore(request: HttpRequest, staff_id: UUID, on: str, drive_id: UUID) -> HttpResponse:
    return _tapped(request, restore_trip, staff_id, on, drive_id)


def _tapped(request: HttpRequest, act: Any, staff_id: UUID, on: str, drive_id: UUID) -> HttpResponse:
    try:
        act(
            actor=request.viewer, now=clock.now(), staff_id=staff_id, on=_day(on), drive_id=drive_id,
            id=parse_id(request.POST.get("id")),
        )  # fmt: skip
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
        return _changed(request)
    return _changed(request, "Corrected.")


def _changed(request: HttpRequest, said: str = "") -> HttpResponse:
    """The table as it is now, in place; without htmx the page."""
    if said:
        say(request, said)
    if not request.htmx:
        return redirect(_back(request.POST))
    answer = render(request, "reports/_miles.html", _context(request, _asked(request, request.POST)))
    return trigger_client_event(reswap(retarget(answer, "#miles"), "outerHTML"), "caseday:close")


def _back(given: Any) -> str:
    kept = {name: given[name] for name in ("from", "to", "who") if given.get(name)}
    return f"{reverse('reports:miles')}?{urlencode(kept)}" if kept else reverse("reports:miles")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
