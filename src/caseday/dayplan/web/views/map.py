"""The stops of a day on a map, and as a list beside it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.sight import log_sight
from caseday.dayplan.queries.road import road_of
from caseday.dayplan.rules.road import drawing_of, map_points
from caseday.dayplan.web.asked import day_asked, query_of
from caseday.kernel import clock


@require_GET
def day_map(request: HttpRequest) -> HttpResponse:
    log_sight(request, None)
    when = day_asked(request, clock.now())
    road = road_of(request.viewer, when)
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
