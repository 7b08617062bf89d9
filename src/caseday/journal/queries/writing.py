"""What writing a note needs: the draft, its other versions, the signed originals, the program's formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import identifiers_of, pack_of
from caseday.journal.models import Activity, Draft, DraftConflict, Note
from caseday.journal.permissions import visible_to
from caseday.journal.queries.entries import get_activity
from caseday.journal.rules.notes import KnownFacts
from caseday.kernel.errors import NotFound
from caseday.programs.queries import all_packs
from caseday.programs.rules import NoteFormat, find_kind, word_of
from caseday.schedule.models import Appointment
from caseday.schedule.queries import attendees_of, place_of

NARRATIVE = "narrative"


@dataclass(frozen=True)
class ToSign:
    draft: Draft
    activity: Activity


def get_draft(viewer: Viewer, draft_id: UUID) -> Draft:
    """An author's own draft, open or ended, with its activity and case; NotFound for everybody else."""
    found = _DRAFT.objects(draft_id=draft_id, author_id=viewer.staff_id) if viewer.staff_id else []
    if not found:
        raise NotFound
    return found[0]


_AROUND = ("activity__case__person", "activity__staff", "activity__office", "activity__professional")
_DRAFT = SpelledObjects(
    lambda draft_id, author_id: Draft.objects.filter(pk=draft_id, author=author_id).select_related(*_AROUND)
)


def open_draft_of(viewer: Viewer, activity_id: UUID, kind: str = Note.Kind.NOTE) -> Draft | None:
    return Draft.objects.filter(
        activity=activity_id, author=viewer.staff_id, kind=kind, signed_at=None, discarded_at=None
    ).first()


def open_conflicts(draft: Draft) -> list[DraftConflict]:
    """Other versions of the author's draft that wait for a choice."""
    return list(draft.conflicts.filter(settled_at=None).order_by("typed_at", "pk"))


def get_note(viewer: Viewer, note_id: UUID) -> Note:
    """With activity and case; NotFound outside the viewer's sight."""
    found = (
        Note.objects.filter(pk=note_id)
        .select_related("activity__case__person", "activity__staff", "author", "amends")
        .first()
    )
    if found is None:
        raise NotFound
    get_activity(viewer, found.activity_id)
    return found


def notes_of(viewer: Viewer, activity_id: UUID) -> list[Note]:
    """Every note of an activity in the order of signing; the originals first, as they were signed."""
    seen = Activity.objects.filter(visible_to(viewer)).values("pk")
    return list(Note.objects.filter(activity=activity_id, activity__in=seen).order_by("signed_at", "pk"))


def formats_for(case: Case | None) -> Sequence[NoteFormat]:
    """The formats of the case's program; without a case, those of any."""
    return pack_of(case).note_formats if case else _all_formats()


@lru_cache(maxsize=1)
def _all_formats() -> tuple[NoteFormat, ...]:
    known: dict[str, NoteFormat] = {}
    for pack in all_packs():
        for form in pack.note_formats:
            known.setdefault(form.slug, form)
    return tuple(known.values())


def format_for(activity: Activity) -> NoteFormat:
    """The format that the program gives this kind of activity."""
    if activity.case:
        return pack_of(activity.case).note_format_for(activity.kind)
    return find_kind(_all_formats(), NARRATIVE) or _all_formats()[0]


def get_format(case: Case | None, slug: str) -> NoteFormat:
    """By slug; a format that the program does not have is looked up among all, else the narrative."""
    found = find_kind(formats_for(case), slug) or find_kind(_all_formats(), slug)
    return found or find_kind(_all_formats(), NARRATIVE) or _all_formats()[0]


def section_words() -> dict[str, str]:
    """The heading of every section of every format."""
    return {section.slug: section.word for form in _all_formats() for section in form.sections}


def role_word(case: Case | None, role: str) -> str:
    if role == "client":
        return pack_of(case).words.client if case else "client"
    return word_of(pack_of(case).party_roles, role) if case and role else role.replace("_", " ")


def facts_of(viewer: Viewer, activity: Activity) -> KnownFacts:
    """What a note about this activity can start from; the activity was fetched by `get_activity`. Two queries."""
    case = activity.case
    local = activity.started_at.astimezone(viewer.time_zone)
    attended = _attended(activity.appointment) if activity.appointment else ()
    return KnownFacts(
        kind=activity.kind,
        happened=local,
        minutes=activity.minutes,
        hold_minutes=activity.hold_minutes,
        with_whom=with_words(activity),
        is_incoming=activity.is_incoming,
        result=activity.get_result_display() if activity.result else "",
        place=activity.place,
        miles=float(activity.miles) if activity.miles else None,
        attended=attended,
        identifiers=_identifiers(case) if case else (),
        summary=activity.summary
        if activity.summary != activity.captured_line or not activity.noted_at
        else "",
    )


def with_words(activity: Activity) -> str:
    """With whom, in words: the name and, where it says more, the role."""
    role = role_word(activity.case, activity.with_role)
    name = activity.with_name or _linked_name(activity)
    if name and role and role.lower() not in name.lower():
        return f"{name} ({role.lower()})"
    return name or (f"the {role.lower()}" if role else "")


def _linked_name(activity: Activity) -> str:
    if activity.professional:
        return str(activity.professional)
    if activity.office:
        return activity.office.name
    if activity.with_role == "client" and activity.case:
        return activity.case.person.full_name
    return ""


def _identifiers(case: Case) -> tuple[str, ...]:
    words = {kind.slug: kind.word for kind in pack_of(case).identifier_kinds}
    live = [one for one in identifiers_of(case) if not one.is_retired]
    return tuple(f"{words.get(one.kind, one.kind)} {one.value}" for one in live[:2])


def _attended(appointment: Appointment) -> tuple[str, ...]:
    named = (attendee.name or attendee.role for attendee in attendees_of(appointment))
    return tuple(name for name in named if name)


def facts_of_appointment(viewer: Viewer, appointment: Appointment) -> KnownFacts:
    """What a visit's note can start from before it has an activity; fetched by `get_appointment`."""
    begun = appointment.arrived_at or appointment.with_provider_at or appointment.starts_at
    case = appointment.case
    kind = kind_of_appointment(appointment)
    return KnownFacts(
        kind=kind,
        happened=begun.astimezone(viewer.time_zone),
        minutes=minutes_of_appointment(appointment),
        with_whom=case.person.full_name if case else "",
        place=place_of(appointment) if kind != "call" else "",
        attended=_attended(appointment),
        identifiers=_identifiers(case) if case else (),
        summary=". ".join(part for part in (appointment.title, appointment.outcome) if part),
    )


def kind_of_appointment(appointment: Appointment) -> str:
    return {"call": "call", "team_meeting": "meeting", "hearing": "meeting"}.get(appointment.kind, "visit")


def minutes_of_appointment(appointment: Appointment) -> int | None:
    """From arrival, waits apart, to the end that was tapped; None while it was not."""
    begun = appointment.arrived_at or appointment.with_provider_at
    if not begun or not appointment.done_at:
        return None
    whole = round((appointment.done_at - begun).total_seconds() / 60)
    return max(0, whole - (appointment.waited_minutes or 0))
