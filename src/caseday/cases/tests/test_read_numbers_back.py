"""Where their number differs from ours: found as the very edit that was made, said in words, read aloud."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caseday.cases.rules import Comparison, Kind, compare, normalize_identifier, ordinal, spell_out
from caseday.cases.rules.read_back import look_alike

CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
NUMBERS = st.text(CHARACTERS, min_size=2, max_size=16)
ANY = st.text(CHARACTERS + "-/. abcxyz", max_size=16)


def wrong(comparison: Comparison) -> list[tuple[str, str, str, int]]:
    steps = (one for one in comparison.steps if one.kind != Kind.SAME)
    return [(one.kind.value, one.own, one.heard, one.at) for one in steps]


@given(ANY, ANY)
def test_it_is_the_same_exactly_when_letters_and_digits_are(own: str, heard: str) -> None:
    is_same = normalize_identifier(own) == normalize_identifier(heard)
    found = compare(own, heard)
    assert found.is_same is is_same
    assert (found.words == "") is is_same and (found.differences == ()) is is_same


@given(ANY, ANY)
def test_the_alignment_gives_both_numbers_again(own: str, heard: str) -> None:
    found = compare(own, heard)
    assert "".join(one.own for one in found.steps) == normalize_identifier(own)
    assert "".join(one.heard for one in found.steps) == normalize_identifier(heard)


@given(ANY, ANY)
def test_places_count_our_characters_in_order(own: str, heard: str) -> None:
    place = 0
    for step in compare(own, heard).steps:
        assert step.at == place + (1 if step.own else 0)
        place += len(step.own)


@given(NUMBERS, st.data())
def test_one_other_character_is_found_as_that(own: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(own) - 1))
    char = data.draw(st.sampled_from(CHARACTERS))
    assume(char != own[place])
    kind = "look_alike" if look_alike(char, own[place]) else "wrong"
    assert wrong(compare(own, own[:place] + char + own[place + 1 :])) == [(kind, own[place], char, place + 1)]


@given(NUMBERS, st.data())
def test_one_character_left_out_is_found_as_missing(own: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(own) - 1))
    heard = own[:place] + own[place + 1 :]
    ((kind, char, nothing, at),) = wrong(compare(own, heard))
    assert (kind, char, nothing) == ("missing", own[place], "")
    assert own[: at - 1] + own[at:] == heard


@given(NUMBERS, st.data())
def test_one_character_too_many_is_found_as_extra_or_doubled(own: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(own)))
    char = data.draw(st.sampled_from(CHARACTERS))
    heard = own[:place] + char + own[place:]
    ((kind, nothing, more, at),) = wrong(compare(own, heard))
    is_doubled = char in own[max(place - 1, 0) : place + 1]
    assert (kind, nothing, more) == ("doubled" if is_doubled else "extra", "", char)
    assert own[:at] + char + own[at:] == heard


@given(NUMBERS, st.data())
def test_two_neighbors_in_the_wrong_order_are_found_as_swapped(own: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(own) - 2))
    first, second = own[place], own[place + 1]
    assume(first != second)
    heard = own[:place] + second + first + own[place + 2 :]
    assert wrong(compare(own, heard)) == [("swapped", first + second, second + first, place + 1)]


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        ("wc 44 11", "the 6th character: they have 1, ours is 7"),
        ("WC-44-71", "the 5th and 6th characters are swapped: they have 71, ours is 17"),
        ("WC-44-7", "the 5th character, 1, is missing"),
        ("WC-444-17", "4 is doubled after the 4th character"),
        ("WWC-44-17", "W is doubled after the 1st character"),
        ("WC-44-917", "one 9 too many after the 4th character"),
        ("9WC-44-17", "one 9 too many in front"),
        ("WC-44-I7", "the 5th character: they have I (letter), ours is 1 (digit)"),
        ("WC-44-l7", "the 5th character: they have L (letter), ours is 1 (digit)"),
        ("VC-44-18", "the 1st character: they have V, ours is W; the 6th character: they have 8, ours is 7"),
        ("AB-99-23", "another number altogether"),
        ("", "another number altogether"),
    ],
)
def test_it_says_what_to_tell_them(heard: str, words: str) -> None:
    assert compare("WC-44-17", heard).words == words


def test_many_differences_in_a_long_number_are_summed_up() -> None:
    assert compare("ABCDEFGHIJKLMN", "1B2D3F4H5J6LMN").words.endswith("ours is I; and 1 more")


def test_a_second_character_of_an_empty_number_is_doubled() -> None:
    assert wrong(compare("", "77")) == [("extra", "", "7", 0), ("doubled", "", "7", 0)]
    assert compare("", "77").differences[1].words == "7 is doubled in front"


@pytest.mark.parametrize(
    ("place", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_places_have_words(place: int, word: str) -> None:
    assert ordinal(place) == word


def test_a_number_is_spelled_in_the_words_of_the_radio() -> None:
    assert spell_out("WC-7") == "Whiskey Charlie dash seven"
    assert spell_out("a 9/x.0#_é") == "Alfa, nine slash X-ray point zero number sign underscore é"
    assert spell_out("99", is_niner=True) == "niner niner"
