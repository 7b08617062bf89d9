"""What a plan says, spelled one way; what differs, in words; how far a goal is; when a plan is due."""

import json
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.careplans.rules import (
    PlanPractice,
    Point,
    canonical_content,
    clashes,
    day_in,
    differences,
    drawn,
    hash_of_content,
    is_reached,
    language_of,
    legal_text_in,
    missing_roles,
    quiet_days,
    role_word,
    share_reached,
)
from caseday.careplans.rules.progress import HEIGHT, WIDTH
from caseday.careplans.rules.words import LEGAL_TEXT, PRINTED
from caseday.programs.rules import PlanRule, WorkCalendar

CALENDAR = WorkCalendar(zone=ZoneInfo("America/Chicago"))
EMPTY = {"strengths": "", "preferences": "", "needs": [], "goals": [], "interventions": [], "barriers": []}
GOAL = {"id": "g", "need": "n", "text": "Walks", "words": "", "measure": "", "unit": "", "start": "", "target": "",
        "by_on": ""}  # fmt: skip
texts = st.text(max_size=20)
contents = st.fixed_dictionaries(
    {
        "strengths": texts,
        "needs": st.lists(st.fixed_dictionaries({"id": st.sampled_from("abc"), "text": texts, "words": texts}),
                          max_size=3, unique_by=lambda one: one["id"]),
    }
)  # fmt: skip


@given(contents, contents)
def test_two_contents_have_one_hash_only_where_they_say_the_same(one, other):
    same = canonical_content(one) == canonical_content(other)
    assert same == (one == other) == (hash_of_content(canonical_content(one)) == hash_of_content(
        canonical_content(other)))  # fmt: skip


@given(contents)
def test_the_one_spelling_reads_back_and_is_ascii(content):
    text = canonical_content(content)
    assert text.isascii() and json.loads(text) == content
    assert canonical_content(dict(reversed(content.items()))) == text


@given(contents, contents)
def test_there_is_a_difference_in_words_exactly_where_there_is_one(one, other):
    def said(content):
        return content["strengths"], {need["id"]: (need["text"], need["words"]) for need in content["needs"]}

    assert bool(differences(one, other)) == (said(one) != said(other))


def test_differences_are_said_as_a_person_would():
    need = {"id": "n", "text": "Sleep", "words": "", "source": "client", "code": ""}
    other = {**need, "id": "m", "text": "Money"}
    before = {**EMPTY, "strengths": "Sings", "needs": [need, other], "goals": [GOAL]}
    after = {**EMPTY, "preferences": "Mornings", "needs": [need, other],
             "goals": [{**GOAL, "by_on": "2026-05-01", "need": "m"}],
             "barriers": [{"id": "b", "goal": "g", "text": "No ramp", "action": ""}]}  # fmt: skip
    assert [(one.words, one.before, one.after) for one in differences(before, after)] == [
        ("Strengths taken out", "Sings", ""),
        ("What matters to the client added", "", "Mornings"),
        ("Goal of “Walks”: by when", "", "2026-05-01"),
        ("Goal of “Walks”: for which need", "Sleep", "Money"),
        ("Barrier added", "", "No ramp"),
    ]
    assert [one.words for one in differences(after, before)][-1] == "Barrier taken out"
    long = differences({"goals": [GOAL]}, {"goals": [{**GOAL, "text": "x" * 90, "unit": "steps"}]})
    assert "…" in long[1].words


def test_a_clash_is_what_differs_from_what_is_kept():
    found = clashes({"text": "a", "by_on": None, "unit": "x"}, {"text": "b", "by_on": None, "unit": "x"})
    assert [(one.name, one.theirs, one.mine) for one in found] == [("text", "a", "b")]


numbers = st.decimals(-1000, 1000, places=2)


@given(numbers, numbers, numbers)
def test_the_way_to_a_target_is_between_nothing_and_all(start, target, latest):
    share = share_reached(start, target, latest)
    assert share is not None and 0 <= share <= 100
    assert share_reached(start, target, target) == 100


def test_a_target_may_be_lower_than_the_start():
    assert share_reached(Decimal(8), Decimal(2), Decimal(5)) == 50
    assert is_reached(Decimal(8), Decimal(2), Decimal(1))
    assert share_reached(Decimal(3), Decimal(3), Decimal(4)) == 0
    assert share_reached(None, Decimal(4), Decimal(1)) == 25
    assert share_reached(None, None, Decimal(1)) is None and share_reached(None, Decimal(1), None) is None


@given(
    st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), numbers), max_size=30),
    st.none() | numbers,
)
def test_progress_is_drawn_within_its_box(values, target):
    points = [Point(on, value) for on, value in sorted(values)]
    drawing = drawn(points, target)
    assert (drawing is None) == (not points)
    if drawing:
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y, _ in drawing.points)
        assert (drawing.target_y is None) == (target is None)
        assert len(drawing.line.split()) == len(points)


def rule(**fields):
    values = {"slug": "plan", "word": "Plan", "due_within": 30, "due_unit": "days", "basis": "contract",
              "verified": False}  # fmt: skip
    return PlanRule(**{**values, **fields})


def test_a_plan_and_its_review_are_due_by_the_rule():
    practice = PlanPractice(
        rule(review_every=6, review_unit="months", legal_text={"en": "I agree."}), CALENDAR
    )
    assert practice.due_on(date(2026, 1, 31)) == date(2026, 3, 2)
    assert practice.review_due_on(date(2026, 8, 31)) == date(2027, 2, 28)
    assert (practice.legal_text("en"), practice.legal_text("es")) == ("I agree.", "")
    assert PlanPractice(rule(), CALENDAR).review_due_on(date(2026, 1, 1)) is None
    without = PlanPractice(None, CALENDAR)
    assert (without.due_on(date(2026, 1, 1)), without.review_due_on(date(2026, 1, 1))) == (None, None)
    assert (without.signatures, without.quiet_goal_days, without.starts) == (("client", "worker"), 30, "")
    assert without.legal_text("en") == ""


@given(
    st.lists(st.sampled_from(["client", "worker", "guardian"])),
    st.sets(st.sampled_from(["client", "worker"])),
)
def test_who_did_not_sign_is_missing_once(needed, signed):
    missing = missing_roles(needed, signed)
    assert set(missing) == set(needed) - signed and len(missing) == len(set(missing))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_days_without_work_are_never_negative(last, days):
    assert quiet_days(last, last + timedelta(days=days)) == max(0, days)


@pytest.mark.parametrize(
    ("code", "language"),
    [("es", "es"), ("es-MX", "es"), ("ES", "es"), ("en", "en"), ("vi", "en"), ("", "en")],
)
def test_fixed_texts_are_in_english_or_spanish(code, language):
    assert language_of(code) == language


def test_every_fixed_text_is_there_in_both_languages():
    assert set(PRINTED["en"]) == set(PRINTED["es"])
    assert all(PRINTED["es"].values()) and set(LEGAL_TEXT) == {"en", "es"}
    assert role_word("treating_physician", "es") == "Médico tratante"
    assert role_word("keeper_of_bees", "es") == "Keeper of bees"
    assert legal_text_in("", "es") == LEGAL_TEXT["es"] and legal_text_in("Own", "es") == "Own"
    assert day_in(date(2026, 3, 2), "es") == "2 de marzo de 2026"
    assert day_in(date(2026, 3, 2), "en") == "March 2, 2026"
