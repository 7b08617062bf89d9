"""People and points as they are ticked, typed and ordered in a form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from caseday.kernel.ids import parse_id
from caseday.meetings.queries import Offer
from caseday.meetings.rules import AgendaLine, PersonAsked

_MOST = 200


@dataclass(frozen=True)
class PersonRow:
    """Somebody who can be ticked; `is_fixed`: was told or came, so stays."""

    person: PersonAsked
    key: str
    is_on: bool
    is_fixed: bool = False


def person_of(one: Any) -> PersonAsked:
    return PersonAsked(
        one.name,
        one.role,
        one.role_word,
        one.email,
        one.person_id,
        one.office_id,
        one.professional_id,
        one.pk,
    )


def people_rows(
    around: Sequence[PersonAsked], participants: Iterable[Any] = (), *, ticked: set[str] | None = None
) -> list[PersonRow]:
    """Who is on the list, then who could be. `ticked` is what stands in a form that comes back."""
    on = [
        PersonRow(person_of(one), str(one.pk), True, bool(one.told or one.presence)) for one in participants
    ]
    known = {row.person.slug for row in on}
    off = [PersonRow(one, one.slug, False) for one in around if one.slug not in known]
    rows = [*on, *off]
    if ticked is None:
        return rows
    return [replace(row, is_on=row.is_fixed or row.key in ticked) for row in rows]


def ticked_people(post: QueryDict, rows: Sequence[PersonRow]) -> list[PersonAsked]:
    """Those who are ticked, with the email that was typed for them, and those who were typed."""
    found = []
    for row in rows:
        if row.is_on:
            email = post.get(f"email-{row.key}")
            found.append(row.person if email is None else replace(row.person, email=email.strip()[:254]))
    return [*found, *typed_people(post.get("others", ""))]


def typed_people(text: str) -> list[PersonAsked]:
    """One a line: name, who they are, email."""
    found = []
    for line in text.replace("\0", "").splitlines()[:_MOST]:
        parts = [part.strip() for part in line.split(",")]
        if not parts[0]:
            continue
        email = next((part for part in parts[1:] if "@" in part), "")
        words = ", ".join(part for part in parts[1:] if part and part != email)
        role = "family" if any(word in words.casefold() for word in _FAMILY) else ""
        found.append(PersonAsked(parts[0][:160], role, words[:120], email[:254]))
    return found


_FAMILY = (
    "family", "mother", "father", "wife", "husband", "sister", "brother", "daughter", "son", "aunt", "uncle",
    "cousin", "partner", "grand",
)  # fmt: skip


def first_lines(post: QueryDict, offers: Sequence[Offer]) -> list[AgendaLine]:
    """Of a meeting that is planned: what was ticked in its order, then one's own lines."""
    ticked = set(post.getlist("offer"))
    found = [AgendaLine(one.text, one.source) for one in offers if one.source in ticked]
    return [*found, *own_lines(post)]


def own_lines(post: QueryDict) -> list[AgendaLine]:
    lines = post.get("own", "").replace("\0", "").splitlines()[:_MOST]
    return [AgendaLine(line.strip()[:300]) for line in lines if line.strip()]


def agenda_lines(post: QueryDict, offers: Sequence[Offer]) -> list[AgendaLine]:
    """The points of the form as edited, then what was ticked, then one's own lines; one moved up or down."""
    ids = dict.fromkeys(pk for text in post.getlist("item") if (pk := parse_id(text)))
    found = [
        AgendaLine(post.get(f"text-{pk}", "")[:300], post.get(f"source-{pk}", "")[:80], pk)
        for pk in list(ids)[:_MOST]
    ]
    return moved([*found, *first_lines(post, offers)], post.get("do", ""))


def moved(lines: list[AgendaLine], what: str) -> list[AgendaLine]:
    """`what` is up:id or down:id."""
    way, _, text = what.partition(":")
    at = next((place for place, one in enumerate(lines) if str(one.id) == text), None)
    to = None if at is None else at + {"up": -1, "down": 1}.get(way, 0)
    if at is None or to is None or not 0 <= to < len(lines):
        return lines
    lines.insert(to, lines.pop(at))
    return lines
