"""Staff: list, add, change, disable; the one-time link; releasing who is locked out."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from caseday.access.actions import (
    add_staff,
    change_staff,
    disable_staff,
    enable_staff,
    one_time_path,
    release_lockout,
    remove_second_steps,
)
from caseday.access.permissions import can_manage_staff, require
from caseday.access.queries import get_agency, get_staff, list_staff
from caseday.access.web.forms import StaffForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say, warn

_ADMINISTRATORS = "Only an administrator adds or changes staff. Ask yours."
FIELDS = ("name", "email", "role", "credentials", "languages", "phone", "time_zone")


def staff_list(request: HttpRequest) -> HttpResponse:
    context = {"staff": list_staff(request.viewer), "can_manage": can_manage_staff(request.viewer)}
    return render(request, "access/staff.html", context)


def add(request: HttpRequest) -> HttpResponse:
    require(can_manage_staff(request.viewer), _ADMINISTRATORS)
    form = StaffForm(
        request.POST or None, initial={"role": "case_manager", "time_zone": get_agency().time_zone}
    )
    if request.method == "POST" and form.is_valid():
        try:
            staff = add_staff(actor=request.viewer, now=clock.now(), **form.cleaned_data)
        except Invalid as error:
            form.show_problems(error)
        else:
            return _with_link(request, staff, is_new=True)
    return render(request, "access/staff_form.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.viewer), _ADMINISTRATORS)
    staff = get_staff(request.viewer, staff_id)
    form = StaffForm(request.POST or None, initial={name: getattr(staff, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            change_staff(actor=request.viewer, now=clock.now(), staff_id=staff_id, **values)
        except Invalid as error:
            form.show_problems(error)
        else:
            say(request, f"{staff.name} is saved.")
            return HttpResponseRedirect(reverse("access:staff"))
    context = {"form": form, "staff": staff, "is_self": staff.pk == request.viewer.staff_id}
    return render(request, "access/staff_form.html", context, status=422 if form.errors else 200)


@require_POST
def link(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.viewer), _ADMINISTRATORS)
    return _with_link(request, get_staff(request.viewer, staff_id), is_new=False)


@require_POST
def disable(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    try:
        staff = disable_staff(actor=request.viewer, now=clock.now(), staff_id=staff_id)
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    else:
        say(request, f"{staff.name} is signed out and cannot sign in any more.")
    return HttpResponseRedirect(reverse("access:staff"))


@require_POST
def enable(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    staff = enable_staff(actor=request.viewer, now=clock.now(), staff_id=staff_id)
    say(request, f"{staff.name} can sign in again.")
    return HttpResponseRedirect(reverse("access:staff"))


@require_POST
def release(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    release_lockout(actor=request.viewer, now=clock.now(), staff_id=staff_id)
    say(request, "Released. They can try to sign in again at once.")
    return HttpResponseRedirect(reverse("access:edit_staff", args=[staff_id]))


@require_POST
def second_steps(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    remove_second_steps(actor=request.viewer, now=clock.now(), staff_id=staff_id)
    say(
        request,
        "App, passkeys and recovery codes are removed. They sign in with the password and set up new ones.",
    )
    return HttpResponseRedirect(reverse("access:edit_staff", args=[staff_id]))


def _with_link(request: HttpRequest, staff: Any, *, is_new: bool) -> HttpResponse:
    """Shown once, on an answer that no browser keeps."""
    url = request.build_absolute_uri(one_time_path(staff))
    return render(request, "access/staff_link.html", {"staff": staff, "link": url, "is_new": is_new})
