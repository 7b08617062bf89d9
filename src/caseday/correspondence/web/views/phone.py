"""The demonstration phone: the other side of every text. It exists in a demonstration on this machine alone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.rules import is_this_machine, without_port
from caseday.correspondence.queries.phones import ClientPhone, client_phones, demonstration_access
from caseday.correspondence.texts.local import NotThere, Picture, conversation, write
from caseday.correspondence.texts.port import Access
from caseday.correspondence.web.phone_forms import PhoneTextForm
from caseday.kernel.errors import NotFound
from caseday.ui.toasts import warn

_AWAY = "The text gateway of the demonstration does not answer. Wait a moment, or start `caseday demo` again."
_NOT_TAKEN = "The text was sent, but Caseday did not take it."
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    """The first client's, or word that there is none."""
    _access(request)
    found = client_phones(request.viewer)
    if found:
        return redirect("correspondence:phone", found[0].id)
    return render(request, "correspondence/phone.html", {"phones": []})


@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest, contact_point_id: UUID) -> HttpResponse:
    access = _access(request)
    found = client_phones(request.viewer)
    chosen = _chosen(found, contact_point_id)
    form = PhoneTextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _send(request, access, chosen.number, form)
        return redirect("correspondence:phone", chosen.id)
    context = {"phones": found, "chosen": chosen, "form": form, **_shown(access, chosen.number)}
    return render(request, "correspondence/phone.html", context, status=422 if form.errors else 200)


@require_safe
def phone_texts(request: HttpRequest, contact_point_id: UUID) -> HttpResponse:
    """The conversation alone, asked for again and again."""
    access = _access(request)
    chosen = _chosen(client_phones(request.viewer), contact_point_id)
    return render(request, "correspondence/_phone_texts.html", _shown(access, chosen.number))


def _access(request: HttpRequest) -> Access:
    """Asked from this machine by its own name, with no proxy between: what is typed here goes in as a client's."""
    is_forwarded = any(name in request.headers for name in _FORWARDED)
    hosts = (without_port(request.get_host()), request.META.get("REMOTE_ADDR", ""))
    access = None if is_forwarded or not all(map(is_this_machine, hosts)) else demonstration_access()
    if access is None:
        raise NotFound
    require(
        can_work_on_cases(request.viewer), "The demonstration phone is for case managers and supervisors."
    )
    return access


def _chosen(found: list[ClientPhone], contact_point_id: UUID) -> ClientPhone:
    for one in found:
        if one.id == contact_point_id:
            return one
    raise NotFound


def _send(request: HttpRequest, access: Access, number: str, form: PhoneTextForm) -> None:
    photo = form.cleaned_data["photo"]
    pictures = [Picture(photo.content_type or "image/jpeg", photo.read())] if photo else []
    try:
        if not write(access, number, form.cleaned_data["text"], pictures):
            warn(request, _NOT_TAKEN)
    except NotThere:
        warn(request, _AWAY)


def _shown(access: Access, number: str) -> dict[str, object]:
    try:
        return {"texts": conversation(access, number), "away": ""}
    except NotThere:
        return {"texts": [], "away": _AWAY}
