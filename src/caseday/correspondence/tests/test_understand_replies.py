"""A plain yes and a plain wish for another time are understood, in both languages; the rest is left to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.correspondence.rules.replies import Answer, understood
from caseday.correspondence.rules.shipped_words import answer_words


@pytest.mark.parametrize(
    "text",
    ["C", "c.", "Confirm", "YES!", "yes see you then", "ok", "Okay thank you", "Sí", "si, gracias", "Está bien",
     "Claro que sí", "👍", "Sure, I will be there"],
)  # fmt: skip
def test_a_plain_yes(text: str) -> None:
    assert understood(text, answer_words()) is Answer.CONFIRMED


@pytest.mark.parametrize(
    "text",
    ["R", "r please", "Reschedule", "I can't make it", "I can’t come tomorrow, sorry", "Can we find another day",
     "no puedo mañana", "Otra hora por favor", "cambiar", "need a new time please",
     "Reprogramar por favor", "Tengo que cancelar", "I need to cancel"],
)  # fmt: skip
def test_a_plain_wish_for_another_time(text: str) -> None:
    assert understood(text, answer_words()) is Answer.NEW_TIME


@pytest.mark.parametrize(
    "text",
    ["", "   ", "Yes but I will be late", "no problem see you", "No", "Is it on the second floor?", "C?", "yes R",
     "My knee hurts a lot since last night and I do not know what to do about it, please call me when you can today",
     "carpool", "rather not say"],
)  # fmt: skip
def test_the_rest_is_left_to_a_person(text: str) -> None:
    assert understood(text, answer_words()) is Answer.UNCLEAR


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text: str) -> None:
    assert understood(text, answer_words()) in Answer
    assert understood(f"{text} but maybe not", answer_words()) is not Answer.CONFIRMED
