"""What to check in a text of a case: shown beside it by whatever page holds the text."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.sight import log_sight
from caseday.casefile import queries
from caseday.compliance.queries.amendments import paper_superseded
from caseday.kernel.ids import parse_id


@require_GET
def flags(request: HttpRequest) -> HttpResponse:
    """A fragment: `document` or `activity` names what is looked at. Empty where there is nothing to check."""
    document_id, activity_id = parse_id(request.GET.get("document")), parse_id(request.GET.get("activity"))
    return render(request, "casefile/_flags.html", _found(request, document_id, activity_id))


def _found(request: HttpRequest, document_id: UUID | None, activity_id: UUID | None) -> dict[str, object]:
    superseded = None
    if document_id:
        case, found = queries.flags_of_document(request.viewer, document_id)
        superseded = paper_superseded(document_id)
    elif activity_id:
        case, found = queries.flags_of_activity(request.viewer, activity_id)
    else:
        raise Http404
    if case is not None:
        log_sight(request, case.pk)
    return {"flags": found, "case": case, "superseded": superseded}
