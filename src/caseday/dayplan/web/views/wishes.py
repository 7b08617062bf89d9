"""How somebody wants their days to be planned."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.dayplan.actions import set_wishes
from caseday.dayplan.permissions import can_plan_day
from caseday.dayplan.queries.wished import wished_by
from caseday.dayplan.rules.weights import meanings
from caseday.dayplan.web.forms import WishesForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    require(
        viewer.staff_id is not None and can_plan_day(viewer, viewer.staff_id),
        "Days are planned for case managers and supervisors: it is they who say how.",
    )
    form = WishesForm(request.POST or None, initial=WishesForm.initial_of(*wished_by(viewer.staff_id)))
    if request.method == "POST" and form.is_valid():
        try:
            set_wishes(actor=viewer, now=clock.now(), wishes=form.wishes, office_id=form.office_id)
        except Invalid as error:
            form.show_problems(error)
        else:
            say(request, "Your days are planned that way from now on.")
            return redirect("dayplan:wishes")
    context = {"form": form, "meanings": meanings()}
    return render(request, "dayplan/wishes.html", context, status=422 if form.errors else 200)
