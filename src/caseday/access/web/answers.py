"""Answers that fit who asks: a page for a person who navigates, a few words for a script."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from caseday.kernel.errors import Refused


def wants_fragment(request: HttpRequest) -> bool:
    """Asked by htmx or fetch, not by the person's own navigation."""
    boosted = request.headers.get("HX-Boosted") == "true"
    if request.headers.get("HX-Request") == "true" and not boosted:
        return True
    if request.headers.get("X-Requested-With"):
        return True
    return (
        request.headers.get("Sec-Fetch-Mode", "navigate") not in ("navigate", "nested-navigate")
        and not boosted
    )


def sign_in_first(request: HttpRequest) -> HttpResponse:
    url = reverse("account_login")
    if not wants_fragment(request):
        path = request.get_full_path() if request.method == "GET" else "/"
        return HttpResponseRedirect(f"{url}?{urlencode({'next': path})}" if path != "/" else url)
    response: HttpResponse = JsonResponse(
        {"error": "You were signed out. Sign in again.", "sign_in": url}, status=401
    )
    if request.method == "GET" and request.headers.get("HX-Request"):
        response["HX-Redirect"] = url
    return response


def screen_is_locked(request: HttpRequest) -> HttpResponse:
    if wants_fragment(request):
        return JsonResponse({"error": "The screen is locked.", "locked": True}, status=423)
    return render(request, "access/locked.html", locked_context(request), status=423)


def locked_context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    return {
        "next": request.get_full_path() if request.method == "GET" else "/",
        "typed": request.method != "GET",
        **more,
    }


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    return render(request, "403.html", {"message": str(error)}, status=403)
