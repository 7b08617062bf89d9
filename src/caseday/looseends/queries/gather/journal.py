"""Open work of the journal."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from caseday.journal.queries import Unnoted, UnsignedDraft, drafts_of_additions, unnoted
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import LooseEnd, Tap, activity_without_note, unsigned_draft


def _unnoted(asked: Asked) -> list[Unnoted]:
    return unnoted(asked.viewer, asked.staff_ids)


def _notes(rows: Sequence[Unnoted], known: Known) -> list[LooseEnd]:
    facts = [
        activity_without_note.Facts(
            activity_id=one.id,
            what=one.what,
            started_at=one.started_at,
            case_id=one.case_id,
            client=known.client(one.case_id),
            is_begun=one.note_begun_at is not None,
            due_at=_note_due(one, known),
        )
        for one in rows
    ]
    return activity_without_note.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _note_due(one: Unnoted, known: Known) -> datetime | None:
    hours = known.cases[one.case_id].pack.sign_notes_within_hours if one.case_id else 0
    return one.started_at + timedelta(hours=hours) if hours else None


def _additions(asked: Asked) -> list[UnsignedDraft]:
    """A draft of an activity's own note is shown by that activity; others' drafts are theirs to sign."""
    return drafts_of_additions(asked.viewer) if asked.viewer.staff_id in asked.staff_ids else []


def _drafts(rows: Sequence[UnsignedDraft], known: Known) -> list[LooseEnd]:
    facts = [
        unsigned_draft.Facts(
            draft_id=one.id,
            what=one.what,
            saved_at=one.saved_at,
            case_id=one.case_id,
            client=known.client(one.case_id),
            tap=_draft_tap(one),
        )
        for one in rows
    ]
    return unsigned_draft.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _draft_tap(one: UnsignedDraft) -> Tap:
    if one.amends_id:
        return Tap("Finish", "journal:activity", one.activity_id)
    return Tap("Finish", "journal:write_up", query=(("activity", str(one.activity_id)),))


NOTES = Gather("Not written", _unnoted, _notes, is_own=True, group="Notes")
DRAFTS = Gather("Drafts", _additions, _drafts, is_own=True, group="Notes")
