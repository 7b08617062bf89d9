"""Minutes as they stand, as a paper, and what keeps them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id, parse_id
from caseday.meetings import actions, queries
from caseday.meetings.permissions import can_write
from caseday.meetings.queries.minutes import is_for_spanish
from caseday.meetings.rules import digest_of_minutes
from caseday.programs.rules.spanish import language_of
from caseday.ui.toasts import say


@require_GET
def minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    return _page(request, meeting_id)


def _page(request: HttpRequest, meeting_id: UUID, problem: str = "") -> HttpResponse:
    sheet = queries.meeting_sheet(request.viewer, meeting_id)
    drawn = queries.minutes_of(sheet)
    context = {
        "sheet": sheet,
        "meeting": sheet.meeting,
        "case": sheet.case,
        "minutes": drawn,
        "is_kept": sheet.meeting.minutes_digest == digest_of_minutes(drawn),
        "problem": problem,
        "paper_id": new_id(),
        "following": sheet.next_meeting,
        "is_for_spanish": is_for_spanish(sheet),
        "may_write": can_write(request.viewer),
    }
    return render(request, "meetings/minutes.html", context, status=422 if problem else 200)


@require_POST
def keep(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    id = parse_id(request.POST.get("paper"))
    try:
        actions.keep_minutes(actor=request.viewer, now=clock.now(), meeting_id=meeting_id, id=id)
    except Invalid as problem:
        return _page(request, meeting_id, str(problem))
    say(request, "Kept as a paper and in the journal. Send them to who may have them.")
    return redirect("meetings:send", meeting_id)


@require_GET
def minutes_pdf(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """As they stand now, kept or not; their fixed words in the language asked for."""
    from caseday.meetings.drawing.sheet import draw_minutes

    sheet = queries.meeting_sheet(request.viewer, meeting_id)
    language = language_of(request.GET.get("language", "en"))
    answer = HttpResponse(draw_minutes(queries.minutes_of(sheet, language)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="minutes.pdf"'
    return answer
