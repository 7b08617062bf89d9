"""In: a request. Out: a viewer for every page, sign-in, second step and an open screen required, errors as pages."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from caseday.access.queries import get_agency, viewer_for
from caseday.access.record import changes_kept
from caseday.access.sight import log_address
from caseday.access.web import screen_lock
from caseday.access.web.again import may_run_again, run_again
from caseday.access.web.answers import refusal, screen_is_locked, sign_in_first
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound, Refused

GetResponse = Callable[[HttpRequest], HttpResponse]

# Reached without a session: health, and calendar feeds by their secret address. Views of signing in say so themselves.
OPEN_PREFIXES = ("/healthz", "/calendar/feed/")
# What a person may still do behind a locked screen.
LOCK_NAMES = {"access:lock", "access:unlock", "access:locked", "account_logout"}
# What a person does for themselves, whatever their role.
OWN_PREFIXES = ("account_", "mfa_", "usersessions_")
OWN_NAMES = LOCK_NAMES | {"access:me", "access:end_session"}

_POLICY = "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"

logger = logging.getLogger("caseday.errors")


class HeadersMiddleware:
    """What django.middleware.security and django-csp leave out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Pages hold health information: no copy on disk, nothing behind the Back button after signing out.
        response.headers.setdefault("Cache-Control", "private, no-store")
        if request.method == "POST" and _url_name(request) == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


class ErrorPagesMiddleware:
    """Errors of the apps as pages; a mistake of ours has a number. What a person typed is in no page and no log."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.changes_kept_before = changes_kept()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if may_run_again(request, error):
            try:
                return run_again(request)
            except Exception as second:
                error = second
        return self._page_of(request, error)

    def _page_of(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            raise Http404 from error
        if isinstance(error, Refused):
            return refusal(request, error)
        if isinstance(error, Invalid):
            return render(
                request, "access/not_accepted.html", {"problems": error.problems.values()}, status=422
            )
        if not isinstance(error, Http404) and type(error).__module__ != "allauth.core.exceptions":
            request.error_id = secrets.token_hex(4)
            logger.error("error %s in %s", request.error_id, _url_name(request) or "no view")
        return None


class SignInMiddleware:
    """`request.viewer`, lazily; without a session only what declares itself open (`login_not_required`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None
        if request.path.startswith(OPEN_PREFIXES) or not request.user.is_authenticated:
            return self.get_response(request)
        user = request.user
        request.viewer = SimpleLazyObject(lambda: viewer_for(user, now=clock.now()))
        request.lock_minutes = _lock_minutes(user)
        with timezone.override(user.time_zone):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if is_open(request, view):
            return None
        if request.viewer is None:
            return sign_in_first(request)
        if _lacks_second_factor(request.user) and not _is_own(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        return None


class ScreenLockMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.viewer is None or _url_name(request) in LOCK_NAMES or is_open(request, view):
            return None
        now = clock.now()
        if screen_lock.is_locked(request, now=now, lock_after_minutes=request.lock_minutes):
            return screen_is_locked(request)
        screen_lock.note_activity(request, now=now)
        return None


class ReadOnlyMiddleware:
    """Auditors change nothing, whatever a view forgets; and a page of a case is logged, whatever a view forgets.

    A view whose form only asks, and writes nothing, says so: `view.only_reads = True`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.viewer is not None and response.status_code < 400:
            log_address(request)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.viewer is None or request.method in ("GET", "HEAD", "OPTIONS") or _is_own(request):
            return None
        if (
            request.viewer.is_auditor
            and not is_open(request, view)
            and not getattr(view, "only_reads", False)
        ):
            return refusal(
                request, Refused("Auditors read; they change nothing. Ask the case manager or a supervisor.")
            )
        return None


def is_open(request: HttpRequest, view: Any) -> bool:
    return not getattr(view, "login_required", True) or request.path.startswith(OPEN_PREFIXES)


def _lock_minutes(user: Any) -> int:
    minutes = getattr(user, "agency_lock_minutes", None)
    return get_agency().lock_after_minutes if minutes is None else int(minutes)


def _lacks_second_factor(user: Any) -> bool:
    return bool(getattr(user, "agency_needs_second_factor", False)) and not user.has_second_factor


def _url_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _is_own(request: HttpRequest) -> bool:
    name = _url_name(request)
    return name in OWN_NAMES or name.startswith(OWN_PREFIXES)
