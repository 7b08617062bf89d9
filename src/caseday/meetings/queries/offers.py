"""What one could speak about: everything of the case that is open, each once, offered to be ticked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.advocacy.queries import open_decisions_of_case, open_efforts_of_case
from caseday.cases.models import Case
from caseday.followups.queries import open_todos_of_case, requests_of_case
from caseday.meetings.models import ActionItem, TeamMeeting


@dataclass(frozen=True)
class Offer:
    """`source` is kind:id; `about` are the ids of what else speaks of the same."""

    source: str
    text: str
    why: str = ""
    about: frozenset[UUID] = frozenset()


Source = Callable[[Viewer, Case, datetime], Iterable[Offer]]
_sources: list[Source] = []


def register_source(source: Source) -> None:
    """A later app knows more that is open about a case: `source(viewer, case, now)`."""
    _sources.append(source)


def offers_for(
    viewer: Viewer, case: Case, *, now: datetime, besides: TeamMeeting | None = None
) -> list[Offer]:
    """In the order in which a team speaks: what was promised last time, what is blocked, what is open, what is to be
    decided. What the agenda of `besides` has is left out."""
    taken = set(besides.agenda.values_list("source", flat=True)) if besides else set()
    spoken: set[UUID] = set()
    found = []
    for one in _every(viewer, case, now, besides):
        if one.source in taken or one.about & spoken:
            continue
        spoken |= one.about
        found.append(one)
    return found


def _every(viewer: Viewer, case: Case, now: datetime, besides: TeamMeeting | None) -> Iterator[Offer]:
    yield from _promised(case, besides)
    yield from _requests(viewer, case)
    yield from _decisions(case)
    yield from _efforts(case)
    for todo in open_todos_of_case(case.pk):
        why = f"due {todo.due_on:%b} {todo.due_on.day}" if todo.due_on else "to do"
        yield Offer(f"todo:{todo.pk}", todo.text, why, _ids(todo.pk, todo.request_id))
    for source in _sources:
        yield from source(viewer, case, now)


def _promised(case: Case, besides: TeamMeeting | None) -> Iterator[Offer]:
    items = ActionItem.objects.filter(meeting__case=case, followup__state="open").select_related("followup")
    if besides:
        items = items.exclude(meeting=besides)
    for one in items.order_by("made_at", "pk"):
        text = f"{one.owner}: {one.text}"[:300]
        yield Offer(f"action:{one.pk}", text, "promised at the last meeting", _ids(one.pk, one.followup_id))


def _requests(viewer: Viewer, case: Case) -> Iterator[Offer]:
    for one in requests_of_case(viewer, case.pk):
        if one.is_open:
            why = f"blocked: {one.row.blocked_reason}" if one.row.state == "blocked" else one.kind_word
            yield Offer(f"request:{one.row.pk}", one.row.title, why[:200], _ids(one.row.pk))


def _decisions(case: Case) -> Iterator[Offer]:
    for decision, questions in open_decisions_of_case(case.pk):
        yield Offer(f"decision:{decision.pk}", decision.question, "the client decides", _ids(decision.pk))
        for one in questions:
            why = f"question for {one.for_whom}" if one.for_whom else "open question"
            yield Offer(f"question:{one.pk}", one.text, why, _ids(one.pk))


def _efforts(case: Case) -> Iterator[Offer]:
    for one in open_efforts_of_case(case.pk):
        text = f"{one.asked} (asked {one.whom})"[:300]
        yield Offer(f"effort:{one.pk}", text, "no answer yet", _ids(one.pk, one.followup_id, one.request_id))


def _ids(*ids: UUID | None) -> frozenset[UUID]:
    return frozenset(one for one in ids if one)
