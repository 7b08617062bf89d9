"""Tells the page what became of a form: lines to show after an htmx request, and that kept text may go."""

from collections.abc import Callable
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django_htmx.http import trigger_client_event

from caseday.ui.toasts import UNDO

KEPT_FIELD = "kept"
STORED_COOKIE = "stored"
_COOKIE_SECONDS = 120
_KEY_LENGTH = 400


class FormsMiddleware:
    """The last one, so that its `process_view` runs only if none before it answered instead of the view.

    Signed out, locked, second step missing: these answer with a redirect, and nothing was stored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        has_run = getattr(request, "has_reached_view", False)
        if has_run and request.method == "POST" and response.status_code < 400:
            _confirm_stored(request, response)
        if getattr(request, "htmx", False) and response.status_code < 300 and _stays(response):
            _send_toasts(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.__dict__["has_reached_view"] = True


def _confirm_stored(request: HttpRequest, response: HttpResponseBase) -> None:
    """A cookie travels with a redirect as well; the script drops the kept text and the cookie."""
    if key := request.POST.get(KEPT_FIELD, "")[:_KEY_LENGTH]:
        response.set_cookie(
            STORED_COOKIE, key, max_age=_COOKIE_SECONDS, samesite="Lax", secure=request.is_secure()
        )


def _stays(response: HttpResponseBase) -> bool:
    return not any(name in response.headers for name in ("HX-Redirect", "HX-Refresh", "HX-Location"))


def _send_toasts(request: HttpRequest, response: HttpResponseBase) -> None:
    toasts = [toast_of(message) for message in get_messages(request)]
    if toasts:
        trigger_client_event(response, "caseday:toast", {"toasts": toasts}, after="settle")


def toast_of(message: Any) -> dict[str, str]:
    tags = message.extra_tags or ""
    return {
        "text": str(message),
        "undo": tags.removeprefix(UNDO) if tags.startswith(UNDO) else "",
        "kind": "error" if message.level_tag in ("error", "warning") else "",
    }
