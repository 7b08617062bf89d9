"""A meeting while it is lived, on a phone: every tap is kept at once, what is typed saves itself."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import require
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.meetings import actions, queries
from caseday.meetings.permissions import ONLY_WORKERS, can_write
from caseday.meetings.rules import PersonAsked
from caseday.meetings.web.forms import ActionForm, CameForm, DecisionForm, NextForm, TopicForm
from caseday.schedule.queries import calendars_of
from caseday.ui.toasts import say, warn

_UNPROCESSABLE = 422
PARTS = ("people", "agenda", "decisions", "actions", "views", "next")


@require_GET
def live(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    require(can_write(request.viewer), ONLY_WORKERS)
    return render(request, "meetings/live.html", _context(request, meeting_id))


def _context(request: HttpRequest, meeting_id: UUID, **forms: Any) -> dict[str, Any]:
    sheet = queries.meeting_sheet(request.viewer, meeting_id)
    following = sheet.meeting.next_at
    return {
        "sheet": sheet,
        "meeting": sheet.meeting,
        "case": sheet.case,
        "came": CameForm(),
        "decided": DecisionForm(),
        "action": ActionForm(owners=_owners(request, sheet)),
        "topic": TopicForm(),
        "next": NextForm(initial={"next_at": following}),
        "following": sheet.next_meeting,
        **forms,
    }


def _owners(request: HttpRequest, sheet: Any) -> list[tuple[str, str]]:
    """Who came first, then colleagues."""
    here = [(f"participant:{one.pk}", one.name) for one in sheet.participants]
    staff = calendars_of(request.viewer)
    mine = [(f"staff:{one.pk}", f"{one.name} (agency)") for one in staff]
    return [*mine[:1], *here, *mine[1:]]


def _part(
    request: HttpRequest, meeting_id: UUID, part: str, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The part that changed; without htmx the whole page."""
    if not request.htmx and status == 200:
        return redirect(f"{reverse('meetings:live', args=[meeting_id])}#{part}")
    name = f"meetings/_{part}.html" if request.htmx else "meetings/live.html"
    context = _context(request, meeting_id, **forms)
    return render(request, name, {**context, "may_write": True}, status=status)


def _wrong(form: Any, problem: Invalid) -> Any:
    form.show_problems({n: text for n, text in problem.problems.items() if n not in form.errors})
    return form


