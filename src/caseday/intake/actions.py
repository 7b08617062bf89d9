"""Every write of intake."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.actions import NewCase, NewParty, open_case
from caseday.cases.models import Case
from caseday.cases.queries import possible_workers, resolve_who
from caseday.intake.models import Referral
from caseday.intake.permissions import can_work_on_cases
from caseday.intake.queries import get_referral
from caseday.intake.rules import is_enough, lines_of
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.people.actions import add_person
from caseday.people.queries import get_person
from caseday.people.rules.names import unnamed_words
from caseday.programs.queries import pack_for_new
from caseday.programs.rules import USUAL_PROGRAM, ReferralFields, referral_fields

_LATEST = timedelta(days=1)


def take_referral(*, actor: Viewer, now: datetime, id: UUID | None = None, **fields: Any) -> Referral:
    """Write down what is known so far; a name or a claim number is enough. `fields` are the referral's."""
    require(can_work_on_cases(actor), "Only case managers and supervisors take referrals.")
    if actor.staff_id is None:
        raise Refused("A referral is taken by a person.")
    if id and (found := Referral.objects.filter(pk=id).first()):
        return get_referral(actor, found.pk)
    _check(fields, now)
    _check_person(actor, fields.get("person_id"))
    referral = Referral(id=id or new_id(), taken_by_id=actor.staff_id, **fields)
    with change("referral_taken", actor=actor, now=now, chain=agency_chain(), subject=referral) as record:
        record.add(referral)
    return referral


def change_referral(*, actor: Viewer, now: datetime, referral_id: UUID, **fields: Any) -> Referral:
    referral = _open_one(actor, referral_id)
    _check({"received_at": referral.received_at, **fields}, now)
    if fields.get("person_id") != referral.person_id:
        _check_person(actor, fields.get("person_id"))
    with change("referral_changed", actor=actor, now=now, chain=agency_chain(), subject=referral) as record:
        record.update(referral, **fields)
    return referral


def accept_referral(
    *, actor: Viewer, now: datetime, referral_id: UUID, assign_to_id: UUID | None = None
) -> Case:
    """Person, case, parties, number, first contacts, worker and goals, all or nothing; again gives the same case.

    Without `assign_to_id`, the case goes to whom the referral names, else to the actor.
    """
    referral = get_referral(actor, referral_id)
    if referral.case:
        return referral.case
    _open_one(actor, referral_id)
    worker = assign_to_id or referral.assign_to_id or actor.staff_id
    if worker is None or worker not in {staff.pk for staff in possible_workers()}:
        raise Invalid({"assign_to": "Choose an active case manager or supervisor."})
    with transaction.atomic():
        person_id = _person_of(referral, actor, now)
        new = _new_case(referral, person_id)
        # The case takes the referral's id: two people who accept at once open one case.
        case = open_case(actor=actor, now=now, new=new, assign_to_id=worker, id=referral.pk)
        with change(
            "referral_accepted", actor=actor, now=now, chain=agency_chain(), subject=referral
        ) as record:
            record.update(
                referral,
                state=Referral.State.ACCEPTED,
                decided_at=now,
                case=case,
                person_id=person_id,
                assign_to_id=worker,
            )
    return case


def decline_referral(*, actor: Viewer, now: datetime, referral_id: UUID, reason: str) -> Referral:
    referral = _open_one(actor, referral_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why; the referrer will ask."})
    with change("referral_declined", actor=actor, now=now, chain=agency_chain(), subject=referral) as record:
        record.update(
            referral, state=Referral.State.DECLINED, decided_at=now, decline_reason=reason.strip()[:200]
        )
    return referral


def reconsider_referral(*, actor: Viewer, now: datetime, referral_id: UUID) -> Referral:
    """A declined referral is open again."""
    referral = get_referral(actor, referral_id)
    require(can_work_on_cases(actor), "Only case managers and supervisors decide on referrals.")
    if referral.state != Referral.State.DECLINED:
        raise Invalid("Only a declined referral can be taken up again.")
    with change(
        "referral_reconsidered", actor=actor, now=now, chain=agency_chain(), subject=referral
    ) as record:
        record.update(referral, state=Referral.State.OPEN, decided_at=None, decline_reason="")
    return referral


def _open_one(actor: Viewer, referral_id: UUID) -> Referral:
    referral = get_referral(actor, referral_id)
    require(can_work_on_cases(actor), "Only case managers and supervisors decide on referrals.")
    if referral.state != Referral.State.OPEN:
        raise Invalid(f"This referral was {referral.get_state_display().lower()} already.")
    return referral


def _check(fields: dict[str, Any], now: datetime) -> None:
    if not is_enough(fields):
        raise Invalid({"family_name": "A name or a number is enough, but one of them is needed."})
    if fields["received_at"] > now + _LATEST:
        raise Invalid({"received_at": "This moment has not come yet."})
    pack_for_new(fields.get("program", USUAL_PROGRAM), on=fields["received_at"].date())


def _check_person(actor: Viewer, person_id: UUID | None) -> None:
    """Only somebody in sight can be taken over as the same person."""
    if person_id is not None:
        get_person(actor, person_id)


def _person_of(referral: Referral, actor: Viewer, now: datetime) -> UUID:
    """The person chosen as the same, or a new one with what was taken down."""
    if referral.person_id:
        return referral.person_id
    is_named = f"{referral.given_name}{referral.family_name}".strip()
    fields = {
        "given_name": referral.given_name,
        "family_name": referral.family_name if is_named else _unnamed(referral),
        "birth_date": referral.birth_date,
        "language": referral.language,
    }
    return add_person(actor=actor, now=now, fields=fields, phone=referral.phone).pk


def _unnamed(referral: Referral) -> str:
    return unnamed_words(referral.claim_number, referral.number_word.lower())


def _new_case(referral: Referral, person_id: UUID) -> NewCase:
    referrer = referral.referrer_name
    asked = referral_fields(pack_for_new(referral.program, on=referral.received_at.date()))
    number, onset = referral.claim_number, referral.onset_on
    return NewCase(
        person_id=person_id,
        program=referral.program,
        referred_at=referral.received_at,
        case_type=referral.case_type,
        acuity=referral.acuity,
        jurisdiction=referral.jurisdiction,
        referred_by=referrer,
        referral_reason=referral.reason,
        onset_on=onset,
        summary=referral.condition,
        identifiers=[(asked.number.slug, number)] if number and asked.number else [],
        parties=_parties(referral, asked),
        goals=lines_of(referral.goals),
        goals_agreed_with=referrer,
        conditions=[("", referral.condition)] if referral.condition else [],
        key_dates=[(asked.date.slug, onset)] if onset and asked.date else [],
    )


def _parties(referral: Referral, asked: ReferralFields) -> list[NewParty]:
    named = [
        (asked.referrer, referral.referrer_name, referral.referrer_phone),
        (asked.organization, referral.employer_name, ""),
        (asked.professional, referral.physician_name, ""),
    ]
    return [_party(role.slug, name, phone) for role, name, phone in named if role and name]


def _party(role: str, name: str, phone: str) -> NewParty:
    """One entry of the directory where the name leads to exactly one; otherwise the name as it was said."""
    found = resolve_who(name)
    if len(found) == 1:
        one = found[0]
        return NewParty(role=role, phone=phone, office_id=one.office_id, professional_id=one.professional_id)
    return NewParty(role=role, name=name[:120], phone=phone)
