"""What a chase says of itself, whom it reaches next, and which chases ended by themselves."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Party
from caseday.cases.queries import pack_of
from caseday.directory.models import Office, OfficePhone
from caseday.followups.models import Attempt, FollowUp
from caseday.followups.queries.todos import IN_ORDER, as_shown, todos_seen_by
from caseday.followups.queries.untils import still_open, until_holds
from caseday.followups.rules import (
    Rhythm,
    attempt_words,
    rhythm_words,
    until_words,
)
from caseday.people.models import ContactPoint
from caseday.programs.rules import CLIENT, WorkCalendar, word_of

_MOST = 200


@dataclass(frozen=True)
class ChaseWords:
    """All as it is shown; each "" where there is nothing to say."""

    often: str
    attempt: str
    until: str
    waits_for: str
    is_window_over: bool
    is_chase: bool


@dataclass(frozen=True)
class Reach:
    """Whom to call, and where; `number` "" where none is known."""

    name: str
    number: str = ""
    extension: str = ""
    purpose: str = ""
    hint: str = ""


def rhythm_of(followup: FollowUp) -> Rhythm:
    return Rhythm(followup.cadence, followup.every_days, followup.window_until)


def as_practiced(rhythm: Rhythm, case: Case | None) -> Rhythm:
    """As the case's program has it; as usual, without a case."""
    if case is None:
        return rhythm
    return replace(rhythm, window_every=pack_of(case).followup_practice.window_every.count)


def calendar_of(case: Case | None, zone: ZoneInfo) -> WorkCalendar:
    """The working days of the case's program in its jurisdiction, in the worker's zone."""
    if case is None:
        return WorkCalendar(zone=zone)
    return pack_of(case).calendar(zone=zone, jurisdiction=case.jurisdiction)


def chase_words(followup: FollowUp, *, now: datetime, zone: ZoneInfo) -> ChaseWords:
    """Of one that was read as a list or a page reads it: no query."""
    rhythm = rhythm_of(followup)
    waits_for = followup.waits_for.text if followup.waits_for and is_waiting(followup) else ""
    return ChaseWords(
        often=rhythm_words(rhythm),
        attempt=attempt_words(
            followup.attempts,
            getattr(followup, "last_result", None) or "",
            getattr(followup, "last_hold_minutes", None),
            followup.last_attempt_at,
            now,
            zone,
        ),
        until=until_words(followup.until, until_what(followup)),
        waits_for=waits_for,
        is_window_over=rhythm.is_over(now.astimezone(zone).date()),
        is_chase=is_chase(followup),
    )


def is_chase(followup: FollowUp) -> bool:
    return bool(followup.cadence or followup.until)


def is_waiting(followup: FollowUp) -> bool:
    return bool(getattr(followup, "is_waiting", False))


def has_held(followup: FollowUp) -> bool:
    """Of one that `get_todo` read: its until holds, whether that is written down already or not."""
    return bool(getattr(followup, "has_held", False))


def until_what(followup: FollowUp) -> str:
    """Step, paper, appointment or number of the until, as the case's program calls it."""
    if followup.case is None:
        return ""
    pack = pack_of(followup.case)
    if followup.until == FollowUp.Until.STEP and followup.request:
        kind = pack.request_kind(followup.request.kind)
        return word_of(kind.steps, followup.until_step).lower() if kind else followup.until_step
    if followup.until == FollowUp.Until.DOCUMENT:
        return word_of(pack.document_kinds, followup.until_document_kind).lower()
    if followup.until == FollowUp.Until.NEW_DATE and followup.until_appointment:
        return followup.until_appointment.title
    if followup.until == FollowUp.Until.READ_BACK and followup.until_identifier:
        return word_of(pack.identifier_kinds, followup.until_identifier.kind).lower()
    return ""


def attempts_of(followup_id: UUID, limit: int = 30) -> list[Attempt]:
    """Newest first, of a follow-up that the caller has fetched."""
    return list(
        Attempt.objects.filter(followup=followup_id).select_related("staff").order_by("-at", "-pk")[:limit]
    )


def chases_of_request(request_id: UUID) -> list[FollowUp]:
    """Open ones of a request that the caller has fetched, next due first; one query."""
    found = FollowUp.objects.filter(still_open(), request=request_id)
    return list(as_shown(found).order_by(*IN_ORDER)[:_MOST])


def todos_to_wait_for(viewer: Viewer, case_id: UUID, but: UUID | None = None) -> list[FollowUp]:
    """Open ones of a case for which another may wait."""
    found = todos_seen_by(viewer).filter(still_open(), case=case_id)
    if but is not None:
        found = found.exclude(pk=but)
    return list(found.order_by("due_on", "id")[:_MOST])


