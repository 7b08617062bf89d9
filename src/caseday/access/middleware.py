"""In: a request. Out: `request.viewer`, sign-in required, and errors of the apps as pages."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from caseday.access.queries import viewer_for
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound, Refused

_OPEN_PREFIXES = ("/account/", "/static/", "/healthz", "/calendar/feed/")


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_OPEN_PREFIXES) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request.viewer = SimpleLazyObject(lambda: viewer_for(request.user, now=clock.now()))  # type: ignore
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            raise Http404 from error
        if isinstance(error, Refused):
            return render(request, "403.html", {"message": str(error)}, status=HTTPStatus.FORBIDDEN)
        if isinstance(error, Invalid):
            return render(request, "422.html", {"problems": error.problems}, status=422)
        return None
