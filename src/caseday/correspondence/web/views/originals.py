"""A message as it was sent: shown in a frame where nothing of it can run or load, or saved."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from caseday.correspondence.queries.originals import Original, file_of_message, html_of_message, original_of

_PIECE = 256 * 1024
_FRAME = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_GET
@xframe_options_sameorigin
def html(request: HttpRequest, message_id: UUID) -> HttpResponse:
    text = html_of_message(request.viewer, message_id)
    # Sanitized when it came in; and this policy lets nothing in it run or load.
    response = render(request, "correspondence/original.html", {"html": mark_safe(text)})  # noqa: S308
    response["Content-Security-Policy"] = _FRAME
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def raw(request: HttpRequest, message_id: UUID) -> HttpResponseBase:
    return _saved(original_of(request.viewer, message_id))


@require_GET
def file(request: HttpRequest, message_id: UUID, position: int) -> HttpResponseBase:
    return _saved(file_of_message(request.viewer, message_id, position))


def _saved(found: Original) -> HttpResponseBase:
    """To be saved, not shown: what a sender wrote never runs in the reader's session. A sound can be heard."""
    kind = found.media_type if found.media_type.startswith("audio/") else "application/octet-stream"
    response = StreamingHttpResponse(_pieces(found.path), content_type=kind)
    response["Content-Length"] = str(found.size_bytes)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece
