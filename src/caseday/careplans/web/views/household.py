"""The household as a picture, and as a list that says the same."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from caseday.access.permissions import require
from caseday.careplans import actions, queries
from caseday.careplans.rules import pictured
from caseday.careplans.web.forms import KinForm
from caseday.careplans.web.views.answers import UNPROCESSABLE, case_context
from caseday.careplans.web.views.plan import WHO_MAY
from caseday.cases.permissions import can_work_on
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_GET
def household(request: HttpRequest, case_id: UUID) -> HttpResponse:
    found = queries.household_of(request.viewer, case_id)
    names: dict[Any, str] = {one.id: one.name for one in found.kin}
    context = case_context(request, found.case) | {
        "picture": pictured(found.kin),
        "rows": [
            {
                "kin": one,
                "member": found.members[one.id],
                "with": names.get(one.conflict_with, ""),
            }
            for one in found.kin
        ],
        "safety_notes": found.safety_notes,
    }
    return render(request, "careplans/household.html", context)


@require_http_methods(["GET", "POST"])
def kin(request: HttpRequest, case_id: UUID, member_id: UUID) -> HttpResponse:
    case, member, tie = queries.get_member(request.viewer, case_id, member_id)
    require(can_work_on(request.viewer, case), WHO_MAY)
    others = [one for one in queries.household_of(request.viewer, case_id).kin if one.id != member.pk]
    form = KinForm(request.POST or None, others=others, initial=_initial(tie))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.tie_kin(
                actor=request.viewer, now=clock.now(), case_id=case_id, member_id=member_id, helps=said["helps"],
                hinders=said["hinders"], conflict=said["conflict"],
                conflict_with_id=said["conflict_with"],
            )  # fmt: skip
            say(request, "Kept.")
            return redirect("careplans:household", case_id)
        except Invalid as error:
            form.show_problems(error)
    context = case_context(request, case) | {"form": form, "member": member}
    return render(request, "careplans/kin.html", context, status=UNPROCESSABLE if form.errors else 200)


def _initial(tie: Any) -> dict[str, Any]:
    if tie is None:
        return {}
    return {
        "helps": tie.helps, "hinders": tie.hinders, "conflict": tie.conflict, "conflict_with": tie.conflict_with_id,
    }  # fmt: skip
