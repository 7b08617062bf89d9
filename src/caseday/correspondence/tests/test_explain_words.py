"""A word of medicine or claims is found in a text and told in plain words, in English and Spanish."""

from hypothesis import given
from hypothesis import strategies as st

from caseday.correspondence.rules.plain_words import look_up, plain_words, words_in
from caseday.correspondence.rules.reading_grade import grade_of


def terms(text: str) -> list[str]:
    return [one.term for one in words_in(text)]


def test_there_are_more_than_three_hundred_each_in_both_languages_and_told_once() -> None:
    words = plain_words()
    assert len(words) >= 300
    assert all(one.plain and one.spanish and one.plain_spanish for one in words)
    names = [name.casefold() for one in words for name in one.names]
    assert len(names) == len(set(names))


def test_words_are_found_by_their_longest_name() -> None:
    assert terms("IME on Friday, then physical therapy (PT) for the rotator cuff.") == [
        "IME",
        "physical therapy",
        "rotator cuff",
    ]
    assert terms("MRI shows a herniated disc; NKDA") == ["MRI", "herniated disc", "NKDA"]
    assert terms("resonancia magnética") == ["MRI"]


def test_a_short_name_counts_only_as_it_is_written() -> None:
    assert terms("went to the ER") == ["ER"]
    assert terms("er sagte pt und or") == []
    assert terms("swollen/red, HERnia") == ["hernia"]


def test_one_looks_a_word_up_by_a_part_or_with_a_typing_error() -> None:
    assert look_up("menis")[0].term in ("meniscectomy", "meniscus")
    assert look_up("rodilla")[0].plain_spanish
    assert [one.term for one in look_up("artroscopy")] == ["arthroscopy"]
    assert look_up("zzzzzz") == []
    assert len(look_up("  ", limit=5)) == 5


def test_the_plain_words_are_plain() -> None:
    """Read together they stay at or below the sixth grade."""
    together = " ".join(f"It is {one.plain.split(';')[0]}." for one in plain_words())
    assert grade_of(together, "en") <= 6


@given(st.text(max_size=300))
def test_any_text_may_be_looked_through(text: str) -> None:
    assert len(words_in(text)) <= len(text)
    look_up(text[:40])
