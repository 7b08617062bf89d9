"""Certificates of staff go in and out; who may see them is decided by whose license it is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from caseday.access.queries import get_education, get_license
from caseday.documents.actions import keep_certificate
from caseday.documents.queries import certificate_file
from caseday.documents.web.arrivals import IntoStore, TooMuch, stop_reading
from caseday.documents.web.views.files import sent
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say, warn


@csrf_exempt
@require_http_methods(["GET", "POST"])
def of_license(request: HttpRequest, license_id: UUID) -> HttpResponseBase:
    return _answer(request, get_license, license_id)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def of_education(request: HttpRequest, education_id: UUID) -> HttpResponseBase:
    return _answer(request, get_education, education_id)


def _answer(request: HttpRequest, get: Callable[..., Any], id: UUID) -> HttpResponseBase:
    """The token is checked by `_take`: before that, where the upload goes must be set."""
    of = get(request.viewer, id)
    if request.method != "POST":
        return sent(certificate_file(of))
    arriving = IntoStore(request)
    request.upload_handlers = [arriving]
    request.arriving = arriving
    try:
        return _take(request, of)
    except TooMuch as problem:
        stop_reading(request)
        warn(request, str(problem))
        return _back(of)
    finally:
        arriving.drop_all()


@csrf_protect
def _take(request: HttpRequest, of: Any) -> HttpResponse:
    request.POST  # noqa: B018  # reads the upload
    try:
        keep_certificate(actor=request.viewer, now=clock.now(), of=of, files=request.arriving.check())
        say(request, "The certificate is kept.")
    except Invalid as problem:
        warn(request, " ".join(problem.problems.values()))
    return _back(of)


def _back(of: Any) -> HttpResponse:
    return redirect("access:staff_licenses", of.staff_id)
