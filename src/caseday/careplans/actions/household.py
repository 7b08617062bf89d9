"""How somebody around the client helps or hinders, as seen for this case."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.careplans.models import KinTie
from caseday.careplans.queries import get_member
from caseday.cases.actions.changing import check_may_change, on_case
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.people.models import HouseholdMember

_LONGEST = 300


def tie_kin(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    member_id: UUID,
    helps: str = "",
    hinders: str = "",
    conflict: str = "",
    conflict_with_id: UUID | None = None,
) -> KinTie:
    """`conflict_with_id` None: the conflict is with the client."""
    case, member, tie = get_member(actor, case_id, member_id)
    check_may_change(actor, case)
    typed = {"helps": helps, "hinders": hinders, "conflict": conflict}
    typed = {name: text.replace("\0", "").strip() for name, text in typed.items()}
    if long := {n: f"Shorten this to {_LONGEST} characters." for n, t in typed.items() if len(t) > _LONGEST}:
        raise Invalid(long)
    _check_other(case.person_id, member, conflict_with_id)
    other = conflict_with_id if typed["conflict"] else None
    summary = f"Household: {member.name or member.relation}"
    subject = tie or KinTie(id=new_id(), case=case, member_id=member_id, changed_at=now)
    with on_case("kin_described", case, actor=actor, now=now, subject=subject, summary=summary) as record:
        if tie is None:
            for name, value in {**typed, "conflict_with_id": other}.items():
                setattr(subject, name, value)
            record.add(subject)
        elif {name: getattr(tie, name) for name in typed} != typed or tie.conflict_with_id != other:
            record.update(tie, **typed, conflict_with_id=other, changed_at=now)
    return subject


def _check_other(person_id: UUID, member: HouseholdMember, other_id: UUID | None) -> None:
    if other_id is None:
        return
    known = HouseholdMember.objects.filter(pk=other_id, person=person_id).exclude(pk=member.pk).exists()
    if not known:
        raise Invalid({"conflict_with": "Choose somebody else of the household, or the client."})
