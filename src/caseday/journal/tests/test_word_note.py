"""The wording aid: who speaks, how certain it is, what stands too often; nothing is changed by itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.journal.rules.wording import (
    abbreviations,
    alternatives,
    forms,
    groups,
    inflected,
    marks,
    statements,
    verbs,
    weak_words,
)


def _kinds(text: str) -> dict[str, str]:
    return {mark.word: mark.kind for mark in marks(text)}


def test_the_lists_are_as_long_as_promised() -> None:
    assert len(verbs()) >= 80
    assert sum(len(part) for part in abbreviations()) >= 80
    assert sum(len(words) for words in weak_words().values()) >= 60


def test_every_speaker_can_speak_with_some_certainty() -> None:
    speakers = {speaker for group in groups() for speaker in group.speakers}
    assert speakers == {
        "client",
        "family",
        "clinician",
        "observer",
        "payer",
        "employer",
        "office",
        "attorney",
        "manager",
    }
    assert {group.certainty for group in groups()} == {"fact", "report", "opinion"}


@pytest.mark.parametrize(
    ("verb", "tense", "form"),
    [
        ("report", "past", "reported"), ("deny", "present", "denies"), ("deny", "past", "denied"), ("note", "ing", "noting"),
        ("refer", "past", "referred"), ("say", "past", "said"), ("advise", "present", "advises"), ("teach", "present", "teaches"),
        ("talk through", "past", "talked through"), ("go over", "past", "went over"), ("discuss", "present", "discusses"),
        ("convey", "past", "conveyed"), ("agree", "ing", "agreeing"), ("press for", "present", "presses for"), ("ask", "base", "ask"),
    ],
)  # fmt: skip
def test_verbs_are_inflected(verb: str, tense: str, form: str) -> None:
    assert inflected(verb, tense) == form


def test_every_form_leads_back_to_its_verb() -> None:
    for form, known in forms().items():
        assert inflected(known.verb, known.tense) == form


def test_a_verb_that_stands_three_times_is_marked_with_alternatives_of_the_same_tense() -> None:
    text = "CM discussed the plan. CM discussed the restrictions with the employer. CM discussed the surgery."
    overused = [mark for mark in marks(text) if mark.kind == "overused"]
    assert [text[mark.start : mark.end] for mark in overused] == ["discussed"] * 3
    assert overused[0].suggestions == ("reviewed", "addressed", "went over")
    assert "3 times" in overused[0].message


def test_alternatives_fit_who_speaks() -> None:
    assert "opined" not in alternatives("state", "past", "client")
    assert set(alternatives("opine", "past", "clinician")) >= {"concluded", "judged"}
    assert alternatives("deny", "past", "payer")[0] == "declined"
    assert alternatives("deny", "past", "client")[0] == "disclaimed"


def test_alternatives_not_yet_used_come_first() -> None:
    assert alternatives("discuss", "past", "manager", frozenset({"review"}))[-1] == "reviewed"


def test_the_patient_does_not_opine() -> None:
    mark = next(m for m in marks("The patient opined that surgery is needed.") if m.kind == "speaker")
    assert mark.word == "opined"
    assert "reported" in mark.suggestions


def test_the_physician_does_not_report_pain() -> None:
    assert _kinds("The physician reports pain in the left knee.")["reports"] == "speaker"
    assert "reports" not in _kinds("The physician reports a full-thickness tear.")


def test_a_pronoun_speaks_for_who_was_named_before() -> None:
    assert _kinds("Dr. Lee examined the knee. He reports pain on flexion.")["reports"] == "speaker"
    assert "reports" not in _kinds("The client walked in. She reports pain on flexion.")


def test_the_writer_is_not_the_one_whom_a_pronoun_means() -> None:
    assert "reports" not in _kinds("The client came in. I met the client. She reports pain.")


def test_ones_own_opinion_is_pointed_out() -> None:
    assert _kinds("I think he is improving.")["think"] == "opinion"


def test_opinion_is_kept_apart_from_fact_and_report() -> None:
    text = "Client reports numbness. Dr. Lee opined that it will resolve. The carrier authorized therapy. It rained."
    assert [(one.speaker, one.certainty) for one in statements(text)] == [
        ("client", "report"), ("clinician", "opinion"), ("payer", "fact"), ("", ""),
    ]  # fmt: skip


def test_abbreviations_are_offered_in_full() -> None:
    found = {mark.word: mark.suggestions for mark in marks("Pt is s/p ORIF; f/u w/ PT, RTW 12/1. NPO.")}
    assert found["Pt"] == ("Client",)
    assert found["PT"] == ("physical therapy",)
    assert found["f/u"] == ("follow-up",)
    assert found["NPO"] == ("nothing by mouth",)


def test_vague_judging_and_absolute_words_are_pointed_out_with_what_to_write() -> None:
    kinds = _kinds("He is noncompliant and always late. He is doing well.")
    assert kinds == {"noncompliant": "judging", "always": "absolute", "doing well": "vague"}
    assert all(mark.message for mark in marks("He refused."))
    assert next(mark for mark in marks("He refused.")).suggestions == ("declined",)


def test_a_report_is_a_thing_and_no_act() -> None:
    text = "Read the report. The report is late. A work status report came. Sent the MRI report."
    assert not [mark for mark in marks(text) if mark.kind == "overused"]


def test_capitals_are_kept() -> None:
    text = "Reported pain. Reported sleep. Reported worry."
    assert next(m for m in marks(text) if m.kind == "overused").suggestions[0][0].isupper()


def test_an_empty_note_has_no_marks() -> None:
    assert marks("") == [] and statements("") == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_offsets_are_exact_and_marks_never_overlap(text: str) -> None:
    found = marks(text + " The patient opined that pt reports pain w/ flexion, always.")
    for mark in found:
        assert (
            mark.word
            == (text + " The patient opined that pt reports pain w/ flexion, always.")[mark.start : mark.end]
        )
    for mark, following in zip(found, found[1:], strict=False):
        assert mark.end <= following.start


def test_one_mark_is_enough_for_a_word() -> None:
    text = "The physician reports pain. The physician reports numbness. The physician reports weakness."
    assert [mark.kind for mark in marks(text)] == ["speaker"] * 3


def test_an_abbreviation_in_other_capitals_is_left_alone() -> None:
    assert marks("The aCl and the orif.") == []
