"""Beds and units of a fund's project, for HUD's files."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.funding import actions, queries
from caseday.funding.permissions import ONLY_LEADS, can_export_clients, can_set_up
from caseday.funding.queries.hmis_project import inventory_of, project_of
from caseday.funding.rules.hmis import fy2026
from caseday.funding.rules.hmis.inventory import SHELTERS, InventoryTerms
from caseday.funding.web.chosen import chosen_of
from caseday.funding.web.hmis_forms import InventoryForm
from caseday.funding.web.views.hmis import ONLY_EXPORTERS
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def inventory(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """Counts of beds; a new one, or the one that `of` names."""
    fund = queries.get_fund(fund_id)
    require(can_export_clients(request.viewer), ONLY_EXPORTERS)
    project = project_of(fund)
    if project is None:
        return redirect("funding:hmis", fund_id)
    known = inventory_of([project.pk])
    chosen = chosen_of(request, known)
    form = InventoryForm(
        request.POST or None, is_shelter=project.project_type in SHELTERS, initial=_initial(chosen, project)
    )
    if request.method == "POST":
        require(can_set_up(request.viewer), ONLY_LEADS)
        if _remove(request, fund_id, chosen) or (form.is_valid() and _keep(request, fund_id, form)):
            return redirect("funding:inventory", fund_id)
    context = {
        "fund": fund, "project": project, "known": [(one, _words(one)) for one in known], "chosen": chosen,
        "form": form if can_set_up(request.viewer) else None,
    }  # fmt: skip
    return render(request, "funding/inventory.html", context, status=422 if form.errors else 200)


def _initial(chosen: Any, project: Any) -> dict[str, Any]:
    if chosen is None:
        return {"from_on": project.operating_from}
    return {"id": chosen.pk, **{name: getattr(chosen, name) for name in InventoryTerms.__dataclass_fields__}}


def _words(one: Any) -> str:
    """ "Households without children, facility-based beds, year-round"."""
    lists = fy2026().lists
    more = ((one.bed_type, "ESBedType"), (one.availability, "Availability"))
    return ", ".join(
        [
            lists["HouseholdType"][one.household_type],
            *(lists[name][code].lower() for code, name in more if code),
        ]
    )


def _remove(request: HttpRequest, fund_id: UUID, chosen: Any) -> bool:
    if chosen is None or "remove" not in request.POST:
        return False
    actions.remove_inventory(actor=request.viewer, now=clock.now(), fund_id=fund_id, id=chosen.pk)
    say(request, "Removed.")
    return True


def _keep(request: HttpRequest, fund_id: UUID, form: InventoryForm) -> bool:
    try:
        actions.keep_inventory(
            actor=request.viewer,
            now=clock.now(),
            fund_id=fund_id,
            terms=form.terms(),
            id=form.cleaned_data["id"],
        )
    except Invalid as error:
        form.show_problems(error)
        return False
    say(request, "Kept.")
    return True
