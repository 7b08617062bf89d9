"""Contact points, addresses, household, safety notes: one view each to add, revise and end, told apart by `part`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.access.sight import log_subject
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.people import actions
from caseday.people.permissions import can_keep_people
from caseday.people.queries import (
    get_address,
    get_contact_point,
    get_household_member,
    get_person,
    get_safety_note,
)
from caseday.people.web.forms import AddressForm, ContactPointForm, HouseholdForm, SafetyForm
from caseday.people.web.views.shown import back_to_person, show_part
from caseday.ui.toasts import say


def _add_safety(*, fields: dict[str, Any], **given: Any) -> Any:
    return actions.add_safety_note(text=fields["text"], audience=fields["audience"], **given)


@dataclass(frozen=True)
class Part:
    title: str
    form: Any
    get: Callable[..., Any]
    id_name: str
    add: Callable[..., Any]
    end: Callable[..., Any]
    ended: str
    can_undo: bool = True


def _end_contact(*, is_undo: bool, **given: Any) -> Any:
    return actions.retire_contact_point(is_retired=not is_undo, **given)


def _end_address(*, is_undo: bool, **given: Any) -> Any:
    return actions.end_address(on=None if is_undo else given["now"].date(), **given)


def _end_member(*, is_undo: bool, **given: Any) -> Any:
    return actions.remove_household_member(**given)


def _end_safety(*, is_undo: bool, **given: Any) -> Any:
    return actions.end_safety_note(is_over=not is_undo, **given)


PARTS = {
    "contact": Part("Phone or email", ContactPointForm, get_contact_point, "contact_point_id",
                    actions.add_contact_point, _end_contact, "No longer used."),
    "addresses": Part("Address", AddressForm, get_address, "address_id",
                      actions.add_address, _end_address, "Kept as an earlier address."),
    "household": Part("Family, household, helpers", HouseholdForm, get_household_member, "member_id",
                      actions.add_household_member, _end_member,
                      "Taken off this page; the history keeps it.", can_undo=False),
    "safety": Part("Safety", SafetyForm, get_safety_note, "note_id",
                   _add_safety, _end_safety, "That safety note is over."),
}  # fmt: skip

# A safety note is not revised: it is ended, and a new one says what is true now.
REVISED: dict[str, Callable[..., Any]] = {
    "contact": actions.revise_contact_point,
    "addresses": actions.revise_address,
    "household": actions.revise_household_member,
}


def _form(
    request: HttpRequest, part: str, form: Any, person: Any, save: Callable[[], Any], **more: Any
) -> HttpResponse:
    require(can_keep_people(request.viewer), actions.WORKERS_ASK)
    if request.method == "POST" and form.is_valid():
        try:
            save()
            say(request, "Saved.")
            return back_to_person(request, person.id, part)
        except Invalid as error:
            form.show_problems(error)
    context = {
        "form": form,
        "person": person,
        "part_id": f"person-{part}",
        "legend": PARTS[part].title,
        "url": request.path,
        **more,
    }
    return show_part(
        request,
        "people/_part_form.html",
        context,
        title=PARTS[part].title,
        person_id=person.id,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def add_part(request: HttpRequest, person_id: UUID, part: str) -> HttpResponse:
    kind, person = PARTS[part], get_person(request.viewer, person_id)
    form = kind.form(request.POST or None)

    def save() -> None:
        kind.add(
            actor=request.viewer,
            now=clock.now(),
            person_id=person_id,
            fields=form.part_fields(),
            id=form.cleaned_data["id"],
        )

    return _form(request, part, form, person, save)


@require_http_methods(["GET", "POST"])
def edit_part(request: HttpRequest, part_id: UUID, part: str) -> HttpResponse:
    kind = PARTS[part]
    one = kind.get(request.viewer, part_id)
    initial = {name: getattr(one, name) for name in kind.form.base_fields if name != "id"}
    form = kind.form(request.POST or None, initial=initial)

    def save() -> None:
        REVISED[part](
            actor=request.viewer, now=clock.now(), fields=form.part_fields(), **{kind.id_name: part_id}
        )

    log_subject(request, "person_id", one.person_id)
    return _form(request, part, form, one.person, save)


@require_POST
def end_part(request: HttpRequest, part_id: UUID, part: str) -> HttpResponse:
    kind = PARTS[part]
    one = kind.get(request.viewer, part_id)
    is_undo = bool(request.GET.get("undo")) and kind.can_undo
    kind.end(actor=request.viewer, now=clock.now(), is_undo=is_undo, **{kind.id_name: part_id})
    if not is_undo:
        say(request, kind.ended, undo_url=f"{request.path}?undo=1" if kind.can_undo else "")
    return back_to_person(request, one.person_id, part)
