"""What the text gateway calls: no session, no form token; its signature opens. A forged call learns nothing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from caseday.access.viewer import system_viewer
from caseday.correspondence import actions
from caseday.correspondence.queries import text_gateway
from caseday.correspondence.texts.media import fetch_all
from caseday.correspondence.texts.port import Gateway, Unreadable, WebRequest
from caseday.kernel import clock

_LARGEST_BYTES = 64 * 1024
"""A text of ten pictures and 1600 characters, each four bytes and written as %XX, takes a third."""
_FORM = "application/x-www-form-urlencoded"


@login_not_required
@csrf_exempt
@require_POST
def incoming(request: HttpRequest, provider: str) -> HttpResponse:
    """Answers after the text is kept; an error (5xx) means that nothing of it was."""
    gateway = _gateway(provider)
    asked = _checked(request, gateway)
    if isinstance(asked, HttpResponse):
        return asked
    try:
        received = gateway.read_incoming(asked)
    except Unreadable:
        return HttpResponse(status=400)
    if actions.is_known_text(provider, received.provider_id):
        return _answer(gateway, "")
    files = fetch_all(gateway, received.media)
    try:
        said = actions.take_in_text(
            actor=system_viewer(actions.RECEIPTS),
            now=clock.now(),
            provider=provider,
            received=received,
            files=files,
        )
    except BaseException:
        actions.drop_files(files)
        raise
    return _answer(gateway, said)


@login_not_required
@csrf_exempt
@require_POST
def status(request: HttpRequest, provider: str, sending_key: UUID | None = None) -> HttpResponse:
    gateway = _gateway(provider)
    asked = _checked(request, gateway, sending_key)
    if isinstance(asked, HttpResponse):
        return asked
    try:
        receipt = gateway.read_status(asked)
    except Unreadable:
        return HttpResponse(status=400)
    actions.note_said(now=clock.now(), provider=provider, gateway=gateway, receipt=receipt)
    return HttpResponse(status=204)


def _gateway(provider: str) -> Gateway:
    if gateway := text_gateway(provider):
        return gateway
    raise Http404


def _checked(request: HttpRequest, gateway: Gateway, key: UUID | None = None) -> WebRequest | HttpResponse:
    """Its size and kind before its content, its content before anything is done."""
    if _length(request) > _LARGEST_BYTES:
        return HttpResponse(status=413)
    if request.content_type != _FORM:
        return HttpResponse(status=415)
    asked = _asked(request, key)
    return asked if gateway.verify(asked) else HttpResponse(status=403)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return _LARGEST_BYTES + 1


def _asked(request: HttpRequest, key: UUID | None) -> WebRequest:
    """Behind a proxy the address seen here may lack https or the port: the public one counts as well."""
    path = request.get_full_path()
    fields: dict[str, Any] = dict(request.POST.lists())
    return WebRequest(
        urls=(f"{settings.PUBLIC_URL}{path}", request.build_absolute_uri()),
        fields=fields,
        headers={name.lower(): value for name, value in request.headers.items()},
        key=key,
    )


def _answer(gateway: Gateway, text: str) -> HttpResponse:
    kind, body = gateway.answer(text)
    return HttpResponse(body, content_type=kind)
