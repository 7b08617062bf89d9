"""Licenses, certifications and continuing education: one's own, a colleague's, and who is about to expire."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access import actions
from caseday.access.actions.licenses import OTHERS_ASK
from caseday.access.permissions import can_keep_licenses, can_review_access, require
from caseday.access.queries import (
    get_education,
    get_license,
    license_ledger,
    staff_of_licenses,
    team_licenses,
)
from caseday.access.rules.licenses import license_kind
from caseday.access.web.license_forms import EducationForm, EndLicenseForm, LicenseForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say

_UNPROCESSABLE = 422
_FIELDS = ("kind", "state", "number", "issued_on", "period_from_on", "expires_on", "required_hours")


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    return _ledger(request, request.viewer.staff_id)


@require_GET
def of_staff(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    return _ledger(request, staff_id)


def _ledger(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    viewer = request.viewer
    ledger = license_ledger(viewer, staff_id, now=clock.now())
    context = {
        "ledger": ledger,
        "is_own": staff_id == viewer.staff_id,
        "can_keep": can_keep_licenses(viewer, staff_id),
        "can_review": can_review_access(viewer),
    }
    return render(request, "access/licenses.html", context)


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Supervisors their team, administrators and auditors everybody; whose license ends first stands first."""
    require(can_review_access(request.viewer), "Supervisors and administrators see the licenses of others.")
    rows = team_licenses(request.viewer, now=clock.now())
    near = sum(line.is_near for one in rows for line in one.lines)
    return render(request, "access/team_licenses.html", {"rows": rows, "near": near, "can_review": True})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    staff = staff_of_licenses(request.viewer, staff_id)
    require(can_keep_licenses(request.viewer, staff_id), OTHERS_ASK)
    form = LicenseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_license(
                actor=request.viewer, now=clock.now(), staff_id=staff_id, details=form.details(),
                id=form.cleaned_data["id"],
            )  # fmt: skip
            say(request, "Kept. Add its certificate, and the hours that you have.")
            return redirect("access:staff_licenses", staff_id)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, form, staff, "Add a license")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, license_id: UUID) -> HttpResponse:
    found = get_license(request.viewer, license_id)
    require(can_keep_licenses(request.viewer, found.staff_id), OTHERS_ASK)
    form = LicenseForm(request.POST or None, initial={name: getattr(found, name) for name in _FIELDS})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_license(
                actor=request.viewer, now=clock.now(), license_id=license_id, details=form.details()
            )
            say(request, "Changed.")
            return redirect("access:staff_licenses", found.staff_id)
        except Invalid as error:
            form.show_problems(error)
    return _form(
        request, form, found.staff, license_kind(found.kind).word, license=found, ending=EndLicenseForm()
    )


@require_POST
def end(request: HttpRequest, license_id: UUID) -> HttpResponse:
    found = get_license(request.viewer, license_id)
    require(can_keep_licenses(request.viewer, found.staff_id), OTHERS_ASK)
    ending = EndLicenseForm(request.POST)
    if ending.is_valid():
        actions.end_license(
            actor=request.viewer, now=clock.now(), license_id=license_id, reason=ending.cleaned_data["reason"]
        )
        say(request, "It has ended; notes are signed without it from today.")
        return redirect("access:staff_licenses", found.staff_id)
    form = LicenseForm(initial={name: getattr(found, name) for name in _FIELDS})
    return _form(request, form, found.staff, license_kind(found.kind).word, license=found, ending=ending)


@require_http_methods(["GET", "POST"])
def add_education(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    staff = staff_of_licenses(request.viewer, staff_id)
    require(can_keep_licenses(request.viewer, staff_id), OTHERS_ASK)
    held = [
        (str(one.pk), f"{license_kind(one.kind).word} {one.state}".strip())
        for one in staff.licenses.filter(ended_on=None)
    ]
    form = EducationForm(request.POST or None, licenses=held)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_education(
                actor=request.viewer, now=clock.now(), staff_id=staff_id, details=form.details(),
                id=form.cleaned_data["id"],
            )  # fmt: skip
            say(request, "The hours count.")
            return redirect("access:staff_licenses", staff_id)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, form, staff, "Note hours of learning")


@require_POST
def void_education(request: HttpRequest, education_id: UUID) -> HttpResponse:
    entry = get_education(request.viewer, education_id)
    actions.void_education(actor=request.viewer, now=clock.now(), education_id=education_id)
    say(request, "It does not count any more.")
    return redirect("access:staff_licenses", entry.staff_id)


def _form(request: HttpRequest, form: Any, staff: Any, title: str, **more: Any) -> HttpResponse:
    has_errors = form.errors or (more.get("ending") is not None and more["ending"].errors)
    context = {"form": form, "staff": staff, "title": title, **more}
    return render(request, "access/license_form.html", context, status=_UNPROCESSABLE if has_errors else 200)
