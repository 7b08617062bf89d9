"""Who is told of a meeting, who gets its minutes: what goes, what speaks against it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from caseday.access.permissions import require
from caseday.correspondence.queries.objections import every_objection
from caseday.correspondence.queries.senders import sender_for
from caseday.correspondence.rules.checks import still_standing
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.meetings import actions, queries
from caseday.meetings.permissions import ONLY_WORKERS, can_write
from caseday.meetings.rules import calendar_file
from caseday.ui.toasts import say, warn


def _overruled(request: HttpRequest) -> dict[str, Any]:
    return {
        "confirmed": frozenset(request.POST.getlist("confirmed")),
        "reason": request.POST.get("reason", "")[:300],
    }


def _chosen(request: HttpRequest) -> list[UUID]:
    return [pk for text in request.POST.getlist("person") if (pk := parse_id(text))]


def _after(request: HttpRequest, found: list[Any], what: str) -> str:
    """What is said of it; "" where nothing left."""
    went = [one.participant.name for one in found if one.message]
    refused = [one.participant.name for one in found if not one.message]
    if refused:
        warn(request, f"Not sent to {', '.join(refused)}: see why beside the name.")
    if went:
        say(request, f"{what} on {'their' if what.endswith('are') else 'its'} way to {', '.join(went)}.")
    elif not refused:
        say(request, "They know already. Nothing was sent twice.")
    return "refused" if refused else ""


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    sheet = queries.meeting_sheet(request.viewer, meeting_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    with_agenda, problem = request.POST.get("with_agenda") == "on", ""
    if request.method == "POST":
        try:
            found = actions.invite(
                actor=request.viewer, now=clock.now(), meeting_id=meeting_id, participant_ids=_chosen(request),
                with_agenda=with_agenda, **_overruled(request),
            )  # fmt: skip
            what = "The cancellation is on its" if sheet.is_called_off else "The invitation is on its"
            refused = _after(request, found, what)
            return redirect("meetings:invite" if refused else "meetings:meeting", meeting_id)
        except Invalid as refusal:
            problem = str(refusal)
    asked = queries.asked_of(request.viewer, sheet, now=clock.now(), with_agenda=with_agenda)
    context = {
        "sheet": sheet,
        "meeting": sheet.meeting,
        "case": sheet.case,
        "asked": asked,
        "entry": queries.entry_of(sheet.meeting),
        "preview": _preview(asked),
        "needs_reason": any(one.needs_reason for who in asked for one in who.every),
        "problem": problem,
    }
    return render(request, "meetings/invite.html", context, status=422 if problem else 200)


@require_GET
def calendar(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """For one's own calendar: it invites nobody."""
    one = queries.get_meeting(request.viewer, meeting_id)
    sender = sender_for(request.viewer, "email")
    organizer = (one.staff.name, sender.address if sender else one.staff.email)
    data = calendar_file(
        queries.entry_of(one), now=clock.now(), organizer=organizer, attendee=None, method="PUBLISH"
    )
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    sheet = queries.meeting_sheet(request.viewer, meeting_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    if sheet.meeting.minutes_id is None:
        warn(request, "Keep the minutes first: then they can be sent.")
        return redirect("meetings:minutes", meeting_id)
    problem = ""
    if request.method == "POST":
        try:
            found = actions.send_minutes(
                actor=request.viewer, now=clock.now(), meeting_id=meeting_id, participant_ids=_chosen(request),
                **_overruled(request),
            )  # fmt: skip
            refused = _after(request, found, "The minutes are on their")
            return redirect("meetings:send" if refused else "meetings:meeting", meeting_id)
        except Invalid as refusal:
            problem = str(refusal)
    asked = _receivers(request, sheet)
    context = {
        "sheet": sheet,
        "meeting": sheet.meeting,
        "case": sheet.case,
        "asked": asked,
        "preview": _preview(asked),
        "needs_reason": any(one.needs_reason for who in asked for one in who.every),
        "problem": problem,
    }
    return render(request, "meetings/send.html", context, status=422 if problem else 200)


def _receivers(request: HttpRequest, sheet: Any) -> list[queries.Asked]:
    found, now = [], clock.now()
    for one in sheet.participants:
        outgoing = actions.minutes_outgoing(request.viewer, sheet, one, now=now)
        every = every_objection(request.viewer, outgoing, now)
        found.append(
            queries.Asked(
                one, outgoing, tuple(every), tuple(still_standing(outgoing, every)),
                is_current=actions.has_minutes(one, sheet.meeting),
            )
        )  # fmt: skip
    return found


def _preview(asked: list[queries.Asked]) -> Any:
    """Of the first to whom it may go; else of the first who is to be told."""
    waiting = [one for one in asked if not one.is_current]
    first = next((one for one in waiting if one.may_go), next(iter(waiting), None))
    return first.outgoing if first else None
