"""What the text gateway fetches: a picture, by an address that is signed and ends. No session."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from caseday.correspondence.queries.pictures import picture_at


@login_not_required
@require_safe
def picture(request: HttpRequest, signed: str) -> HttpResponse:
    found = picture_at(signed)
    response = HttpResponse(found.path.read_bytes(), content_type=found.media_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
