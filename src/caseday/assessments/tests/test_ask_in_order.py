"""What shows, what comes next, what an answer may be: for made-up instruments and any answers."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.assessments.queries.catalog import shipped
from caseday.assessments.rules import (
    Answers,
    BadAnswer,
    Instrument,
    Item,
    after,
    asked,
    before,
    counted,
    ends_of,
    missing,
    needs_of,
    next_item,
    problems_of,
    result_of,
    taken,
    visible_items,
)
from caseday.assessments.rules.drawing import picture_of
from caseday.assessments.rules.giving import lacks_evidence
from caseday.assessments.tests.test_read_instruments import band, choice, number, read, values, when

SHIPPED = sorted(shipped().values(), key=lambda one: one.slug)
BRANCHED = read(choice("a"), choice("b", enableWhen=[when("a")], required=True), choice("c", required=True))


def links(items: Any) -> list[str]:
    return [one.link_id for one in items]


def test_a_question_shows_only_where_its_condition_holds_and_a_missing_answer_holds_nothing() -> None:
    assert links(visible_items(BRANCHED, {})) == ["a", "c"]
    assert links(visible_items(BRANCHED, {"a": "yes"})) == ["a", "b", "c"]
    assert links(visible_items(BRANCHED, {"a": "no", "b": "yes"})) == ["a", "c"]


def test_what_branching_has_hidden_counts_no_longer() -> None:
    assert counted(BRANCHED, {"a": "no", "b": "yes"}) == {"a": "no"}


def test_the_next_question_is_the_first_that_shows_without_an_answer_or_a_no_to_one() -> None:
    assert [_next(BRANCHED, {}), _next(BRANCHED, {"a": "yes"}), _next(BRANCHED, {"a": "no"})] == [
        "a",
        "b",
        "c",
    ]
    assert _next(BRANCHED, {"a": "yes"}, {"b"}) == "c"
    assert _next(BRANCHED, {"a": "no", "c": "no"}) == ""


def _next(instrument: Instrument, answers: Answers, skipped: Any = ()) -> str:
    found = next_item(instrument, answers, skipped)
    return found.link_id if found else ""


def test_before_and_after_follow_what_shows() -> None:
    held = {"a": "no"}
    assert [_link(before(BRANCHED, held, one)) for one in ("a", "c")] == ["", "a"]
    assert [_link(after(BRANCHED, held, one)) for one in ("a", "b", "c")] == ["c", "", ""]


def _link(item: Item | None) -> str:
    return item.link_id if item else ""


def test_a_group_hides_what_it_holds() -> None:
    group = {"linkId": "g", "type": "group", "text": "G", "enableWhen": [when("a")], "item": [choice("b")]}
    found = read(choice("a"), group)
    assert links(visible_items(found, {"a": "no"})) == ["a"]
    assert links(visible_items(found, {"a": "yes"})) == ["a", "g", "b"]


@pytest.mark.parametrize(
    ("item", "operator", "answer", "value", "holds"),
    [
        (number("a"), "=", 3, 3, True),
        (number("a"), "!=", 3, 3, False),
        (number("a"), ">=", 3, 3, True),
        (number("a"), "<", 3, 3, False),
        (number("a"), "<=", 3, 4, False),
        (number("a"), ">", 3, 4, True),
        ({"linkId": "a", "type": "date", "text": "a"}, ">=", "2026-03-02", "2026-03-02", True),
        ({"linkId": "a", "type": "date", "text": "a"}, "<", "2026-03-02", "2026-03-02", False),
        ({"linkId": "a", "type": "boolean", "text": "a"}, "=", True, False, False),
        ({"linkId": "a", "type": "string", "text": "a"}, "=", "x", "x", True),
    ],
)
def test_each_way_to_compare(
    item: dict[str, Any], operator: str, answer: Any, value: Any, holds: bool
) -> None:
    found = read(item, choice("b", enableWhen=[when("a", operator, answer)]))
    assert ("b" in links(asked(found, {"a": value}))) is holds


def test_an_answer_without_an_ordinal_has_no_order() -> None:
    bare = choice(
        "a", answerOption=[{"code": "x", "text": "X"}, {"code": "y", "text": "Y", "ordinalValue": 1}]
    )
    found = read(bare, choice("b", enableWhen=[when("a", ">=", 0)]))
    assert links(asked(found, {"a": "x"})) == ["a"]


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("boolean", "Yes", True),
        ("boolean", "0", False),
        ("integer", " 7 ", 7),
        ("integer", "7.0", 7),
        ("decimal", "2.50", Decimal("2.50")),
        ("string", " walk ", "walk"),
        ("text", "two\nlines", "two\nlines"),
        ("date", "2026-03-02", "2026-03-02"),
    ],
)
def test_an_answer_is_kept_as_its_kind(kind: str, raw: str, kept: Any) -> None:
    found = taken(_plain(kind), raw)
    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "raw", "says"),
    [
        ("boolean", "perhaps", "yes or no"),
        ("integer", "1.5", "Write a number"),
        ("integer", "NaN", "Write a number"),
        ("integer", "Infinity", "Write a number"),
        ("integer", "１２", "Write a number"),
        ("integer", "9" * 30, "Write a number"),
        ("integer", "99999999", "smaller number"),
        ("decimal", "much", "Write a number"),
        ("string", " \0 ", "Write an answer"),
        ("string", "x" * 301, "Shorten it to 300"),
        ("text", "x" * 4001, "Shorten it to 4000"),
        ("date", "03/02/2026", "year-month-day"),
    ],
)
def test_what_is_no_answer_says_what_to_do_in_both_languages(kind: str, raw: str, says: str) -> None:
    with pytest.raises(BadAnswer, match=says) as caught:
        taken(_plain(kind), raw)
    assert caught.value.text.es


def test_a_number_outside_its_bounds_names_them() -> None:
    with pytest.raises(BadAnswer, match=r"from 0 to 10\."):
        taken(read(number("a")).items[0], "11")
    only_low = read({"linkId": "a", "type": "integer", "text": "a", "minValue": 3}).items[0]
    with pytest.raises(BadAnswer, match=r"Write a number from 3\."):
        taken(only_low, "2")


def _plain(kind: str) -> Item:
    return read({"linkId": "a", "type": kind, "text": "a"}).items[0]


def test_words_of_answers_in_both_languages() -> None:
    flag = _plain("boolean")
    assert [flag.said(True), flag.said(False, "es"), flag.said(None)] == ["Yes", "No", ""]
    assert read(choice("a")).items[0].said("gone") == "gone"
    assert _plain("string").said("walk") == "walk"


def test_what_an_answer_counts_is_nothing_for_words_and_days() -> None:
    assert [_plain("text").ordinal_of("much"), _plain("date").ordinal_of("2026-03-02")] == [None, None]
    assert [_plain("decimal").ordinal_of(Decimal("2.5")), _plain("boolean").ordinal_of(True)] == [
        Decimal("2.5"),
        1,
    ]


def test_how_one_knows_is_asked_of_every_answer_or_from_a_value_on() -> None:
    always = choice("a", evidence={"text": "How do you know?"})
    found = read(always, choice("b", evidence={"text": "How do you know?", "fromScore": 1}))
    held = {"a": "no", "b": "no"}
    assert links(lacks_evidence(found, held, {})) == ["a"]
    assert links(lacks_evidence(found, {"b": "yes"}, {"b": " "})) == ["b"]
    assert links(lacks_evidence(found, {"a": "yes", "b": "yes"}, {"a": "Seen", "b": "Her wife"})) == []


ANSWERS = st.dictionaries(st.sampled_from([str(n) for n in range(1, 10)]), st.sampled_from("0123"))


@given(ANSWERS)
def test_a_phq9_is_the_sum_where_all_is_answered_and_never_below_what_was_answered(
    held: dict[str, str],
) -> None:
    result, summed = result_of(shipped()["phq9.1"], held), sum(int(one) for one in held.values())
    if len(held) == 9:
        assert result.value == summed
    elif len(held) >= 7:
        assert result.value is not None and summed <= result.value <= 27
    else:
        assert result.value is None


@st.composite
def any_answers(draw: st.DrawFn, instrument: Instrument) -> dict[str, Any]:
    return {item.link_id: draw(_answer(item)) for item in instrument.questions if draw(st.booleans())}


def _answer(item: Item) -> st.SearchStrategy[Any]:
    if item.type == "choice":
        return st.sampled_from([one.code for one in item.options])
    if item.type == "boolean":
        return st.booleans()
    return st.sampled_from(list(item.numbers)) if item.type == "integer" else st.sampled_from(["x", "y"])


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("instrument", SHIPPED, ids=lambda one: one.slug)
def test_whatever_is_answered_the_score_lies_in_its_range_and_has_one_band(
    instrument: Instrument, data: Any
) -> None:
    held = data.draw(any_answers(instrument))
    result = result_of(instrument, held)
    if result.value is not None and instrument.scoring:
        low, high = ends_of(instrument, instrument.scoring)
        assert low <= result.value <= high
        assert sum(one.starts <= result.value <= one.ends for one in instrument.bands) == 1


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("instrument", SHIPPED, ids=lambda one: one.slug)
def test_asked_one_by_one_it_comes_to_an_end_with_nothing_missing(instrument: Instrument, data: Any) -> None:
    held: dict[str, Any] = {}
    for _ in range(len(instrument.items) + 1):
        item = next_item(instrument, held)
        if item is None:
            break
        held[item.link_id] = data.draw(_answer(item))
    assert next_item(instrument, held) is None
    assert missing(instrument, held) == []


OPERATORS = st.sampled_from(["=", "!=", ">", ">=", "<", "<=", "exists"])


@st.composite
def branched(draw: st.DrawFn) -> dict[str, Any]:
    """Four yes-or-no questions, each with conditions on those before it."""
    items = []
    for place in range(4):
        conditions = [
            when(f"q{draw(st.integers(0, place - 1))}", operator, _compared(operator, draw))
            for operator in (draw(st.lists(OPERATORS, max_size=3)) if place else [])
        ]
        behavior = draw(st.sampled_from(["all", "any"]))
        items.append(
            choice(
                f"q{place}", **({"enableWhen": conditions, "enableBehavior": behavior} if conditions else {})
            )
        )
    return values(*items)


def _compared(operator: str, draw: st.DrawFn) -> Any:
    if operator == "exists":
        return draw(st.booleans())
    return draw(st.sampled_from(["no", "yes"])) if operator in ("=", "!=") else draw(st.integers(-1, 2))


@settings(max_examples=300)
@given(branched())
def test_an_item_is_refused_as_unreachable_where_no_answers_at_all_lead_to_it(plain: dict[str, Any]) -> None:
    found = Instrument.model_validate(
        {**{key: plain[key] for key in plain if key != "item"}, "items": plain["item"]}
    )
    refused = {item for item, reason in problems_of(found) if "unreachable" in reason}
    reached: set[str] = set()
    for tried in product([None, "no", "yes"], repeat=4):
        held: Mapping[str, Any] = {f"q{n}": one for n, one in enumerate(tried) if one is not None}
        reached |= set(links(visible_items(found, held)))
    assert refused == {f"q{n}" for n in range(4)} - reached


def test_needs_come_from_the_band_and_from_single_answers_once() -> None:
    social = shipped()["social_needs.1"]
    held = {"food_worry": "often", "food_last": "often", "ride": "once"}
    assert [one.domain for one in needs_of(social, held, None)] == ["food", "transportation"]
    phq9 = shipped()["phq9.1"]
    assert [one.domain for one in needs_of(phq9, {}, phq9.band("severe"))] == ["mental_health"]


def test_a_picture_holds_each_score_in_its_band() -> None:
    phq9, start = shipped()["phq9.1"], datetime(2026, 3, 2, tzinfo=UTC)
    scores = [
        (start, Decimal(0)),
        (start + timedelta(days=10), Decimal(27)),
        (start + timedelta(days=20), Decimal(12)),
    ]
    picture = picture_of(phq9, scores)
    assert picture is not None
    assert [one.y for one in picture.dots] == [176.0, 10.0, 102.2]
    assert [one.x for one in picture.dots] == sorted(one.x for one in picture.dots)
    for stripe in picture.stripes:
        assert stripe.height > 0
    assert picture.floor == 176 and picture.left + picture.across < picture.width
    alone = picture_of(phq9, scores[:1])
    assert alone is not None and len(alone.dots) == 1


def test_nothing_is_drawn_where_there_is_nothing_to_draw() -> None:
    assert picture_of(shipped()["phq9.1"], []) is None
    assert picture_of(read(choice("a")), [(datetime(2026, 3, 2, tzinfo=UTC), Decimal(1))]) is None
    flat = read(
        choice(
            "a",
            answerOption=[
                {"code": "x", "text": "X", "ordinalValue": 1},
                {"code": "y", "text": "Y", "ordinalValue": 1},
            ],
        ),
        scoring={"items": ["a"]},
        bands=[band("all", 1, 1)],
    )
    assert picture_of(flat, [(datetime(2026, 3, 2, tzinfo=UTC), Decimal(1))]) is None
