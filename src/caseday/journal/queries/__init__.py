"""Every read of the journal, viewer first.

Stable for other apps: `entries_of_case`, `activities_on`, `activities_without_note`, `without_note`,
`unsigned_drafts`, `visits_to_write_up`, `last_contact_of`, `get_activity`, `notes_of`.
"""

from caseday.journal.queries.candidates import Known, Target, candidates_for
from caseday.journal.queries.entries import (
    DayOfActivities,
    Entry,
    activities_of_appointment,
    activities_on,
    activities_seen_by,
    entries_of_case,
    entries_of_seen_case,
    get_activity,
    last_contact_of,
    last_time_reached,
    with_notes,
)
from caseday.journal.queries.open import (
    WithoutNote,
    activities_without_note,
    count_without_note,
    unsigned_drafts,
    visits_to_write_up,
    without_note,
)
from caseday.journal.queries.writing import (
    facts_of,
    facts_of_appointment,
    format_for,
    formats_for,
    get_draft,
    get_format,
    get_note,
    kind_of_appointment,
    minutes_of_appointment,
    notes_of,
    open_conflicts,
    open_draft_of,
    role_word,
    section_words,
    with_words,
)

__all__ = [
    "DayOfActivities", "Entry", "Known", "Target", "WithoutNote", "activities_of_appointment", "activities_on",
    "activities_seen_by", "activities_without_note", "candidates_for", "count_without_note", "entries_of_case",
    "entries_of_seen_case", "facts_of", "facts_of_appointment", "format_for", "formats_for", "get_activity",
    "get_draft", "get_format", "get_note", "kind_of_appointment", "last_contact_of", "last_time_reached",
    "minutes_of_appointment", "notes_of", "open_conflicts", "open_draft_of", "role_word", "section_words",
    "unsigned_drafts", "visits_to_write_up", "with_notes", "with_words", "without_note",
]  # fmt: skip
