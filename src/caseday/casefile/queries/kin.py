"""The card of a call to somebody around the client: family, household, a helper."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.casefile.queries.calling import CallCard, Callee, Number
from caseday.casefile.queries.file import case_file
from caseday.casefile.queries.sheets import sheet_for_call
from caseday.journal.models import Activity
from caseday.kernel.errors import NotFound
from caseday.people.models import ContactPoint, HouseholdMember

FAMILY = "family"


def kin_card(viewer: Viewer, case_id: UUID, member_id: UUID, *, now: datetime) -> CallCard:
    """NotFound outside sight, and for who is not around the client of this case."""
    file = case_file(viewer, case_id, now=now)
    sheet = sheet_for_call(file, now, None)
    member = next((one for one in sheet.household if one.pk == member_id), None)
    if member is None:
        raise NotFound
    who = member.name or (member.other.full_name if member.other else member.relation.capitalize())
    return CallCard(
        callee=Callee(case_id, role=FAMILY),
        who=who,
        role_word=member.relation.capitalize(),
        numbers=_numbers(member),
        sheet=sheet,
        last_contact=_last_contact(sheet.file.journal.entries, who),
    )


def _numbers(member: HouseholdMember) -> list[Number]:
    """What stands beside them, then their own where they are known as a person themselves."""
    told = "" if member.may_be_told else "may not be told about the case"
    found = [Number(member.phone, member.relation, told)] if member.phone else []
    own = ContactPoint.objects.filter(person=member.other_id, system="phone", is_retired=False)
    for one in own if member.other_id else ():
        is_declined = one.call_consent == ContactPoint.Consent.DECLINED
        found.append(Number(one.value, one.use, told, is_declined))
    declined = {one.number for one in found if one.is_declined}
    return [one for one in found if one.is_declined or one.number not in declined]


def _last_contact(entries: list[Activity], who: str) -> Activity | None:
    talked = (one for one in entries if one.result in ("reached", "done") and not one.voided_at)
    return next((one for one in talked if one.with_role == FAMILY and one.with_name == who), None)
