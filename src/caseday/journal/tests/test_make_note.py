"""What a note is made of: sections, what it starts with, when it is late, its hash."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.journal.models import ActivityKind, Note, Result
from caseday.journal.rules import words
from caseday.journal.rules.activities import is_contact, problems_of, reached_somebody, started_before
from caseday.journal.rules.notes import (
    MAX_SECTION,
    KnownFacts,
    clean_sections,
    first_text,
    has_text,
    hash_of_note,
    is_late,
    switched,
    whole_text,
)

FORMATS = {
    "narrative": ("text",),
    "soap": ("subjective", "objective", "assessment", "plan"),
    "dap": ("data", "assessment", "plan"),
    "birp": ("behavior", "intervention", "response", "plan"),
}
WORDS = {slug: slug.capitalize() for slugs in FORMATS.values() for slug in slugs} | {"text": "Note"}
NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)


def test_words_on_pages_are_those_of_the_records() -> None:
    assert dict(ActivityKind.choices) == words.ACTIVITY_KINDS
    assert dict(Result.choices) == words.RESULTS
    assert dict(Note.Kind.choices) == words.NOTE_KINDS


def test_switching_keeps_text_where_it_belongs() -> None:
    moved = switched({"subjective": "Pain 4/10", "plan": "Call Friday"}, FORMATS["dap"], WORDS)
    assert moved == {"data": "Subjective: Pain 4/10", "assessment": "", "plan": "Call Friday"}


def test_switching_to_the_narrative_heads_each_section() -> None:
    moved = switched({"data": "Walked in", "plan": "Call Friday"}, FORMATS["narrative"], WORDS)
    assert moved["text"] == "Data: Walked in\n\nPlan: Call Friday"


def test_switching_back_takes_the_sections_apart_again() -> None:
    soap = {"subjective": "Pain 4/10", "objective": "Limps", "assessment": "Slow", "plan": "Call Friday"}
    there = switched(soap, FORMATS["narrative"], WORDS)
    assert switched(there, FORMATS["soap"], WORDS) == soap


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(FORMATS)),
    st.lists(st.sampled_from(sorted(FORMATS)), min_size=1, max_size=4),
    st.data(),
)
def test_no_word_is_lost_by_any_number_of_switches(start: str, path: list[str], data: st.DataObject) -> None:
    letters = st.text(alphabet=st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)
    sections = {slug: f"w{data.draw(letters)}w" for slug in FORMATS[start]}
    moved = sections
    for step in path:
        moved = switched(moved, FORMATS[step], WORDS)
    for text in sections.values():
        assert any(text in part for part in moved.values())


def _facts(**more: object) -> KnownFacts:
    return KnownFacts(
        **{
            "kind": "call",
            "happened": datetime(2026, 3, 2, 9, 5),
            "with_whom": "Karen Bloom (adjuster)",
            **more,
        }
    )


def test_a_note_starts_from_what_is_known() -> None:
    text = first_text(
        _facts(
            minutes=12,
            hold_minutes=5,
            result="Reached",
            identifiers=("Claim number 12",),
            summary="approved therapy",
        ),
        FORMATS["narrative"],
    )["text"]
    assert text == (
        "Telephone call to Karen Bloom (adjuster) on March 2, 2026 at 9:05, 12 minutes. On hold 5 minutes."
        " Result: reached. Claim number 12. Approved therapy."
    )


def test_a_visit_names_place_and_who_was_there() -> None:
    text = first_text(
        _facts(
            kind="visit",
            with_whom="Rosa Delgado",
            place="Ridgeview",
            attended=("Dr. Lee", "Rosa"),
            miles=13.0,
        ),
        FORMATS["soap"],
    )
    assert text["objective"] == (
        "Visit with Rosa Delgado at Ridgeview on March 2, 2026 at 9:05. Present: Dr. Lee, Rosa. 13 miles."
    )
    assert text["subjective"] == ""


def test_promises_go_into_the_plan() -> None:
    assert first_text(_facts(promises=("call back",)), FORMATS["dap"])["plan"] == "Call back."
    assert first_text(_facts(promises=("call back",)), FORMATS["narrative"])["text"].endswith(
        "Plan: Call back."
    )


def test_little_known_is_little_said() -> None:
    assert first_text(KnownFacts("call"), ("text",))["text"] == "Telephone call."
    assert first_text(KnownFacts("other", with_whom="Ann"), ("anything",)) == {
        "anything": "Activity with Ann."
    }
    assert first_text(_facts(kind="call", is_incoming=True), ("text",))["text"].startswith(
        "Telephone call from"
    )


@pytest.mark.parametrize("sections", [None, "text", ["text"], {"text": 5}, {"text": "x" * (MAX_SECTION + 1)}])
def test_sections_that_are_none_are_refused(sections: object) -> None:
    with pytest.raises(ValueError):
        clean_sections(sections, ("text",))


def test_sections_are_cleaned_of_what_no_text_has() -> None:
    assert clean_sections({"text": "a\r\nb\0", "other": "x"}, ("text",)) == {"text": "a\nb"}
    assert not has_text({"text": " \n"})


def test_the_whole_note_is_plain_text() -> None:
    assert whole_text({"text": " One "}, WORDS) == "One"
    assert whole_text({"data": "One", "assessment": "", "plan": "Two"}, WORDS) == "Data: One\n\nPlan: Two"


def test_a_note_is_late_by_the_programs_time() -> None:
    assert not is_late(NOON, NOON + timedelta(hours=48), within_hours=48)
    assert is_late(NOON, NOON + timedelta(hours=48, seconds=1), within_hours=48)
    assert not is_late(NOON, NOON + timedelta(days=900), within_hours=0)


def test_the_hash_changes_with_every_part() -> None:
    one = hash_of_note(text="a", signed_at=NOON)
    assert one == hash_of_note(signed_at=NOON, text="a")
    assert one != hash_of_note(text="a", signed_at=NOON + timedelta(seconds=1))
    assert len(one) == 64


@pytest.mark.parametrize(
    ("kind", "result", "incoming", "reached"),
    [
        ("call", "reached", False, True), ("call", "left_word", False, False), ("call", "", False, False),
        ("visit", "", False, True), ("visit", "no_show", False, False), ("meeting", "done", False, True),
        ("message", "", True, True), ("message", "", False, False), ("paperwork", "", False, False),
    ],
)  # fmt: skip
def test_who_was_reached(kind: str, result: str, incoming: bool, reached: bool) -> None:
    assert reached_somebody(kind, result, is_incoming=incoming) is reached


def test_a_message_sent_is_a_contact_though_nobody_was_reached() -> None:
    kinds = frozenset({"call", "message"})
    assert is_contact("message", "", is_incoming=False, contact_kinds=kinds)
    assert not is_contact("call", "no_answer", is_incoming=False, contact_kinds=kinds)
    assert not is_contact("visit", "", is_incoming=False, contact_kinds=kinds)


def test_figures_that_cannot_be_are_named_by_field() -> None:
    problems = problems_of(
        started_at=NOON + timedelta(hours=1), now=NOON, minutes=9999, hold_minutes=-1, miles=9999
    )
    assert set(problems) == {"started_at", "minutes", "hold_minutes", "miles"}
    long_ago = datetime(1900, 1, 1, tzinfo=UTC)
    assert set(problems_of(started_at=long_ago, now=NOON, minutes=0, hold_minutes=None, miles=None)) == {
        "started_at"
    }


def test_what_ended_now_began_before() -> None:
    assert started_before(NOON, minutes=10, hold_minutes=5) == NOON - timedelta(minutes=15)
