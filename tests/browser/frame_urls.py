"""Stand-ins for the places that the frame leads to, so that its tests need no other app."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import URLPattern, include, path
from django_htmx.http import trigger_client_event

from caseday.kernel.errors import Refused
from caseday.ui.toasts import say

_CAPTURE = """<form class="form" method="post" data-keep="capture" hx-post="/journal/capture/" hx-target="#capture-body">
<div class="field"><label for="line">One line</label><textarea id="line" name="line"></textarea></div>
<div class="form-end"><button class="btn go">Keep</button></div></form>"""
_PLAIN_FORM = """{% extends "ui/page.html" %}{% block heading %}Plain{% endblock %}{% block content %}
<form class="form" method="post" action="/plain-form/">{% csrf_token %}
<input type="hidden" name="id" value="1"><input type="hidden" name="action" value="note"><input type="hidden" name="method" value="fax">
<div class="field"><label for="line">Line</label><input id="line" name="line" value="{{ was }}"></div>
<div class="form-end"><button class="btn go">Store</button></div></form>{% endblock %}"""
_FOUND = """<div role="presentation">People</div>
<a role="option" href="/cases/?1">Maria Delgado<small>WC-88-204417</small></a><a role="option" href="/cases/?2">Mario Ruiz</a>"""


def place(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/page.html")


def capture(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        say(request, "Captured.")
        return trigger_client_event(HttpResponse(""), "caseday:close")
    return HttpResponse(_CAPTURE)


def plain_form(request: HttpRequest) -> HttpResponse:
    """Posts and redirects; its fields carry the names that hide a form's own properties."""
    if request.method == "POST":
        return redirect(f"/plain-form/?stored={request.POST['line']}")
    page = engines["django"].from_string(_PLAIN_FORM)
    return HttpResponse(page.render({"was": request.GET.get("was", "")}, request))


def found(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_FOUND)


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused("Ask your supervisor.")


def unlock(request: HttpRequest) -> HttpResponse:
    if request.POST.get("password") == "right":
        return HttpResponse(status=204)
    return HttpResponse('{"error": "That is not the password."}', "application/json", status=422)


def _space(name: str, *patterns: URLPattern) -> Any:
    return include((list(patterns), name))


urlpatterns = [
    path("account/", include("allauth.urls")),
    path("ui/", include("caseday.ui.web.urls")),
    path("", _space("today", path("", place, name="today"), path("calls/", place, name="calls"))),
    path("cases/", _space("cases", path("", place, name="list"))),
    path("journal/", _space("journal", path("capture/", capture, name="capture"))),
    path("search/", _space("search", path("", found, name="search"))),
    path(
        "access/",
        _space("access", path("lock/", unlock, name="lock"), path("unlock/", unlock, name="unlock")),
    ),
    path("refused/", refused),
    path("plain-form/", plain_form),
]
