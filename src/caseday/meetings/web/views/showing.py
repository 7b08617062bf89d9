"""Meetings of a worker and of a case, and one of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.cases.queries import get_case
from caseday.kernel import clock
from caseday.meetings import queries
from caseday.meetings.permissions import can_write
from caseday.meetings.rules import digest_of, digest_of_minutes


@require_GET
def meeting_list(request: HttpRequest) -> HttpResponse:
    coming, were = queries.meetings_seen_by(request.viewer, now=clock.now())
    groups = [("To come", rows_of(coming)), ("Before", rows_of(were))]
    return render(request, "meetings/list.html", {"groups": [one for one in groups if one[1]]})


def rows_of(meetings: list[queries.TeamMeeting]) -> list[tuple[queries.TeamMeeting, str]]:
    return [(one, queries.word_of_kind(one)) for one in meetings]


@require_GET
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    found = queries.meetings_of_case(request.viewer, case_id)
    context = {"case": case, "rows": rows_of(found), "may_write": can_write(request.viewer)}
    return render(request, "meetings/case.html", context)


@require_GET
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    sheet = queries.meeting_sheet(request.viewer, meeting_id)
    one, entry = sheet.meeting, queries.entry_of(sheet.meeting)
    digest = digest_of(entry)
    context = {
        "sheet": sheet,
        "meeting": one,
        "case": sheet.case,
        "entry": entry,
        "place_zone": queries.zone_of(one),
        "following": sheet.next_meeting,
        "to_tell": [who for who in sheet.participants if who.told and who.told != digest],
        "not_asked": [who for who in sheet.participants if not who.told],
        "digest": digest,
        "has_changed": bool(one.minutes_digest)
        and one.minutes_digest != digest_of_minutes(queries.minutes_of(sheet)),
        "is_over": one.appointment.ends_at <= clock.now(),
        "may_write": can_write(request.viewer),
    }
    return render(request, "meetings/meeting.html", context)