def held_chases(case_id: UUID | None = None, limit: int = _MOST) -> list[FollowUp]:
    """Open in their row, but their until holds: to be settled. For jobs and actions, whoever asks."""
    found = FollowUp.objects.filter(until_holds(), state=FollowUp.State.OPEN)
    if case_id is not None:
        found = found.filter(case=case_id)
    around = ("case", "request", "until_appointment", "until_identifier", "staff")
    return list(found.select_related(*around).order_by("pk")[:limit])


def whom_to_reach(followup: FollowUp) -> Reach | None:
    """The next person to call about it, with the number for this purpose; None where nobody is named.

    The professional's own line comes first, then the desk of the office that serves the role, then the party of the
    case in that role, then the client. At most two queries.
    """
    professional = followup.professional
    if professional is not None and professional.phone:
        return Reach(professional.name, professional.phone, professional.extension, professional.role)
    office = followup.office or (professional.office if professional else None)
    if office is not None:
        name = professional.name if professional else office.name
        return desk_of(office, followup.reach_role, name)
    if followup.case_id is None or not followup.reach_role:
        return None
    return reach_in_case(followup.case_id, followup.reach_role)


def desk_of(office: Office, role: str, name: str = "") -> Reach:
    """The phone whose purpose names the role, else the first one; one query, none where they are fetched already."""
    phones = [one for one in office.phones.all() if not one.is_retired]
    phone = _desk(phones, role)
    if phone is None:
        return Reach(name or office.name)
    return Reach(name or office.name, phone.number, phone.extension, phone.purpose, phone.menu_hint)


def has_desk_for(office: Office, role: str) -> bool:
    """Whether one of its phones is there for this role."""
    return any(_serves(one, role) for one in office.phones.all() if not one.is_retired)


def _desk(phones: Collection[OfficePhone], role: str) -> OfficePhone | None:
    purposeful = (one for one in phones if _serves(one, role))
    return next(purposeful, next(iter(phones), None))


def _serves(phone: OfficePhone, role: str) -> bool:
    return bool(set(role.replace("_", " ").lower().split()) & set(phone.purpose.lower().split()))


def reach_in_case(case_id: UUID, role: str) -> Reach | None:
    """Who holds the role in a case that the caller has fetched; for the client their first number."""
    return reaches_in_case(case_id, [role]).get(role)


def reaches_in_case(case_id: UUID, roles: Iterable[str]) -> dict[str, Reach]:
    """The same for several roles: at most three queries."""
    wanted = set(roles)
    found: dict[str, Reach] = {}
    if CLIENT in wanted:
        found |= _client_of(case_id)
    if wanted - {CLIENT}:
        parties = Party.objects.filter(Q(case=case_id, to_on=None, role__in=wanted - {CLIENT}))
        around = parties.select_related("office", "professional__office", "person")
        for one in around.prefetch_related("office__phones", "professional__office__phones").order_by("pk"):
            found[one.role] = _party(one)
    return found


def _client_of(case_id: UUID) -> dict[str, Reach]:
    points = ContactPoint.objects.filter(person__cases=case_id, system="phone", is_retired=False)
    may_call = points.exclude(call_consent=ContactPoint.Consent.DECLINED).order_by("position", "pk")
    found = may_call.select_related("person").first()
    if found is None:
        return {}
    return {CLIENT: Reach(found.person.called, found.value)}


def _party(party: Party) -> Reach:
    professional = party.professional
    own = party.phone or (professional.phone if professional else "")
    office = party.office or (professional.office if professional else None)
    phones = [one for one in office.phones.all() if not one.is_retired] if office else []
    desk = _desk(phones, party.role)
    if own or desk is None:
        return Reach(party.shown_name, own)
    return Reach(party.shown_name, desk.number, desk.extension, desk.purpose, desk.menu_hint)


class WaitingTodo(NamedTuple):
    """A to-do whose turn comes after another one."""

    id: UUID
    waits_for_id: UUID
    text: str
    case_id: UUID | None
    office_id: UUID | None
    reach_role: str


_WAITING = Spelled(
    lambda waited_for, until: (
        FollowUp.objects.filter(still_open(), waits_for__in=waited_for, due_on__lte=until)
        .order_by("due_on", "id")
        .values_list("pk", "waits_for_id", "text", "case_id", "office_id", "reach_role")
    )
)


def todos_that_wait(viewer: Viewer, waited_for: Collection[UUID], *, until: date) -> list[WaitingTodo]:
    """Due by that day, for one of these to be done; one query.

    The caller sees what is waited for, and shows nothing of another case than that one's.
    """
    rows = _WAITING.rows(waited_for=waited_for, until=until) if waited_for else []
    return [WaitingTodo(*row) for row in rows]
