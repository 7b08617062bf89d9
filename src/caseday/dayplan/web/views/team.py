"""The team's day for who leads it: what could be gained, the week, and visits that go to others."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.dayplan.actions.team import Chosen, apply_team_visits, ask_for_better_team, hand_over_visit
from caseday.dayplan.permissions import can_plan_team
from caseday.dayplan.queries.team import WHOSE, proposed_for, routes_of, team_day, team_week
from caseday.dayplan.queries.telling import tellings_of
from caseday.dayplan.rules.team_road import team_drawing, team_points
from caseday.dayplan.web.asked import day_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say

_TELL = "Each client is to be told: that stands under To be told, and in the to-dos of who goes."


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    log_sight(request, None)
    return _page(request, clock.now())


def _page(
    request: HttpRequest, now: datetime, problem: str = "", ticked: frozenset[str] | None = None
) -> HttpResponse:
    found = team_day(request.viewer, day=_asked(request, now), now=now)
    proposed = proposed_for(request.viewer, found)
    moves = [(one, ticked is None or str(one.appointment.pk) in ticked) for one in proposed.moves]
    context = {"found": found, "proposed": proposed, "moves": moves, "problem": problem}
    context["tellings"] = tellings_of(request.viewer, found)
    if request.htmx and request.GET.get("part"):
        return render(request, "dayplan/_team_gain.html", context)
    routes = routes_of(found)
    context |= {
        "week": team_week(found),
        "routes": routes,
        "drawing": team_drawing(routes),
        "points": team_points(routes),
        "tiles": settings.MAP_TILES if settings.MAP_TILES["url"] else None,
    }
    return render(request, "dayplan/team.html", context, status=422 if problem else 200)


@require_POST
def better(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    ask_for_better_team(actor=request.viewer, now=now, day=_asked(request, now))
    return _back(request, now)


@require_POST
def apply_visits(request: HttpRequest) -> HttpResponse:
    """Each ticked box holds what was seen: the visit, its version, who would go and when."""
    now = clock.now()
    require(can_plan_team(request.viewer), WHOSE)
    ticked = request.POST.getlist("visit")
    try:
        chosen = [_chosen(text) for text in ticked]
        count = apply_team_visits(actor=request.viewer, now=now, day=_asked(request, now), chosen=chosen)
    except Invalid as error:
        return _page(request, now, str(error), frozenset(text.partition("|")[0] for text in ticked))
    say(request, f"{count} visit{'' if count == 1 else 's'} moved. {_TELL}")
    return _back(request, now)


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    now, given = clock.now(), request.POST
    require(can_plan_team(request.viewer), WHOSE)
    try:
        one = _chosen(given.get("visit", ""))
        hand_over_visit(
            actor=request.viewer, now=now, day=_asked(request, now), appointment_id=one.appointment_id,
            version=one.version, staff_id=one.staff_id,
        )  # fmt: skip
    except Invalid as error:
        return _page(request, now, str(error))
    say(request, f"Handed over. {_TELL}")
    return _back(request, now)


def _asked(request: HttpRequest, now: datetime) -> date:
    given = request.POST if request.method == "POST" else request.GET
    today = now.astimezone(request.viewer.time_zone).date()
    return day_of(given.get("day", ""), today) or today


def _chosen(text: str) -> Chosen:
    """`visit|version|staff|start`, as the page wrote it."""
    parts = text.split("|")
    ids = [parse_id(part) for part in parts[::2][:2]]
    try:
        _, version, _, start = parts
        starts_at = datetime.fromisoformat(start)
        if ids[0] is None or ids[1] is None or starts_at.tzinfo is None:
            raise ValueError
        return Chosen(ids[0], int(version), ids[1], starts_at)
    except ValueError:
        raise Invalid({"visits": "That could not be read. Look at the list anew, and tick again."}) from None


def _back(request: HttpRequest, now: datetime) -> HttpResponse:
    return redirect(f"{reverse('dayplan:team')}?{urlencode({'day': _asked(request, now).isoformat()})}")
