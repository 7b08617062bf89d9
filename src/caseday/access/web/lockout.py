"""Lock-out after failed sign-ins (django-axes): the same for accounts that exist and that do not."""

from typing import Any

from allauth.account.adapter import get_adapter
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from caseday.access.web.answers import wants_fragment

TOO_MANY = "Too many tries. Wait 15 minutes, or ask your administrator to release your sign-in."
# From all addresses together, an account takes this many times the failures that it takes from one.
ELSEWHERE = 4


class Handler(AxesDatabaseHandler):
    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Eight from one address, or 32 from anywhere: a stranger far away does not keep the person out soon."""
        here, anywhere = (_failures(attempts) for attempts in self.get_user_attempts(request, credentials))
        return max(here, anywhere // ELSEWHERE)


def _failures(attempts: Any) -> int:
    return attempts.aggregate(Sum("failures_since_start"))["failures_since_start__sum"] or 0


def username_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not given and getattr(request, "user", None) and request.user.is_authenticated:
        given = request.user.email
    return str(given or request.POST.get("login", "")).strip().lower()[:255]


def address_of(request: HttpRequest) -> str:
    """Empty where there is no connection (a sign-in made by a test or a command)."""
    if "REMOTE_ADDR" not in request.META:
        return ""
    return get_adapter(request).get_client_ip(request)


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    if wants_fragment(request):
        return JsonResponse({"error": TOO_MANY}, status=429)
    return render(request, "account/locked_out.html", {"message": TOO_MANY}, status=429)


def is_shut_out(request: HttpRequest, email: str) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"email": email})


def note_failure(request: HttpRequest, email: str) -> None:
    """A wrong second factor counts like a wrong password."""
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"email": email}, request=request)


def forget_failures(request: HttpRequest, email: str) -> None:
    AxesProxyHandler.reset_attempts(ip_address=address_of(request), username=email.lower())
