"""Teams."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from caseday.access.actions import add_team, change_team, remove_team
from caseday.access.permissions import can_manage_staff, require
from caseday.access.queries import active_staff, get_team, list_teams
from caseday.access.web.forms import TeamForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say

_ADMINISTRATORS = "Only an administrator changes teams. Ask yours."


def team_list(request: HttpRequest) -> HttpResponse:
    context = {"teams": list_teams(request.viewer), "can_manage": can_manage_staff(request.viewer)}
    return render(request, "access/teams.html", context)


def add(request: HttpRequest) -> HttpResponse:
    require(can_manage_staff(request.viewer), _ADMINISTRATORS)
    form = TeamForm(request.POST or None, staff=active_staff())
    if request.method == "POST" and form.is_valid():
        try:
            add_team(actor=request.viewer, now=clock.now(), id=form.cleaned_data["id"], **_values(form))
        except Invalid as error:
            form.show_problems(error)
        else:
            return _saved(request, form)
    return render(request, "access/team_form.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, team_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.viewer), _ADMINISTRATORS)
    team = get_team(request.viewer, team_id)
    memberships = list(team.memberships.all())
    initial = {
        "name": team.name,
        "members": [str(m.staff_id) for m in memberships],
        "leads": [str(m.staff_id) for m in memberships if m.is_lead],
    }
    form = TeamForm(request.POST or None, staff=active_staff(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_team(actor=request.viewer, now=clock.now(), team_id=team_id, **_values(form))
        except Invalid as error:
            form.show_problems(error)
        else:
            return _saved(request, form)
    return render(
        request, "access/team_form.html", {"form": form, "team": team}, status=422 if form.errors else 200
    )


@require_POST
def remove(request: HttpRequest, team_id: UUID) -> HttpResponse:
    remove_team(actor=request.viewer, now=clock.now(), team_id=team_id)
    say(request, "The team is removed. Its people and their cases stay.")
    return HttpResponseRedirect(reverse("access:teams"))


def _values(form: TeamForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "name": data["name"],
        "member_ids": {UUID(value) for value in data["members"]},
        "lead_ids": {UUID(value) for value in data["leads"]},
    }


def _saved(request: HttpRequest, form: TeamForm) -> HttpResponse:
    say(request, f"{form.cleaned_data['name']} is saved.")
    return HttpResponseRedirect(reverse("access:teams"))
