"""The case's events in words, and the case as it stood on a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from caseday.access.models import CaseEvent, Staff
from caseday.access.queries import as_it_stood_on, get_events_of_case
from caseday.access.viewer import Viewer
from caseday.casefile.rules import change_words, fact_words, verb_words
from caseday.cases import queries as cases
from caseday.cases.models import Case
from caseday.directory.models import Office, Professional
from caseday.programs.rules import Pack, word_of

PAGE = 50


@dataclass(frozen=True)
class EventLine:
    event: CaseEvent
    words: str
    changes: list[str]


@dataclass(frozen=True)
class StoodThen:
    """The case as it was known at the end of a day."""

    case: Case
    on: date
    facts: list[tuple[str, str]]
    groups: list[tuple[str, list[str]]]

    @property
    def is_empty(self) -> bool:
        return not self.facts


def history_of(
    viewer: Viewer, case_id: UUID, *, before: int | None = None
) -> tuple[Case, list[EventLine], int | None]:
    """The latest events in words, and the sequence before which the next page ends (None at the beginning)."""
    case = cases.get_case(viewer, case_id)
    events = get_events_of_case(case.pk, before=before, limit=PAGE + 1)
    lines = [_line(event) for event in events[:PAGE]]
    return case, lines, lines[-1].event.sequence if len(events) > PAGE else None


def _line(event: CaseEvent) -> EventLine:
    updates = [one for one in event.changes if one["op"] == "update"]
    changes = [words for one in updates for words in change_words(one["fields"])]
    return EventLine(event, event.summary or verb_words(event.verb), changes)


def stood_on(viewer: Viewer, case_id: UUID, *, on: date) -> StoodThen:
    """What was known at the end of this day of the viewer's clock."""
    case = cases.get_case(viewer, case_id)
    at = datetime.combine(on, time.max, viewer.time_zone)
    state = as_it_stood_on(case.pk, at=at)
    names = _names(state.values())
    pack = cases.pack_of(case)
    groups: dict[str, list[str]] = {}
    for (model, _), fields in state.items():
        title, line = _describe(model, fields, pack, names)
        if line:
            groups.setdefault(title, []).append(line)
    facts = _case_facts(state.get(("cases.case", str(case.pk)), {}), pack, names)
    order = [title for title in _ORDER if title in groups]
    rest = sorted(set(groups) - set(order))
    return StoodThen(case, on, facts, [(title, groups[title]) for title in [*order, *rest]])


_ORDER = (
    "Parties",
    "Numbers",
    "Key dates",
    "Conditions",
    "Goals",
    "First contacts",
    "Workers",
    "Appointments",
    "To-dos",
)


def _names(records: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Names of everybody that the folded records point to; three queries."""
    ids = {
        str(value) for fields in records for name, value in fields.items() if name.endswith("_id") and value
    }
    found: dict[str, str] = {}
    for model in (Staff, Office, Professional):
        for pk, name in model.objects.filter(pk__in=ids).values_list("pk", "name"):
            found[str(pk)] = name
    return found


def _case_facts(fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> list[tuple[str, str]]:
    if not fields:
        return []
    acuity = pack.acuity(int(fields.get("acuity", 0)))
    drawn = [
        ("Stage", word_of(pack.stages, fields.get("stage", ""))),
        ("Acuity", acuity.word if acuity else ""),
        ("Assigned to", names.get(str(fields.get("assigned_to_id")), "")),
    ]
    rest = {
        name: value
        for name, value in fields.items()
        if name not in ("stage", "stage_at", "acuity", "program")
    }
    return [(label, value) for label, value in drawn if value] + fact_words(rest)


def _describe(model: str, fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> tuple[str, str]:
    describe = _DESCRIBED.get(model)
    if describe:
        return describe(fields, pack, names)
    if model == "cases.case":
        return "", ""
    text = (
        fields.get("title") or fields.get("text") or fields.get("summary") or fields.get("description") or ""
    )
    return _TITLES.get(model, model.partition(".")[2].capitalize()), str(text)[:200]


_TITLES = {
    "schedule.appointment": "Appointments",
    "followups.followup": "To-dos",
    "journal.activity": "Journal",
    "journal.note": "Notes",
}


def _party(fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> tuple[str, str]:
    who = (
        names.get(str(fields.get("professional_id")))
        or fields.get("name")
        or names.get(str(fields.get("office_id")))
    )
    until = f", until {fields['to_on']}" if fields.get("to_on") else ""
    role = word_of(pack.party_roles, fields.get("role", ""))
    return (
        "Parties",
        f"{role}: {who or 'name not known'}, from {fields.get('from_on', 'the beginning')}{until}",
    )


def _identifier(fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> tuple[str, str]:
    used = " (no longer used)" if fields.get("is_retired") else ""
    return (
        "Numbers",
        f"{word_of(pack.identifier_kinds, fields.get('kind', ''))}: {fields.get('value', '')}{used}",
    )


def _key_date(fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> tuple[str, str]:
    return "Key dates", f"{word_of(pack.key_date_kinds, fields.get('kind', ''))}: {fields.get('on', '')}"


def _condition(fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> tuple[str, str]:
    parts = (fields.get(name, "") for name in ("code", "description", "body_part", "side"))
    return "Conditions", " ".join(str(part) for part in parts if part)


def _goal(fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> tuple[str, str]:
    return "Goals", f"{fields.get('text', '')} ({fields.get('state', 'open')})"


def _first_contact(fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> tuple[str, str]:
    word = word_of(pack.first_contacts, fields.get("role", ""))
    return "First contacts", f"{word}: {'made' if fields.get('met_at') else 'open'}"


def _worker(fields: dict[str, Any], pack: Pack, names: dict[str, str]) -> tuple[str, str]:
    left = " (left)" if fields.get("to_at") else ""
    return "Workers", f"{names.get(str(fields.get('staff_id')), 'Somebody')}, {fields.get('kind', '')}{left}"


_DESCRIBED = {
    "cases.party": _party,
    "cases.identifier": _identifier,
    "cases.keydate": _key_date,
    "cases.condition": _condition,
    "cases.goal": _goal,
    "cases.firstcontact": _first_contact,
    "cases.assignment": _worker,
}