@require_POST
def begin(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    actions.begin_meeting(actor=request.viewer, now=clock.now(), meeting_id=meeting_id)
    return redirect("meetings:live", meeting_id)


@require_POST
def end(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    actions.end_meeting(actor=request.viewer, now=clock.now(), meeting_id=meeting_id)
    return redirect("meetings:minutes", meeting_id)


@require_POST
def presence(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    queries.get_meeting(request.viewer, meeting_id)
    pk = parse_id(request.POST.get("participant"))
    if pk is None:
        raise Invalid("Say who. Reload the page and tap again.")
    actions.note_presence(
        actor=request.viewer, now=clock.now(), meeting_id=meeting_id, participant_id=pk,
        presence=request.POST.get("presence", ""), note=request.POST.get("note", ""),
    )  # fmt: skip
    return _part(request, meeting_id, "people")


@require_POST
def came(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    form = CameForm(request.POST)
    if not form.is_valid():
        queries.get_meeting(request.viewer, meeting_id)
        return _part(request, meeting_id, "people", status=_UNPROCESSABLE, came=form)
    said = form.cleaned_data
    person = PersonAsked(said["name"], role_word=said["role_word"], **_id_of(said))
    actions.add_comer(actor=request.viewer, now=clock.now(), meeting_id=meeting_id, person=person)
    return _part(request, meeting_id, "people")


def _id_of(said: dict[str, Any]) -> dict[str, Any]:
    return {"id": said["id"]} if said.get("id") else {}


@require_POST
def notes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Saves itself while one types; answers with what is stored, so that the next save knows on what it stands."""
    post = request.POST
    item_id = parse_id(post.get("item"))
    typed = post.get("text", "").replace("\r\n", "\n")
    context = {"key": item_id or "all", "typed": typed}
    try:
        kept = actions.write_notes(
            actor=request.viewer, now=clock.now(), meeting_id=meeting_id, text=typed,
            base=post.get("base", ""), item_id=item_id,
        )  # fmt: skip
    except Invalid as problem:
        answer = {**context, "problem": str(problem)}
        if request.htmx:
            return render(request, "meetings/_saved.html", answer, status=_UNPROCESSABLE)
        warn(request, str(problem))
        return redirect("meetings:live", meeting_id)
    if not request.htmx:
        return redirect("meetings:live", meeting_id)
    is_joined = kept.strip() != typed.strip()
    return render(request, "meetings/_saved.html", {**context, "kept": kept, "is_joined": is_joined})


@require_POST
def tick(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    queries.get_meeting(request.viewer, meeting_id)
    pk = parse_id(request.POST.get("item"))
    if pk is None:
        raise Invalid("Say which point. Reload the page and tap again.")
    actions.tick_item(
        actor=request.viewer, now=clock.now(), meeting_id=meeting_id, item_id=pk,
        is_done=request.POST.get("done") == "on",
    )  # fmt: skip
    return _part(request, meeting_id, "agenda")


@require_POST
def decide(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    try:
        actions.add_decision(
            actor=request.viewer, now=clock.now(), meeting_id=meeting_id, text=said.get("text", ""),
            dissent=said.get("dissent", ""), id=said.get("id"),
        )  # fmt: skip
    except Invalid as problem:
        return _part(request, meeting_id, "decisions", status=_UNPROCESSABLE, decided=_wrong(form, problem))
    return _part(request, meeting_id, "decisions")


@require_POST
def act(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    sheet = queries.meeting_sheet(request.viewer, meeting_id)
    form = ActionForm(request.POST, owners=_owners(request, sheet))
    form.is_valid()
    said = form.cleaned_data
    kind, _, pk = (said.get("owner") or "").partition(":")
    try:
        if "due_on" in form.errors:
            raise Invalid({"due_on": "Choose a day."})
        actions.add_action(
            actor=request.viewer, now=clock.now(), meeting_id=meeting_id, text=said.get("text", ""),
            participant_id=parse_id(pk) if kind == "participant" else None,
            staff_id=parse_id(pk) if kind == "staff" else None, owner=said.get("other", ""),
            due_on=said.get("due_on"), id=said.get("id"),
        )  # fmt: skip
    except Invalid as problem:
        return _part(request, meeting_id, "actions", status=_UNPROCESSABLE, action=_wrong(form, problem))
    return _part(request, meeting_id, "actions")


@require_POST
def differ(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    form = TopicForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    try:
        actions.raise_disagreement(
            actor=request.viewer, now=clock.now(), meeting_id=meeting_id, topic=said.get("topic", ""),
            id=said.get("id"),
        )  # fmt: skip
    except Invalid as problem:
        return _part(request, meeting_id, "views", status=_UNPROCESSABLE, topic=_wrong(form, problem))
    return _part(request, meeting_id, "views")


_PART_OF = {"decision": "decisions", "action": "actions", "disagreement": "views"}


@require_POST
def strike(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    queries.get_meeting(request.viewer, meeting_id)
    what, pk = request.POST.get("what", ""), parse_id(request.POST.get("row"))
    if what not in _PART_OF or pk is None:
        raise Invalid("Say what is struck. Reload the page and tap again.")
    actions.strike(actor=request.viewer, now=clock.now(), meeting_id=meeting_id, what=what, row_id=pk)
    return _part(request, meeting_id, _PART_OF[what])


@require_POST
def propose(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    form = NextForm(request.POST)
    form.is_valid()
    try:
        if form.errors:
            raise Invalid({"next_at": "Choose a day and an hour."})
        actions.propose_next(
            actor=request.viewer, now=clock.now(), meeting_id=meeting_id, next_at=form.cleaned_data["next_at"]
        )
    except Invalid as problem:
        return _part(request, meeting_id, "next", status=_UNPROCESSABLE, next=_wrong(form, problem))
    say(request, "Noted. Plan it when the meeting is over.")
    return _part(request, meeting_id, "next")
