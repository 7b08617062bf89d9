"""Signing in, and the quick sign-ins of a demonstration agency on the own machine."""

from typing import Any

from allauth.account.utils import perform_login
from allauth.account.views import LoginView, password_change
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from caseday.access.queries import active_staff, get_agency
from caseday.access.rules import is_this_machine, without_port
from caseday.kernel.errors import NotFound, Refused
from caseday.kernel.ids import parse_id


def may_sign_in_quickly(request: HttpRequest) -> bool:
    """A demonstration agency, asked from this machine by its own name, with no proxy between."""
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"))
    peer = request.META.get("REMOTE_ADDR", "")
    here = is_this_machine(without_port(request.get_host())) and is_this_machine(peer)
    return here and not forwarded and get_agency().is_demonstration


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quick = active_staff() if may_sign_in_quickly(self.request) else []
        return {**super().get_context_data(**kwargs), "quick_staff": quick}


sign_in = SignInView.as_view()


@login_not_required
@never_cache
@require_POST
def demonstration_sign_in(request: HttpRequest) -> HttpResponse:
    if not may_sign_in_quickly(request):
        raise Refused(
            "Quick sign-in exists only in a demonstration on the own machine. Sign in with your password."
        )
    chosen = parse_id(request.POST.get("staff"))
    staff = next((one for one in active_staff() if one.pk == chosen), None)
    if staff is None:
        raise NotFound
    return perform_login(request, staff, redirect_url="/")


def change_password(request: HttpRequest) -> HttpResponse:
    if not request.user.has_usable_password():
        raise Refused("No password is set for you yet. Ask your administrator for a link to set one.")
    return password_change(request)
