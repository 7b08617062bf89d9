"""Files go out only to who may see the paper, never as something that a browser runs."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from caseday.documents import queries
from caseday.documents.files.kinds import Unusable
from caseday.documents.queries import Opened
from caseday.kernel.errors import NotFound

_PIECE = 256 * 1024


@require_GET
def original(request: HttpRequest, document_id: UUID, position: int) -> HttpResponseBase:
    """As it came, byte for byte."""
    return sent(queries.original_file(request.viewer, document_id, position))


@require_GET
def pdf(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    found = queries.pdf_file(request.viewer, document_id)
    if found is None:
        raise NotFound
    return sent(found)


def sent(found: Opened) -> HttpResponseBase:
    """To be saved, not shown: what a sender wrote never runs in the reader's session."""
    response = StreamingHttpResponse(_pieces(found.path), content_type=found.media_type)
    response["Content-Length"] = str(found.size_bytes)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return locked_down(response)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


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
