"""Files go out only to who may see the paper, never as something that a browser runs."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from caseday.documents import queries
from caseday.documents.files.kinds import Unusable
from caseday.documents.queries import Opened
from caseday.kernel.errors import NotFound


@require_GET
def original(request: HttpRequest, document_id: UUID, position: int) -> HttpResponseBase:
    """As it came, byte for byte."""
    return _sent(queries.original_file(request.viewer, document_id, position))


@require_GET
def pdf(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    found = queries.pdf_file(request.viewer, document_id)
    if found is None:
        raise NotFound
    return _sent(found)


def _sent(found: Opened) -> HttpResponseBase:
    """To be saved, not shown: what a sender wrote never runs in the reader's session."""
    response = FileResponse(
        found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    return locked_down(response)


def locked_down(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_GET
def page(request: HttpRequest, document_id: UUID, number: int) -> HttpResponseBase:
    """A page as a picture that we drew."""
    try:
        picture = queries.page_picture(request.viewer, document_id, number)
    except Unusable:
        raise NotFound from None
    response = HttpResponse(picture, content_type="image/png")
    response["Content-Disposition"] = "inline"
    return locked_down(response)
