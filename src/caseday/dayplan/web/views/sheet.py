"""The day on one printed page, and read aloud."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.sight import log_sight
from caseday.dayplan.actions import plan_shown
from caseday.dayplan.queries.plans import Shown, spoken_plan
from caseday.dayplan.queries.sheet import at_stops
from caseday.dayplan.rules.problem import Kind
from caseday.dayplan.web.asked import day_asked, query_of
from caseday.kernel import clock


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    context = _context(request)
    shown = context["shown"]
    stops = at_stops(request.viewer, shown)
    # What is done in a wait comes after the stop with which the wait begins.
    lines = sorted(shown.lines, key=lambda line: (line.at, line.during is not None))
    things = [line.thing for line in lines if line.thing]
    context |= {
        "lines": [(line, stops.get(line.thing.appointment_id) if line.thing else None) for line in lines],
        "carried": shown.packing,
        "notes": [thing for thing in things if thing.kind is Kind.NOTE],
    }
    return render(request, "dayplan/sheet.html", context)


@require_GET
def aloud(request: HttpRequest) -> HttpResponse:
    """Text prepared for speech; the browser's voice reads it, and without one it stands there."""
    context = _context(request)
    context["sentences"] = spoken_plan(context["shown"])
    template = "dayplan/_aloud.html" if request.htmx else "dayplan/aloud.html"
    return render(request, template, context)


def _context(request: HttpRequest) -> dict[str, Any]:
    log_sight(request, None)
    now = clock.now()
    when = day_asked(request, now)
    shown: Shown = plan_shown(request.viewer, staff_id=when.staff.pk, day=when.day, now=now)
    return {
        "when": when,
        "shown": shown,
        "query": query_of(request, when),
        "earlier_query": query_of(request, when, when.earlier),
        "later_query": query_of(request, when, when.later),
        "is_own": when.staff.pk == request.viewer.staff_id,
    }
