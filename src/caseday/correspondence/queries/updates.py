"""What the referrer has not been told yet, drawn from the case; and what they were told before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from caseday.access.queries import signature_for
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Party, WorkStatus
from caseday.cases.queries import (
    get_case,
    identifiers_of,
    pack_of,
    parties_of,
    present_work_status,
    restrictions_in_words,
    work_status_page,
)
from caseday.cases.queries.main_number import number_of
from caseday.correspondence.models import Update
from caseday.correspondence.rules.outgoing import Addressee
from caseday.correspondence.rules.updates import (
    FORMS,
    HAPPENED,
    SECTIONS,
    Ahead,
    Asked,
    Entry,
    Facts,
    Work,
    as_text,
    drawn,
)
from caseday.followups.models import FollowUp
from caseday.followups.queries import Followed, open_todos_of_case, requests_of_case
from caseday.followups.rules import said_words
from caseday.journal.models import Activity, Note
from caseday.kernel.errors import NotFound
from caseday.programs.rules import CLIENT, Pack, referral_fields, word_of
from caseday.schedule.models import Appointment
from caseday.schedule.rules import OPEN

ADJUSTER = "adjuster"
_NO_ROLE = "-"
_TELLING = ("call", "visit", "meeting", "message")
_MOST_ENTRIES = 60
_LOOK_AHEAD = timedelta(days=60)
_FORM_OF = {"email": "email", "fax": "fax", "phone": "call_notes", "portal": "portal_text", "mail": "email"}
Covered = list[list[str]]


@dataclass(frozen=True)
class DrawnUpdate:
    """One update as it can be sent now. `covered` is what it tells of; `promises` the to-dos that it may keep."""

    case: Case
    role: str
    role_word: str
    party: Party | None
    since: datetime | None
    until: datetime
    form: str
    sections: dict[str, str]
    covered: Covered
    draft: Update | None = None
    last: Update | None = None
    promises: list[FollowUp] = field(default_factory=list)
    number: str = ""
    to_tell: list[tuple[UUID, UUID]] = field(default_factory=list)
    """Requests and the claims of them that this role is to be told."""

    @property
    def whom(self) -> str:
        return self.party.shown_name if self.party else self.role_word

    @property
    def subject(self) -> str:
        """By the number that they know it by; no name, for a subject is read by many eyes."""
        number = f"claim {self.number}" if self.number and self.role == ADJUSTER else self.number
        return f"Update, {number or self.case.number}"

    @property
    def addressee(self) -> Addressee | None:
        """Where it goes in the form chosen; None where the file has no such address."""
        return addressee_of(self.party, self.form) if self.party else None

    def text(self, viewer: Viewer, now: datetime, sections: dict[str, str] | None = None) -> str:
        """Signed as the viewer signs at this moment. Two queries."""
        first = self.whom.split()[0] if self.party else ""
        return as_text(
            sections or self.sections,
            self.form,
            greeting=f"Hello {first}," if first else "Hello,",
            ending=signature_for(viewer, now),
        )


def update_of(viewer: Viewer, case_id: UUID, *, now: datetime, role: str = "", form: str = "") -> DrawnUpdate:
    """Drawn from everything since the last one; what was typed into an open draft stands instead. Bounded queries.

    Without a role it is for who referred. NotFound outside the viewer's sight.
    """
    case = get_case(viewer, case_id)
    role = role or role_of_referrer(case)
    party = _party(case, role)
    last, draft = told_updates(case_id, role)[:1], _draft(viewer, case_id, role)
    since = last[0].covers_until if last else None
    until = draft.covers_until if draft else now
    activities = _activities(case_id, since, until, role)
    requests = requests_of_case(viewer, case_id)
    facts = _facts(viewer, case, role, activities, requests, now)
    return DrawnUpdate(
        case=case,
        role=role,
        role_word=word_of(pack_of(case).party_roles, role),
        party=party,
        since=since,
        until=until,
        form=form or (draft.form if draft else _form_for(party)),
        sections={**drawn(facts, viewer.time_zone), **(draft.sections if draft else {})},
        covered=[["activity", str(one.pk)] for one in activities],
        draft=draft,
        last=last[0] if last else None,
        number=number_of(pack_of(case), identifiers_of(case)),
        promises=[one for one in open_todos_of_case(case_id) if one.reach_role == role],
        to_tell=[(one.row.pk, claim) for one in requests if (claim := _news_for(one, role))],
    )


def role_of_referrer(case: Case) -> str:
    """Who is told how the case goes: an adjuster, a referring clinician, a funder."""
    found = referral_fields(pack_of(case)).referrer
    return found.slug if found else ADJUSTER


def told_updates(case_id: UUID, role: str = ADJUSTER, limit: int = 30) -> list[Update]:
    """Of a case in sight, the latest first."""
    told = Update.objects.filter(case=case_id, role=role, state=Update.State.TOLD)
    return list(told.select_related("staff", "message", "party").order_by("-covers_until")[:limit])


def get_update(viewer: Viewer, update_id: UUID) -> Update:
    """With its case; NotFound outside the viewer's sight."""
    found = Update.objects.select_related("case__person", "staff", "message").filter(pk=update_id).first()
    if found is None:
        raise NotFound
    get_case(viewer, found.case_id)
    return found


