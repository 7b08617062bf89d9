"""The plan on paper: one page in plain words for the client, the whole for the record."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from caseday.careplans import queries
from caseday.careplans.printing import draw_plan
from caseday.careplans.rules import language_of
from caseday.kernel import clock


@require_GET
def print_plan(request: HttpRequest, case_id: UUID, which: str) -> HttpResponse:
    """`which` is client or record. In the language of the client, or the one asked for."""
    plan = queries.current_plan(request.viewer, case_id)
    if plan is None or which not in ("client", "record"):
        raise Http404
    asked = request.GET.get("language") or (plan.case.person.language if which == "client" else "en")
    sheet = queries.sheet_of(request.viewer, plan, now=clock.now(), language=language_of(asked))
    response = HttpResponse(draw_plan(sheet, which=which), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="plan-{plan.case.number}.pdf"'
    return response
