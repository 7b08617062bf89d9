"""The card of a call: whom, at which number, and what to have at hand and to ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.casefile.queries.file import CaseFile, case_file
from caseday.casefile.queries.sheets import Sheet, sheet_for_call
from caseday.cases.models import Party
from caseday.cases.rules import direct_numbers, last_in_role
from caseday.correspondence.queries.of_case import Unanswered, unanswered_from
from caseday.correspondence.queries.reading import filed_message
from caseday.directory.models import Office, Professional
from caseday.directory.queries import get_office, get_professional, open_state_of, say_state
from caseday.followups.queries import get_todo
from caseday.journal.models import Activity
from caseday.kernel.words import clock_words
from caseday.people.models import ContactPoint, HouseholdMember
from caseday.programs.rules import word_of

_CLIENT = "client"
_TALKED = ("reached", "done")


@dataclass(frozen=True)
class Callee:
    """Whom a call goes to, by ids alone, as the address or a form names them."""

    case_id: UUID | None = None
    office_id: UUID | None = None
    professional_id: UUID | None = None
    person_id: UUID | None = None
    role: str = ""


@dataclass(frozen=True)
class Number:
    """`hint` says what to press or whom it reaches; `note` what to mind; a call may be declined."""

    number: str
    hint: str = ""
    note: str = ""
    is_declined: bool = False


@dataclass(frozen=True)
class CallCard:
    callee: Callee
    who: str
    role_word: str = ""
    numbers: list[Number] = field(default_factory=list)
    office: Office | None = None
    hours: str = ""
    is_open: bool | None = None
    """None where the office tells no hours, and for people."""
    sheet: Sheet | None = None
    last_contact: Activity | None = None
    unanswered: list[Unanswered] = field(default_factory=list)
    about: str = ""
    """What the call is for, in the words of its to-do or message."""

    @property
    def file(self) -> CaseFile | None:
        return self.sheet.file if self.sheet else None

    @property
    def around(self) -> list[HouseholdMember]:
        """Who else may be reached where the client is called."""
        household = self.sheet.household if self.sheet and self.callee.role == _CLIENT else []
        return [one for one in household if one.phone]

    @property
    def identifiers(self) -> list[tuple[str, str]]:
        """Numbers of the case that they may ask for, those they issued first."""
        if self.file is None:
            return []
        used = [one for one in self.file.identifiers if not one.is_retired]
        used.sort(key=lambda one: one.issuer_id is None or one.issuer_id != self.callee.office_id)
        return [(word_of(self.file.pack.identifier_kinds, one.kind), one.value) for one in used]

    @property
    def interpreter(self) -> str:
        """The language to have an interpreter for; only where one speaks with the client."""
        person = self.file.case.person if self.file else None
        if person is None or self.callee.role != _CLIENT or not person.needs_interpreter:
            return ""
        return self.file.language if self.file else ""


def callee_named(
    viewer: Viewer,
    named: Callee,
    *,
    followup_id: UUID | None = None,
    message_id: UUID | None = None,
) -> tuple[Callee, str]:
    """Whom the to-do or the message means, and what the call is about. NotFound outside sight."""
    if followup_id:
        todo = get_todo(viewer, followup_id)
        return Callee(
            todo.case_id,
            named.office_id or todo.office_id,
            named.professional_id or todo.professional_id,
            named.person_id or todo.person_id,
            named.role or todo.reach_role,
        ), todo.text
    if message_id:
        message, case_id = filed_message(viewer, message_id)
        return Callee(
            case_id, message.office_id, message.professional_id, message.person_id, message.role
        ), f"what they wrote: {message.subject or message.preview}"[:120]
    return named, ""


def call_card(
    viewer: Viewer, named: Callee, *, now: datetime, party_id: UUID | None = None, about: str = ""
) -> CallCard:
    """At most 26 queries; NotFound outside the viewer's sight."""
    file = case_file(viewer, named.case_id, now=now) if named.case_id else None
    party = _party_of(file, named, party_id) if file else None
    callee = _complete(named, party, file)
    office = get_office(viewer, callee.office_id) if callee.office_id else None
    professional = get_professional(viewer, callee.professional_id) if callee.professional_id else None
    state = open_state_of(viewer, office, now) if office else None
    sheet = sheet_for_call(file, now, party) if file else None
    return CallCard(
        callee=callee,
        who=_who(file, callee, party, professional, office),
        role_word=_role_word(file, callee.role),
        numbers=_numbers(file, callee, party, professional, office),
        office=office,
        hours=say_state(viewer, state) if state else "",
        is_open=state.is_open if state and state.has_hours else None,
        sheet=sheet,
        last_contact=_last_contact(sheet, callee) if sheet else None,
        unanswered=unanswered_from(
            callee.case_id,
            person_id=callee.person_id,
            professional_id=callee.professional_id,
            office_id=callee.office_id,
        )
        if callee.case_id
        else [],
        about=about,
    )


