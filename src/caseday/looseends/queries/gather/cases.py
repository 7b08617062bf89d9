"""Open work of the case itself: who must be reached."""

from collections.abc import Sequence

from caseday.cases.queries import CaseBrief, UnmetContact, unmet_first_contacts
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import LooseEnd, first_contact_due, no_contact
from caseday.programs.rules import word_of


def _unmet(asked: Asked) -> list[UnmetContact]:
    return unmet_first_contacts(asked.viewer, asked.staff_ids)


def _first_contacts(rows: Sequence[UnmetContact], known: Known) -> list[LooseEnd]:
    facts = [
        first_contact_due.Facts(
            contact_id=one.id,
            role=one.role,
            role_word=word_of(known.cases[one.case_id].pack.first_contacts, one.role),
            due_at=one.due_at,
            clock=one.rule.partition(" (")[0],
            referred_at=known.cases[one.case_id].referred_at,
            case_id=one.case_id,
            client=known.client(one.case_id),
        )
        for one in rows
    ]
    return first_contact_due.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _none(asked: Asked) -> list[CaseBrief]:
    """The workers' open cases are known in any case."""
    return []


def _quiet(rows: Sequence[CaseBrief], known: Known) -> list[LooseEnd]:
    facts = [one for case in known.caseload if (one := _contact_of(case))]
    return no_contact.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _contact_of(case: CaseBrief) -> no_contact.Facts | None:
    acuity = case.pack.acuity(case.acuity)
    if acuity is None:
        return None
    return no_contact.Facts(
        case_id=case.case_id,
        client=case.client,
        last_contact_at=case.last_contact_at,
        referred_at=case.referred_at,
        every_days=acuity.contact_every,
        acuity=acuity.word,
    )


FIRST_CONTACTS = Gather("First contacts", _unmet, _first_contacts, group="Clients")
QUIET_CASES = Gather("Quiet cases", _none, _quiet, group="Clients")
