from __future__ import annotations

from caseday.people.rules.names import (
    family_sounds,
    fold,
    given_sound,
    given_sounds,
    name_key,
    name_words,
    sound_of,
)
from caseday.people.rules.nicknames import canonical, may_be_same, names_with


def test_accents_hyphens_and_apostrophes_do_not_count() -> None:
    assert fold("Núñez-O’Brien") == "nunez obrien"
    assert fold("Großmann Ødegård") == "grossmann odegard"
    assert name_key("María", "de la Cruz") == "maria de la cruz"


def test_words_that_tell_people_apart() -> None:
    assert name_words("de la Cruz Jr.") == ("cruz",)
    assert name_words("De La") == ("de", "la")
    assert name_words("") == ()


def test_short_forms_are_found_under_the_same_sound() -> None:
    assert given_sound("Bob") == given_sound("Robert")
    assert given_sound("") == ""
    assert given_sound("Alejandro") in given_sounds("Alex")
    assert given_sounds("") == frozenset()


def test_either_half_of_a_family_name_sounds() -> None:
    assert family_sounds("Garcia-Lopez") == (sound_of("garcia"), sound_of("lopez"))
    assert family_sounds("Smith")[0] == family_sounds("Smyth")[0]
    assert family_sounds("") == ("", "")
    assert sound_of("") == ""
    assert sound_of("李") == "李"


def test_names_that_stand_for_one_another() -> None:
    assert may_be_same("jack", "john")
    assert not may_be_same("jack", "mary")
    assert not may_be_same("xyz", "xyz")
    assert canonical("xyz") == "xyz"
    assert "robert" in names_with("bobby")
