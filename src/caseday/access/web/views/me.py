"""One's own: name and day, sign-in and devices."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from caseday.access.actions import change_my_settings, end_sessions_of
from caseday.access.web.forms import MySettingsForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say

FIELDS = tuple(MySettingsForm.base_fields)


def settings(request: HttpRequest) -> HttpResponse:
    form = MySettingsForm(
        request.POST or None, initial={name: getattr(request.user, name) for name in FIELDS}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_my_settings(actor=request.viewer, now=clock.now(), **form.cleaned_data)
        except Invalid as error:
            form.show_problems(error)
        else:
            say(request, "Your settings are saved.")
            return HttpResponseRedirect(reverse("access:me"))
    return render(request, "access/me.html", {"form": form}, status=422 if form.errors else 200)


def account(request: HttpRequest) -> HttpResponse:
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    sessions = UserSession.objects.filter(user=request.user).count()
    context = {"has_app": "totp" in kinds, "passkeys": kinds.count("webauthn"), "sessions": sessions}
    return render(request, "access/account.html", context)


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Only one's own; another's session is simply not found among them."""
    if end_sessions_of(request.viewer.staff_id, only=session_id):
        say(request, "That device is signed out.")
    return HttpResponseRedirect(reverse("usersessions_list"))
