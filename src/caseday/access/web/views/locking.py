"""Locking the screen and opening it again; the page behind stays as it was typed."""

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from caseday.access.web import lockout, screen_lock
from caseday.access.web.answers import locked_context, wants_fragment
from caseday.kernel import clock

WRONG = "That is not your password. Try again."


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    screen_lock.lock(request)
    if wants_fragment(request):
        return HttpResponse(status=204)
    return HttpResponseRedirect(_next(request))


@never_cache
def locked(request: HttpRequest) -> HttpResponse:
    """Whether the screen is locked, for a page that returns from the background: {"locked": bool}."""
    now = clock.now()
    is_locked = screen_lock.is_locked(request, now=now, lock_after_minutes=request.lock_minutes)
    if wants_fragment(request):
        return JsonResponse({"locked": is_locked})
    if not is_locked:
        return HttpResponseRedirect("/")
    return render(request, "access/locked.html", locked_context(request, next="/"), status=423)


@sensitive_post_parameters("password")
@never_cache
@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """The own password opens; failures count towards the lock-out of signing in."""
    user: Any = request.user
    if lockout.is_shut_out(request, user.email):
        return lockout.locked_out(request)
    if authenticate(request, email=user.email, password=request.POST.get("password", "")) != user:
        return _still_locked(request)
    lockout.forget_failures(request, user.email)
    screen_lock.open_screen(request, now=clock.now())
    return HttpResponse(status=204) if wants_fragment(request) else HttpResponseRedirect(_next(request))


def _still_locked(request: HttpRequest) -> HttpResponse:
    if wants_fragment(request):
        return JsonResponse({"error": WRONG}, status=422)
    return render(
        request, "access/locked.html", locked_context(request, next=_next(request), error=WRONG), status=422
    )


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else "/"
