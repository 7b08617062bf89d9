"""A Social Security number: sealed, with its last four in sight; or why there is none."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from caseday.access.record import change, person_chain
from caseday.access.sealing import sealed
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.people.actions.checks import may_keep
from caseday.people.models import Person
from caseday.people.permissions import asks_ssn
from caseday.people.queries import SSN_ANSWERS, SSN_USE, get_person, kept_ssn
from caseday.people.rules.ssn import is_whole, read_ssn


def keep_ssn(*, actor: Viewer, now: datetime, person_id: UUID, number: str = "", answer: str = "") -> Person:
    """One of the two. The event tells the last four alone; the number is kept beside the record, sealed."""
    may_keep(actor)
    person = get_person(actor, person_id)
    if not asks_ssn(actor, person):
        raise Invalid({"number": "No program of this person's cases asks for it. Leave it out."})
    places, known = _read(number.strip(), answer)
    if person.ssn == known and kept_ssn(person) == places:
        return person
    with change(
        "person_ssn_kept",
        actor=actor,
        now=now,
        chain=person_chain(person.id),
        subject=person,
        summary="Social Security number written down" if places else "Asked for the Social Security number",
    ) as record:
        record.update(person, ssn=known, ssn_last4=places[-4:], ssn_at=now)
        person.sealed_ssn = sealed(places, SSN_USE) if places else ""
        Person.objects.filter(pk=person.pk).update(sealed_ssn=person.sealed_ssn)
    return person


def _read(number: str, answer: str) -> tuple[str, str]:
    if number and answer:
        raise Invalid({"number": "There is a number and an answer. Leave one of them empty."})
    if not number:
        if answer not in SSN_ANSWERS:
            raise Invalid({"number": "Type the number, or choose below why there is none."})
        return "", answer
    typed = read_ssn(number)
    if typed.problem:
        raise Invalid({"number": typed.problem})
    return typed.places, Person.Ssn.FULL if is_whole(typed.places) else Person.Ssn.PARTIAL
