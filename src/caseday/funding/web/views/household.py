"""Who of the household is enrolled with the client."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.funding import actions, queries
from caseday.funding.permissions import ONLY_WORKERS, can_charge
from caseday.funding.queries.household import about_of, household_of, members_of, not_asked, relationships
from caseday.funding.rules.hmis.household import MemberTerms
from caseday.funding.web.chosen import chosen_of
from caseday.funding.web.hmis_forms import MemberForm
from caseday.funding.web.views.funds import today
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, fund_case_id: UUID) -> HttpResponse:
    row = queries.get_fund_case(request.viewer, fund_case_id)
    log_sight(request, row.case_id)
    enrolled = household_of(request.viewer, [row.pk]).get(row.pk, [])
    chosen = chosen_of(request, (one for one, _ in enrolled))
    may, members = can_charge(request.viewer), members_of(row)
    initial = _initial(chosen) if chosen else _next(row.from_on, members, enrolled)
    form = MemberForm(request.POST or None, members=members, initial=initial)
    if request.method == "POST":
        require(may, ONLY_WORKERS)
        if form.is_valid() and _enroll(request, fund_case_id, form):
            say(request, "Kept.")
            return redirect("funding:household", fund_case_id)
    words = dict(relationships())
    said = about_of(request.viewer, [who.id for _, who in enrolled], today(request))
    context = {
        "row": row, "chosen": chosen,
        "enrolled": [
            (one, who, words[one.relationship], not_asked(one, who, said.get(who.id, {})))
            for one, who in enrolled
        ],
        "form": form if may and members else None, "members": members,
    }  # fmt: skip
    return render(request, "funding/household.html", context, status=422 if form.errors else 200)


def _initial(chosen: Any) -> dict[str, Any]:
    given = {name: getattr(chosen, name) for name in MemberTerms.__dataclass_fields__}
    return {**given, "id": chosen.pk, "member": chosen.member_id}


def _next(from_on: date, members: Any, enrolled: Any) -> dict[str, Any]:
    """The first who is not enrolled yet is offered."""
    known = {one.member_id for one, _ in enrolled}
    return {"from_on": from_on, "member": next((one.pk for one in members if one.pk not in known), None)}


def _enroll(request: HttpRequest, fund_case_id: UUID, form: MemberForm) -> bool:
    said = form.cleaned_data
    try:
        actions.enroll_member(
            actor=request.viewer, now=clock.now(), fund_case_id=fund_case_id, member_id=UUID(said["member"]),
            terms=form.terms(), id=said["id"],
        )  # fmt: skip
    except Invalid as error:
        form.show_problems(error)
        return False
    return True
