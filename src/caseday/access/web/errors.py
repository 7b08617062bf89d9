"""The page of our own mistakes: says a number that is also in the log, and nothing of what was asked."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def server_error(request: HttpRequest) -> HttpResponse:
    """Draws on no database and no session: they may be what failed."""
    return HttpResponse(
        render_to_string("500.html", {"error_id": getattr(request, "error_id", "")}), status=500
    )
