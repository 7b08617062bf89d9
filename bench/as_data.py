"""The same operations as data, without HTTP and page: CPU of this process, which on SQLite is the database's too.

Each begins with the viewer as a request does, so that the access rules are paid for.
"""

import json
import time
from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any

from bench.generate import NOW

COUNT = 60


def measure_as_data(maya: Any) -> list[tuple[str, float, int]]:
    """(operation, CPU milliseconds each, rows or bytes that came of it)."""
    from caseday.access.queries import viewer_for

    return [
        (name, *_timed(lambda n, act=act: act(viewer_for(maya, now=NOW), n)))
        for name, act in _operations(maya)
    ]


def _timed(act: Callable[[int], int]) -> tuple[float, int]:
    for n in range(5):
        act(n)
    began, size = time.process_time(), 0
    for n in range(5, 5 + COUNT):
        size = act(n)
    return (time.process_time() - began) / COUNT * 1000, size


def _operations(maya: Any) -> list[tuple[str, Callable[[Any, int], int]]]:
    from caseday.cases.models import Case
    from caseday.cases.queries import get_case
    from caseday.followups.queries.due import todos_due
    from caseday.journal.queries import entries_of_case
    from caseday.looseends.queries import loose_ends_for
    from caseday.search.queries import find

    cases = list(Case.objects.filter(assigned_to=maya).select_related("person").order_by("pk")[:50])

    def due(viewer: Any, n: int) -> int:
        ends = loose_ends_for(viewer, now=NOW).ends
        json.dumps(ends, default=_plain)
        return len(ends)

    def todos(viewer: Any, n: int) -> int:
        due = [one._asdict() for one in todos_due(viewer, {viewer.staff_id}, until=NOW.date())]
        json.dumps(due, default=_plain)
        return len(due)

    def client(viewer: Any, n: int) -> int:
        return len(find(viewer, cases[n % len(cases)].person.family_name[:4]))

    def opened(viewer: Any, n: int) -> int:
        case = get_case(viewer, cases[n % len(cases)].pk)
        entries = entries_of_case(viewer, case.pk, limit=20)
        return len(entries)

    return [
        ("list of due items, worked out by every rule", due),
        ("list of due to-dos, as they were typed", todos),
        ("add a note: activity, draft, signature", _add_note(cases)),
        ("find a client by part of a name", client),
        ("open a case with its last 20 entries", opened),
    ]


def _plain(value: Any) -> Any:
    return vars(value) if is_dataclass(value) else str(value)


def _add_note(cases: list[Any]) -> Callable[[Any, int], int]:
    from caseday.journal.actions import Happened, Typed, record_activity, save_draft, sign_note

    def add(viewer: Any, n: int) -> int:
        case = cases[n % len(cases)]
        happened = Happened(
            case_id=case.pk, kind="call", with_role="client", minutes=5, result="reached", summary="Called."
        )
        activity = record_activity(actor=viewer, now=NOW, happened=happened)
        typed = Typed(format="narrative", sections={"text": "Reports less pain."}, base_version=0)
        saved = save_draft(actor=viewer, now=NOW, typed=typed, activity_id=activity.pk)
        sign_note(actor=viewer, now=NOW, draft_id=saved.draft.pk)
        return 1

    return add
