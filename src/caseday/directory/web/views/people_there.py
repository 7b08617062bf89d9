"""Phones and professionals of an office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.directory import actions
from caseday.directory.permissions import can_edit_directory
from caseday.directory.queries import get_office, get_phone, get_professional
from caseday.directory.web.forms import PhoneForm, ProfessionalForm
from caseday.directory.web.views.shown import back_to_office, office_url, show_part
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


def _form_part(
    request: HttpRequest, name: str, office: Any, form: Any, title: str, **more: Any
) -> HttpResponse:
    return show_part(
        request,
        f"directory/{name}.html",
        {"form": form, "office": office, **more},
        title=title,
        back=office_url(office.id) if office else "/directory/",
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def add_phone(request: HttpRequest, office_id: UUID) -> HttpResponse:
    office = get_office(request.viewer, office_id)
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_phone(
                actor=request.viewer,
                now=clock.now(),
                office_id=office_id,
                id=form.cleaned_data["id"],
                **form.phone_fields(),
            )
            say(request, "Number kept, for every case.")
            return back_to_office(request, office_id, "_phones")
        except Invalid as error:
            form.show_problems(error)
    return _form_part(request, "_phone_form", office, form, "Add a phone number")


@require_http_methods(["GET", "POST"])
def edit_phone(request: HttpRequest, phone_id: UUID) -> HttpResponse:
    phone = get_phone(request.viewer, phone_id)
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    initial = {name: getattr(phone, name) for name in ("number", "extension", "purpose", "menu_hint")}
    form = PhoneForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise_phone(
                actor=request.viewer, now=clock.now(), phone_id=phone_id, **form.phone_fields()
            )
            say(request, "Saved.")
            return back_to_office(request, phone.office_id, "_phones")
        except Invalid as error:
            form.show_problems(error)
    return _form_part(request, "_phone_form", phone.office, form, "Revise a phone number", phone=phone)


@require_POST
def retire_phone(request: HttpRequest, phone_id: UUID) -> HttpResponse:
    act = actions.restore_phone if request.GET.get("undo") else actions.retire_phone
    phone = act(actor=request.viewer, now=clock.now(), phone_id=phone_id)
    if not request.GET.get("undo"):
        say(request, "That number is no longer offered.", undo_url=f"{request.path}?undo=1")
    return back_to_office(request, phone.office_id, "_phones")


@require_http_methods(["GET", "POST"])
def add_professional(request: HttpRequest, office_id: UUID) -> HttpResponse:
    office = get_office(request.viewer, office_id)
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    form = ProfessionalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {**form.professional_fields(), "office_id": office_id}
        try:
            added = actions.add_professional(
                actor=request.viewer, now=clock.now(), fields=fields, id=form.cleaned_data["id"]
            )
            say(request, f"{added.name} added.")
            return back_to_office(request, office_id, "_professionals")
        except Invalid as error:
            form.show_problems(error)
    return _form_part(request, "_professional_form", office, form, "Add a professional")


@require_http_methods(["GET", "POST"])
def edit_professional(request: HttpRequest, professional_id: UUID) -> HttpResponse:
    professional = get_professional(request.viewer, professional_id)
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    initial = {name: getattr(professional, name) for name in ProfessionalForm.base_fields if name != "id"}
    form = ProfessionalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise_professional(
                actor=request.viewer,
                now=clock.now(),
                professional_id=professional_id,
                fields=form.professional_fields(),
            )
            say(request, "Saved.")
            return _after(request, professional)
        except Invalid as error:
            form.show_problems(error)
    return _form_part(
        request,
        "_professional_form",
        professional.office,
        form,
        f"Revise {professional.name}",
        professional=professional,
    )


@require_POST
def retire_professional(request: HttpRequest, professional_id: UUID) -> HttpResponse:
    is_undo = bool(request.GET.get("undo"))
    act = actions.restore_professional if is_undo else actions.retire_professional
    professional = act(actor=request.viewer, now=clock.now(), professional_id=professional_id)
    if not is_undo:
        say(request, f"{professional.name} is no longer offered.", undo_url=f"{request.path}?undo=1")
    return _after(request, professional)


def _after(request: HttpRequest, professional: Any) -> HttpResponse:
    if professional.office_id is None:
        return redirect("directory:list")
    return back_to_office(request, professional.office_id, "_professionals")
