"""Signing: the draft becomes a note that nobody changes; later words are added beside it, labelled."""

from datetime import datetime
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.queries import signature_for
from caseday.access.record import change
from caseday.access.viewer import Viewer
from caseday.access.whole import whole
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.journal.actions.activities import chain_of
from caseday.journal.actions.drafts import ONLY_WRITERS, Typed, save_draft
from caseday.journal.models import Activity, Draft, Note
from caseday.journal.permissions import can_write_note
from caseday.journal.queries import facts_of, get_activity, get_draft, get_format, section_words
from caseday.journal.rules.notes import first_text, has_text, hash_of_note, is_late, whole_text
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_VERBS = {
    Note.Kind.NOTE: "note_signed",
    Note.Kind.ADDENDUM: "addendum_signed",
    Note.Kind.AMENDMENT: "note_amended",
    Note.Kind.LATE_ENTRY: "late_entry_signed",
}


def sign_note(*, actor: Viewer, now: datetime, draft_id: UUID, typed: Typed | None = None) -> Note:
    """Signs a draft with the author's name and the credentials that hold today.

    `typed` is what the page holds beyond the last save. Signing twice returns the same note. An amendment needs its
    reason. Raises Invalid, NotFound, Refused.
    """
    with whole():
        draft = get_draft(actor, draft_id)
        if draft.signed_at:
            return _signed_from(draft)
        activity = get_activity(actor, draft.activity_id)
        require(can_write_note(actor, activity), ONLY_WRITERS)
        if typed is not None:
            draft = _brought_up_to_date(actor, now, draft, typed)
        _check_may_sign(actor, draft, activity)
        return _sign(actor, now, draft, activity)


def _brought_up_to_date(actor: Viewer, now: datetime, draft: Draft, typed: Typed) -> Draft:
    saved = save_draft(actor=actor, now=now, typed=typed, activity_id=draft.activity_id, id=draft.pk)
    if saved.conflict:
        raise Invalid(
            "This note was also changed in another tab. Choose between the two versions, then sign."
        )
    return saved.draft


def _check_may_sign(actor: Viewer, draft: Draft, activity: Activity) -> None:
    if draft.discarded_at:
        raise Invalid("This draft was thrown away. Bring it back, or begin anew.")
    if activity.voided_at:
        raise Invalid("The entry is void: it needs no note.")
    if not has_text(draft.sections):
        raise Invalid({"sections": "Write the note before you sign it."})
    if draft.conflicts.filter(settled_at=None).exists():
        raise Invalid(
            "This note was also changed in another tab. Choose between the two versions, then sign."
        )
    if draft.kind == Note.Kind.NOTE and activity.noted_at:
        raise Invalid("This entry has a signed note. Add an addendum, a late entry or an amendment.")
    if draft.kind != Note.Kind.NOTE and not activity.noted_at:
        raise Invalid("Sign the note itself first.")
    if draft.kind == Note.Kind.AMENDMENT and not draft.reason.strip():
        raise Invalid({"reason": "Say why the note is amended."})


def _sign(actor: Viewer, now: datetime, draft: Draft, activity: Activity) -> Note:
    note = _note_from(actor, now, draft, activity)
    with change(
        _VERBS[Note.Kind(draft.kind)],
        actor=actor,
        now=now,
        chain=chain_of(activity),
        subject=note,
        happened_at=activity.started_at,
        summary=_summary(note),
    ) as record:
        record.add(note)
        if activity.noted_at is None:
            record.update(activity, noted_at=now)
    draft.signed_at = now
    draft.save(update_fields=["signed_at"])
    return note


def _note_from(actor: Viewer, now: datetime, draft: Draft, activity: Activity) -> Note:
    late = is_late(activity.started_at, now, within_hours=_hours_to_sign(activity.case))
    note = Note(
        id=new_id(), activity=activity, case_id=activity.case_id, kind=draft.kind, amends_id=_amended(draft, activity),
        format=draft.format, sections=draft.sections, text=whole_text(draft.sections, section_words()),
        reason=draft.reason, is_late=late and draft.kind != Note.Kind.AMENDMENT, author_id=draft.author_id,
        signed_by=signature_for(actor, now)[:180], signed_at=now,
    )  # fmt: skip
    note.hash = hash_of(note)
    return note


def hash_of(note: Note) -> str:
    """What the stored hash must be, if the note is as it was signed."""
    return hash_of_note(
        id=str(note.pk), activity=str(note.activity_id), kind=note.kind, amends=str(note.amends_id or ""),
        format=note.format, sections=note.sections, text=note.text, reason=note.reason, late=note.is_late,
        author=str(note.author_id), signed_by=note.signed_by, signed_at=note.signed_at,
    )  # fmt: skip


def _amended(draft: Draft, activity: Activity) -> UUID | None:
    """An addition without a named note belongs to the activity's first."""
    if draft.kind == Note.Kind.NOTE or draft.amends_id:
        return draft.amends_id
    first = Note.objects.filter(activity=activity, kind=Note.Kind.NOTE).order_by("signed_at").first()
    return first.pk if first else None


def _hours_to_sign(case: Case | None) -> int:
    return pack_of(case).sign_notes_within_hours if case else 0


def _signed_from(draft: Draft) -> Note:
    return Note.objects.filter(activity=draft.activity_id, author=draft.author_id, kind=draft.kind).latest(
        "signed_at"
    )


def _summary(note: Note) -> str:
    words = "Late entry" if note.is_late and note.kind == Note.Kind.NOTE else note.get_kind_display()
    return f"{words} signed: {note.reason}" if note.reason else f"{words} signed"


def sign_as_known(*, actor: Viewer, now: datetime, activity_id: UUID) -> Note:
    """Signs what is known already (who, when, how long, the line) as the note, where it says enough.

    Raises Invalid where nothing was said beyond kind and time.
    """
    with whole():
        activity = get_activity(actor, activity_id)
        if not activity.summary.strip():
            raise Invalid("Nothing was written about it yet. Write what happened, then sign.")
        form = get_format(activity.case, "narrative")
        sections = first_text(facts_of(actor, activity), [section.slug for section in form.sections])
        saved = save_draft(
            actor=actor, now=now, activity_id=activity_id, typed=Typed(form.slug, sections, base_version=0)
        )
        if saved.conflict:
            raise Invalid("A draft of this note has been begun. Open it and sign it there.")
        return sign_note(actor=actor, now=now, draft_id=saved.draft.pk)
