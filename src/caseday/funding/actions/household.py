"""Members of a client's household are enrolled with the client."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case
from caseday.funding.models import EnrolledMember, FundCase
from caseday.funding.permissions import ONLY_WORKERS, can_charge
from caseday.funding.queries import get_fund_case
from caseday.funding.queries.household import relationships
from caseday.funding.rules.hmis.household import MemberTerms, problems_of_member
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.people.models import HouseholdMember


def enroll_member(
    *,
    actor: Viewer,
    now: datetime,
    fund_case_id: UUID,
    member_id: UUID,
    terms: MemberTerms,
    id: UUID | None = None,
) -> EnrolledMember:
    """Enrolled, or changed where the id is of this client's enrollment. Raises Invalid by field."""
    row = get_fund_case(actor, fund_case_id)
    require(can_charge(actor) and can_work_on(actor, get_case(actor, row.case_id)), ONLY_WORKERS)
    found = (
        EnrolledMember.objects.filter(pk=id, fund_case=row).select_related("member").first() if id else None
    )
    member = found.member if found else _member(row, member_id)
    _check(row, member, terms, found, now.astimezone(actor.time_zone))
    given = {**asdict(terms), "birth_date": None if member.other_id else terms.birth_date}
    one = found or EnrolledMember(
        id=id or new_id(), fund_case=row, member=member, staff_id=actor.staff_id, recorded_at=now, changed_at=now,
        **given,
    )  # fmt: skip
    with change(
        "household_member_enrolled", actor=actor, now=now, chain=case_chain(row.case_id), subject=one,
        summary=row.fund.name,
    ) as record:  # fmt: skip
        if found is None:
            record.add(one)
        elif any(getattr(found, name) != value for name, value in given.items()):
            record.update(one, **given, changed_at=now)
    return one


def _member(row: FundCase, member_id: UUID) -> HouseholdMember:
    found = HouseholdMember.objects.filter(pk=member_id, person=row.case.person_id).first()
    if found is None:
        raise Invalid({"member": "Choose somebody of the client's household."})
    return found


def _check(
    row: FundCase, member: HouseholdMember, terms: MemberTerms, found: EnrolledMember | None, now: datetime
) -> None:
    others = EnrolledMember.objects.filter(fund_case=row, member=member)
    if found is not None:
        others = others.exclude(pk=found.pk)
    stays = [(one.from_on, one.to_on) for one in others]
    codes = [code for code, _ in relationships()]
    if problems := problems_of_member(terms, (row.from_on, row.to_on), stays, codes, now.date()):
        raise Invalid(problems)
