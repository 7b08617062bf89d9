"""The person themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.record import change, person_chain
from caseday.access.viewer import Viewer
from caseday.directory.rules.places import is_time_zone
from caseday.kernel.ids import new_id
from caseday.people.actions.checks import WORKERS_ASK, Fields, checked, cleaned, may_keep, read_phone
from caseday.people.models import ContactPoint, Person
from caseday.people.queries import get_person
from caseday.people.rules.contact import birth_date_problem
from caseday.people.rules.names import family_sounds, given_sound, name_key

__all__ = ["WORKERS_ASK", "add_person", "revise_person"]

PERSON_FIELDS = frozenset(
    [
        "given_name",
        "middle_name",
        "family_name",
        "suffix",
        "preferred_name",
        "former_names",
        "birth_date",
        "gender",
        "pronouns",
        "language",
        "needs_interpreter",
        "interpreter_note",
        "accessibility",
        "time_zone",
        "occupation",
    ]
)


def keys_of_name(person: Person) -> dict[str, str]:
    """What a person is found by: the folded name, and how it sounds."""
    first, last = family_sounds(person.family_name)
    former = family_sounds(person.former_names)[0]
    return {
        "name_key": name_key(
            person.given_name, person.preferred_name, person.family_name, person.former_names
        ),
        "given_sound": given_sound(person.given_name),
        "family_sound": first,
        "other_sound": former or (last if last != first else ""),
    }


def _problems(fields: dict[str, Any], person: Person, now: datetime) -> dict[str, str]:
    problems: dict[str, str] = {}
    names = [
        fields.get(name, getattr(person, name)) for name in ("given_name", "family_name", "preferred_name")
    ]
    if not any(names):
        problems["family_name"] = "A name is needed, the family name or the given name."
    wrong = birth_date_problem(fields.get("birth_date"), now.date())
    if wrong:
        problems["birth_date"] = wrong
    if fields.get("time_zone") and not is_time_zone(fields["time_zone"]):
        problems["time_zone"] = "Choose a time zone from the list."
    return problems


def add_person(
    *, actor: Viewer, now: datetime, fields: Fields, phone: str = "", id: UUID | None = None
) -> Person:
    """Somebody new, with a phone where one is given; visible to who entered them for a day, then through a case."""
    may_keep(actor)
    known = Person.objects.filter(pk=id).first() if id else None
    if known:
        return get_person(actor, known.id)
    person = Person(id=id or new_id(), entered_by_id=actor.staff_id, entered_at=now)
    given = cleaned(fields, PERSON_FIELDS)
    problems = _problems(given, person, now)
    number = {"phone": phone.strip()}
    read_phone(number, "phone", problems)
    checked(person, given, problems)
    checked(person, keys_of_name(person), {})
    with change(
        "person_entered",
        actor=actor,
        now=now,
        chain=person_chain(person.id),
        subject=person,
        summary="Entered",
    ) as record:
        record.add(person)
        if number["phone"]:
            record.add(ContactPoint(person=person, value=number["phone"]))
    return person


def revise_person(*, actor: Viewer, now: datetime, person_id: UUID, fields: Fields) -> Person:
    may_keep(actor)
    person = get_person(actor, person_id)
    given = cleaned(fields, PERSON_FIELDS)
    draft = Person.objects.get(pk=person.pk)
    checked(draft, given, _problems(given, person, now))
    with change(
        "person_revised",
        actor=actor,
        now=now,
        chain=person_chain(person.id),
        subject=person,
        summary="Revised",
    ) as record:
        record.update(person, **given, **keys_of_name(draft))
    return person
