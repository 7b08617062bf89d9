"""The stops of a day on a map, and as a list beside it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.sight import log_sight
from caseday.dayplan.actions import plan_shown
from caseday.dayplan.queries.road import as_planned, road_of
from caseday.dayplan.rules.road import drawing_of, map_points
from caseday.dayplan.web.asked import day_asked, query_of
from caseday.kernel import clock


@require_GET
def day_map(request: HttpRequest) -> HttpResponse:
    log_sight(request, None)
    now = clock.now()
    when = day_asked(request, now)
    road = road_of(request.viewer, when)
    if when.day >= when.today and road.halts:
        shown = plan_shown(request.viewer, staff_id=when.staff.pk, day=when.day, now=now)
        road = as_planned(road, shown)
    context = {
        "when": when,
        "road": road,
        "drawing": drawing_of(road),
        "points": map_points(road),
        "tiles": settings.MAP_TILES if settings.MAP_TILES["url"] else None,
        "playlist_url": request.user.playlist_url,
        "query": query_of(request, when),
        "earlier_query": query_of(request, when, when.earlier),
        "later_query": query_of(request, when, when.later),
        "is_own": when.staff.pk == request.viewer.staff_id,
    }
    return render(request, "dayplan/map.html", context)
