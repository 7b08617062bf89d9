"""What was written on a case: a part of its page, and a page of its own."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case
from caseday.correspondence.queries.of_case import messages_of_case

_IN_PART = 5
_CHANNELS = (
    ("Email", "email"),
    ("Text", "text"),
    ("Fax", "fax"),
    ("Voicemail", "voicemail"),
    ("Letter", "letter"),
)


@require_GET
def messages(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Asked by the case page (`part`) the newest few; asked `after` a key the older ones."""
    case = get_case(request.viewer, case_id)
    after, channel = request.GET.get("after", ""), request.GET.get("channel", "")
    is_part = bool(request.htmx and request.GET.get("part"))
    page = messages_of_case(
        request.viewer, case_id, after=after, channel=channel, **({"limit": _IN_PART} if is_part else {})
    )
    context = {
        "case": case,
        "page": page,
        "channel": channel,
        "channels": _CHANNELS,
        "is_part": is_part,
        "can_change": can_work_on(request.viewer, case) and case.status != "closed",
        "may_work": can_work_on(request.viewer, case),
    }
    fragment = "casefile/_messages_part.html" if is_part else "casefile/_messages.html"
    return render(request, fragment if request.htmx else "casefile/messages.html", context)
