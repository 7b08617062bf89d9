"""Which texts are STOP, START and HELP, and what is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.correspondence.rules.keywords import Keyword, answer_to, keyword_of


@pytest.mark.parametrize(
    "word", ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "opt-out"]
)
def test_the_words_that_carriers_know_stop(word: str) -> None:
    assert keyword_of(f" {word.title()}!\n") == Keyword("STOP")


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("alto", "STOP", "es"),
        ("PARAR.", "STOP", "es"),
        ("start", "START", ""),
        ("UNSTOP", "START", ""),
        ("Help?", "HELP", ""),
        ("info", "HELP", ""),
        ("¿Ayuda?", "HELP", "es"),
        ("Opt  out", "STOP", ""),
    ],
)
def test_a_word_tells_its_language_where_only_one_has_it(text: str, kind: str, language: str) -> None:
    assert keyword_of(text) == Keyword(kind, language)


@pytest.mark.parametrize(
    "text",
    ["", "Please stop by at 9", "The pain won't stop", "C", "R", "yes", "help me, I fell", "🛑", "STOP" * 20],
)
def test_words_in_a_sentence_are_a_message_for_a_person(text: str) -> None:
    assert keyword_of(text) is None


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    found = keyword_of(text)
    assert found is None or found.kind in ("STOP", "START", "HELP")


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP"])
@pytest.mark.parametrize("language", ["en", "es", "vi", ""])
def test_an_answer_fits_one_text_and_names_us(kind: str, language: str) -> None:
    said = answer_to(
        Keyword(kind), agency="Hill Country Case Management", phone="(512) 555-0100", language=language
    )
    assert said.startswith("Hill Country Case Management: ")
    assert "(512) 555-0100" in said
    assert len(said) <= 160
    assert said.isascii()


def test_the_word_decides_the_language_before_the_person() -> None:
    said = answer_to(Keyword("STOP", "es"), agency="A", phone="", language="en")
    assert said.startswith("A: No le mandaremos mas mensajes. Mande START")