def _party_of(file: CaseFile, named: Callee, party_id: UUID | None) -> Party | None:
    """The party named by its id, else who is most surely meant: the professional, the office, the role."""
    present = [one for one in file.parties if one.to_on is None or one.pk == party_id]
    if party_id:
        return next((one for one in present if one.pk == party_id), None)
    tests: tuple[Callable[[Party], object], ...] = (
        lambda one: named.professional_id and one.professional_id == named.professional_id,
        lambda one: named.person_id and one.person_id == named.person_id,
        lambda one: named.office_id and one.office_id == named.office_id and one.role == named.role,
        lambda one: named.office_id and one.office_id == named.office_id,
    )
    found = next((one for test in tests for one in present if test(one)), None)
    by_role = last_in_role(present, named.role) if named.role and not named.office_id else None
    return found or by_role


def _complete(named: Callee, party: Party | None, file: CaseFile | None) -> Callee:
    """With what the party says besides; nobody named is the client of the case."""
    if party is None:
        nobody = not (named.office_id or named.professional_id or named.person_id or named.role)
        if file and (nobody or named.role == _CLIENT or named.person_id == file.case.person_id):
            return Callee(named.case_id, None, None, file.case.person_id, _CLIENT)
        return named
    professional = party.professional
    return Callee(
        named.case_id,
        named.office_id or party.office_id or (professional.office_id if professional else None),
        named.professional_id or party.professional_id,
        named.person_id or party.person_id,
        named.role or party.role,
    )


def _who(
    file: CaseFile | None,
    callee: Callee,
    party: Party | None,
    professional: Professional | None,
    office: Office | None,
) -> str:
    if callee.role == _CLIENT and file:
        return file.case.person.full_name
    if professional:
        return str(professional)
    if party and (party.person_id or party.name):
        return party.shown_name
    return office.name if office else _role_word(file, callee.role) or "Somebody"


def _role_word(file: CaseFile | None, role: str) -> str:
    if file is None or not role:
        return role.replace("_", " ").capitalize()
    return file.pack.words.client.capitalize() if role == _CLIENT else word_of(file.pack.party_roles, role)


def _numbers(
    file: CaseFile | None,
    callee: Callee,
    party: Party | None,
    professional: Professional | None,
    office: Office | None,
) -> list[Number]:
    """Each once, the most direct one first."""
    if callee.role == _CLIENT and file:
        return [_of_client(one) for one in file.contact_points if one.system == "phone"]
    direct = direct_numbers(
        party.phone if party else "",
        professional.phone if professional else "",
        professional.extension if professional else "",
    )
    noted = party.phone if party else ""
    found = [Number(one, "" if one == noted else "direct") for one in direct]
    for one in getattr(office, "shown_phones", []):
        extension = f" ext. {one.extension}" if one.extension else ""
        found.append(Number(one.number + extension, one.menu_hint or one.purpose))
    once: dict[str, Number] = {}
    for one in found:
        if one.number not in once or not once[one.number].hint:
            once[one.number] = one
    return list(once.values())


def _of_client(point: ContactPoint) -> Number:
    notes = [point.note]
    if point.best_from and point.best_to:
        notes.append(f"best {clock_words(point.best_from)} to {clock_words(point.best_to)}")
    if not point.details_allowed:
        notes.append("leave no health details")
    return Number(
        point.value,
        point.use,
        ", ".join(one for one in notes if one),
        point.call_consent == ContactPoint.Consent.DECLINED,
    )


def _last_contact(sheet: Sheet, callee: Callee) -> Activity | None:
    """The last time that one spoke with them; with whoever it was at their office, where nobody is named."""
    talked: Iterable[Activity] = (
        one for one in sheet.file.journal.entries if one.result in _TALKED and not one.voided_at
    )
    return next((one for one in talked if _is_with(one, callee)), None)


def _is_with(one: Activity, callee: Callee) -> bool:
    if callee.professional_id and one.professional_id == callee.professional_id:
        return True
    if callee.office_id and one.office_id == callee.office_id:
        return True
    return bool(callee.role) and one.with_role == callee.role
