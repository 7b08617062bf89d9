"""The shapes of the numbers that an office issues."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.directory import actions
from caseday.directory.permissions import can_edit_directory
from caseday.directory.queries import get_office, masks_of
from caseday.directory.web.forms import MaskForm
from caseday.directory.web.views.shown import back_to_office, number_kinds, office_url, show_part
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def masks(request: HttpRequest, office_id: UUID) -> HttpResponse:
    office = get_office(request.viewer, office_id)
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    kept = {one.kind: one.mask for one in masks_of(request.viewer, office_id)}
    kind = request.GET.get("kind", "")
    kinds = [(one.slug, one.word) for one in number_kinds()]
    form = MaskForm(request.POST or None, kinds=kinds, initial={"kind": kind, "mask": kept.get(kind, "")})
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, office_id, form.cleaned_data["kind"], form.cleaned_data["mask"])
            return back_to_office(request, office_id, "_masks")
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "office": office}
    status = 422 if form.is_bound else 200
    title, back = "The shape of their numbers", office_url(office_id)
    return show_part(request, "directory/_mask_form.html", context, title=title, back=back, status=status)


def _keep(request: HttpRequest, office_id: UUID, kind: str, mask: str) -> None:
    known = {"actor": request.viewer, "now": clock.now(), "office_id": office_id, "kind": kind}
    if mask.strip():
        actions.set_mask(**known, mask=mask)
        say(request, "Kept. A number of another shape is warned of, never refused.")
    else:
        actions.forget_mask(**known)
        say(request, "These numbers may have any shape.")
