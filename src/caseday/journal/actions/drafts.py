"""Notes being written: saved as one types, never over what was typed elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import change
from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.access.whole import whole
from caseday.journal.actions.activities import chain_of
from caseday.journal.actions.visits import activity_for
from caseday.journal.models import Activity, Draft, DraftConflict, Note
from caseday.journal.permissions import can_write_note
from caseday.journal.queries import get_draft, get_format, get_note
from caseday.journal.rules.notes import clean_sections, has_text
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

ONLY_WRITERS = "Only who did it, a stand-in or a supervisor writes its note."


@dataclass(frozen=True)
class Typed:
    """What a page has of a draft: its text and the version on which the typing was done (0: none yet)."""

    format: str
    sections: Mapping[str, Any]
    base_version: int
    kind: str = Note.Kind.NOTE
    amends_id: UUID | None = None
    reason: str = ""


@dataclass(frozen=True)
class Saved:
    """`conflict` is this typing, kept beside the draft, when the draft had gone on meanwhile."""

    draft: Draft
    conflict: DraftConflict | None = None


def save_draft(
    *,
    actor: Viewer,
    now: datetime,
    typed: Typed,
    id: UUID | None = None,
    activity_id: UUID | None = None,
    appointment_id: UUID | None = None,
) -> Saved:
    """Stores what was typed. A working paper: the case hears of it once, when the first text is saved.

    On an older `base_version` nothing is overwritten: the typing is kept as the draft's other version.
    For an appointment without an entry, the entry is made with the first text. Raises Invalid, NotFound, Refused.
    """
    with whole():
        activity = activity_for(
            actor=actor,
            now=now,
            activity_id=activity_id,
            appointment_id=appointment_id,
            note_id=typed.amends_id,
        )
        require(can_write_note(actor, activity), ONLY_WRITERS)
        sections = _checked(activity, typed)
        draft = _open_draft(actor, activity, typed.kind)
        if draft is None:
            return Saved(_begin(actor, now, activity, typed, sections, id))
        if _is_same(draft, typed, sections):
            return Saved(draft)
        if typed.base_version != draft.version:
            return Saved(draft, _keep_aside(draft, typed, sections, now))
        return Saved(_go_on(draft, typed, sections, now))


def _checked(activity: Activity, typed: Typed) -> dict[str, str]:
    form = get_format(activity.case, typed.format)
    if typed.kind not in Note.Kind.values:
        raise Invalid({"kind": "Reload the page: this kind of note is not known."})
    try:
        return clean_sections(dict(typed.sections), [section.slug for section in form.sections])
    except ValueError as error:
        raise Invalid({"sections": str(error)}) from error


def _open_draft(actor: Viewer, activity: Activity, kind: str) -> Draft | None:
    if actor.staff_id is None:
        return None
    open_ones = _OPEN.objects(activity_id=activity.pk, author_id=actor.staff_id, kind=kind)
    return next(iter(open_ones), None)


_OPEN = SpelledObjects(
    lambda activity_id, author_id, kind: (
        Draft.objects.select_for_update()
        .filter(activity=activity_id, author=author_id, kind=kind, signed_at=None, discarded_at=None)
        .order_by("pk")[:1]
    )
)


def _begin(
    actor: Viewer, now: datetime, activity: Activity, typed: Typed, sections: dict[str, str], id: UUID | None
) -> Draft:
    if actor.staff_id is None:
        raise Invalid("A note is written by somebody.")
    if not has_text(sections):
        raise Invalid({"sections": "Type something first: an empty note is not kept."})
    if typed.kind == Note.Kind.NOTE and activity.noted_at:
        raise Invalid("This note is signed. Add an addendum, a late entry or an amendment.")
    if typed.amends_id:
        get_note(actor, typed.amends_id)
    draft = Draft(
        id=_free_id(id), activity=activity, author_id=actor.staff_id, kind=typed.kind, amends_id=typed.amends_id,
        format=typed.format[:12], sections=sections, reason=typed.reason.strip()[:200], started_at=now, saved_at=now,
    )  # fmt: skip
    draft.save(force_insert=True)
    if activity.note_begun_at is None:
        with change(
            "note_begun",
            actor=actor,
            now=now,
            chain=chain_of(activity),
            subject=activity,
            summary="Note begun",
        ) as record:
            record.update(activity, note_begun_at=now)
    return draft


def _free_id(id: UUID | None) -> UUID:
    """The page's own id, unless an earlier draft of it was signed or thrown away."""
    return new_id() if id is None or Draft.objects.filter(pk=id).exists() else id


def _is_same(draft: Draft, typed: Typed, sections: dict[str, str]) -> bool:
    return (
        draft.sections == sections
        and draft.format == typed.format
        and draft.reason == typed.reason.strip()[:200]
    )


def _go_on(draft: Draft, typed: Typed, sections: dict[str, str], now: datetime) -> Draft:
    draft.sections, draft.format, draft.saved_at = sections, typed.format[:12], now
    draft.reason = typed.reason.strip()[:200]
    draft.version += 1
    draft.save(update_fields=["sections", "format", "saved_at", "reason", "version"])
    return draft


def _keep_aside(draft: Draft, typed: Typed, sections: dict[str, str], now: datetime) -> DraftConflict:
    """One row per stale base: the same tab typing on replaces its own other version."""
    conflict = DraftConflict.objects.filter(
        draft=draft, based_on_version=typed.base_version, settled_at=None
    ).first() or DraftConflict(id=new_id(), draft=draft, based_on_version=typed.base_version)
    conflict.sections, conflict.format, conflict.typed_at = sections, typed.format[:12], now
    conflict.save()
    return conflict


def settle_conflict(
    *, actor: Viewer, now: datetime, draft_id: UUID, format: str, sections: Mapping[str, Any], version: int
) -> Draft:
    """The author has looked at both versions and chosen or merged; what was set aside stays in the database.

    Raises Invalid where the draft has gone on once more since the two were shown.
    """
    with whole():
        draft = get_draft(actor, draft_id)
        if draft.signed_at or draft.discarded_at:
            raise Invalid("This draft is finished already. Reload the page.")
        if draft.version != version:
            raise Invalid("The draft has changed once more in another tab. Look at both versions again.")
        typed = Typed(format, sections, version, draft.kind, reason=draft.reason)
        _go_on(draft, typed, _checked(draft.activity, typed), now)
        draft.conflicts.filter(settled_at=None).update(settled_at=now)
    return draft


def discard_draft(*, actor: Viewer, now: datetime, draft_id: UUID) -> Draft:
    """Thrown away by its author; kept in the database, no longer shown."""
    draft = get_draft(actor, draft_id)
    if draft.signed_at:
        raise Invalid("This note is signed. It can only be added to or amended.")
    if draft.discarded_at is None:
        draft.discarded_at = now
        draft.save(update_fields=["discarded_at"])
    return draft


def bring_back_draft(*, actor: Viewer, now: datetime, draft_id: UUID) -> Draft:
    """Undoes throwing away. Raises Invalid where another draft has been begun since."""
    draft = get_draft(actor, draft_id)
    other = _open_draft_besides(draft)
    if other or draft.signed_at:
        raise Invalid("Another draft of this note has been begun since; the old one stays where it is.")
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])
    return draft


def _open_draft_besides(draft: Draft) -> bool:
    others = Draft.objects.filter(
        activity=draft.activity_id, author=draft.author_id, kind=draft.kind, signed_at=None, discarded_at=None
    )
    return others.exclude(pk=draft.pk).exists()