def case_of_update(update_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(Update.objects.filter(pk=update_id).values_list("case_id", flat=True))


def addressee_of(party: Party, form: str) -> Addressee | None:
    """The party's own address first, then the professional's, then the office's."""
    holders: list[Any] = [one for one in (party, party.professional, party.office) if one]
    column = "fax" if form == "fax" else "email"
    address = next((found for one in holders if (found := getattr(one, column, ""))), "")
    if form not in ("email", "fax") or not address:
        return None
    return Addressee(
        address,
        party.shown_name,
        role=party.role,
        person_id=party.person_id,
        office_id=party.office_id,
        professional_id=party.professional_id,
    )


def _party(case: Case, role: str) -> Party | None:
    return next((one for one in parties_of(case) if one.role == role and not one.to_on), None)


def _form_for(party: Party | None) -> str:
    """The way that this person, or their office, wants it."""
    wants = (
        [getattr(one, "preferred_channel", "") for one in (party.professional, party.office) if one]
        if party
        else []
    )
    form = next((_FORM_OF[one] for one in wants if one in _FORM_OF), "email")
    if form in ("email", "fax") and party and addressee_of(party, form) is None:
        return "call_notes"
    return form


def _draft(viewer: Viewer, case_id: UUID, role: str) -> Update | None:
    drafts = Update.objects.filter(case=case_id, role=role, state=Update.State.DRAFT, staff=viewer.staff_id)
    return drafts.order_by("-begun_at").first()


def _activities(case_id: UUID, since: datetime | None, until: datetime, role: str) -> list[Activity]:
    """What happened with others since then; talks with this role itself are not told to it."""
    found = Activity.objects.filter(case=case_id, kind__in=_TELLING, voided_at=None, started_at__lte=until)
    if since:
        found = found.filter(recorded_at__gt=since)
    around = found.exclude(with_role=role).select_related("office", "professional")
    return list(around.order_by("-started_at", "-pk")[:_MOST_ENTRIES])[::-1]


def _facts(
    viewer: Viewer,
    case: Case,
    role: str,
    activities: Sequence[Activity],
    requests: Sequence[Followed],
    now: datetime,
) -> Facts:
    notes = _notes([one.pk for one in activities])
    return Facts(
        entries=tuple(_entry(one, notes.get(one.pk, ""), pack_of(case)) for one in activities),
        work=_work(viewer, case, now),
        asked=tuple(_asked(one) for one in requests if one.is_open),
        ahead=(*_appointments(case, now), *_chases(case.pk, role)),
        questions=tuple(_questions(case, role, requests)),
    )


def facts_between(
    viewer: Viewer, case: Case, *, since: datetime | None, until: datetime, now: datetime
) -> Facts:
    """The same facts for a report to others than the referrer: no role's talks and tasks are left out of it, and what
    came to its end meanwhile is told with what is open."""
    requests = requests_of_case(viewer, case.pk)
    facts = _facts(viewer, case, _NO_ROLE, _activities(case.pk, since, until, _NO_ROLE), requests, now)
    told = (one for one in requests if one.is_open or _ended_between(one, since, until))
    return replace(facts, asked=tuple(_asked(one) for one in told))


def _ended_between(one: Followed, since: datetime | None, until: datetime) -> bool:
    ended_at = one.row.ended_at
    return ended_at is not None and (since is None or ended_at > since) and ended_at <= until


def _notes(activity_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The signed note of each, as last extended."""
    rows = Note.objects.filter(
        activity__in=list(activity_ids), kind__in=(Note.Kind.NOTE, Note.Kind.LATE_ENTRY)
    )
    return dict(rows.order_by("signed_at").values_list("activity_id", "text"))


def _entry(one: Activity, note: str, pack: Pack) -> Entry:
    whom = one.with_name or (one.professional.name if one.professional else "")
    where = one.office.name if one.office else ""
    role = pack.words.client if one.with_role == CLIENT else word_of(pack.party_roles, one.with_role).lower()
    return Entry(
        at=one.started_at,
        kind=one.get_kind_display(),
        whom=", ".join(part for part in dict.fromkeys((whom or role, where)) if part),
        result=one.get_result_display() if one.result not in ("", "reached", "done") else "",
        summary=one.summary,
        note=note,
    )


def _work(viewer: Viewer, case: Case, now: datetime) -> Work | None:
    status: WorkStatus | None = present_work_status(case, now.astimezone(viewer.time_zone).date())
    if status is None:
        return None
    offers = work_status_page(viewer, case.pk, today=now.astimezone(viewer.time_zone).date()).offers
    offer = offers[0] if offers else None
    return Work(
        kind=status.get_kind_display(),
        from_on=status.from_on,
        until_on=status.until_on,
        by=status.physician,
        restrictions=tuple(restrictions_in_words(status)),
        offer=_offer(offer) if offer else "",
    )


def _offer(offer: Any) -> str:
    answer = offer.get_answer_display() if offer.answer else "no answer yet"
    by = f" by {offer.offered_by}" if offer.offered_by else ""
    return f"Offered{by}: {offer.text} ({answer.lower()})"


def _asked(one: Followed) -> Asked:
    standing = one.standing
    current = standing.current
    claim = current.latest if current else None
    whom = (
        one.row.professional.name if one.row.professional else one.row.office.name if one.row.office else ""
    )
    contradicted = standing.contradicted[0] if standing.contradicted else None
    return Asked(
        title=one.row.title,
        step=(current.ending.word if current.ending else current.rung.word) if current else "",
        step_on=claim.happened_on or claim.said_at.date() if claim else None,
        said_by="" if current is None or current.verified or claim is None else said_words(claim),
        blocked=one.row.blocked_reason or standing.blocked_reason if one.row.state == "blocked" else "",
        contradiction=f"{contradicted.rung.word.lower()} said and denied; we are asking again"
        if contradicted
        else "",
        whom=whom,
    )


def _appointments(case: Case, now: datetime) -> list[Ahead]:
    found = Appointment.objects.filter(
        case=case.pk, state__in=OPEN, starts_at__gte=now, starts_at__lt=now + _LOOK_AHEAD
    )
    rows = found.select_related("office").order_by("starts_at")[:10]
    return [
        Ahead(", ".join(part for part in (one.title, str(one.office or "")) if part), at=one.starts_at)
        for one in rows
    ]


def _chases(case_id: UUID, role: str) -> list[Ahead]:
    """What the worker will do, and by when; not what is to be done with this role itself."""
    mine = [one for one in open_todos_of_case(case_id) if one.reach_role != role]
    return [Ahead(one.text, at=one.due_at, on=None if one.due_at else one.due_on) for one in mine[:12]]


def _questions(case: Case, role: str, requests: Sequence[Followed]) -> list[str]:
    """What this role answers for next, and what is to be asked of it; what it was promised is no question."""
    asked = [one for one in requests if one.is_open and role in one.standing.who_answers]
    next_steps = [
        f"{one.row.title}: {one.standing.next.rung.word.lower()}?" for one in asked if one.standing.next
    ]
    todos = [one for one in open_todos_of_case(case.pk) if one.reach_role == role]
    return [*next_steps, *(one.text for one in todos if not one.promised_to)]


def _news_for(one: Followed, role: str) -> UUID | None:
    """The newest claim of a request that this role must know and was not told."""
    if not one.is_open or role not in one.matrix.not_told or not one.matrix.columns:
        return None
    return one.matrix.columns[-1].claim_id


__all__ = [
    "ADJUSTER",
    "FORMS",
    "HAPPENED",
    "SECTIONS",
    "DrawnUpdate",
    "addressee_of",
    "facts_between",
    "get_update",
    "role_of_referrer",
    "told_updates",
    "update_of",
]
