"""How hard a text is to read."""

import pytest

from caseday.correspondence.rules.reading_grade import grade_of, grade_words, syllables_in

HARD = "The implementation of comprehensive rehabilitation necessitates multidisciplinary coordination."
HARD_ES = "La implementación de la rehabilitación multidisciplinaria requiere coordinación interinstitucional permanente."


@pytest.mark.parametrize(
    "word, count",
    [
        ("cat", 1),
        ("made", 1),
        ("wanted", 2),
        ("houses", 2),
        ("people", 2),
        ("coordination", 5),
        ("medicine", 3),
    ],
)
def test_english_syllables_are_counted(word, count):
    assert syllables_in(word, "en") == count


@pytest.mark.parametrize(
    "word, count",
    [
        ("ciudad", 2),
        ("guía", 2),
        ("país", 2),
        ("reina", 2),
        ("bueno", 2),
        ("que", 1),
        ("identificación", 6),
        ("aéreo", 4),
        ("y", 1),
    ],
)
def test_spanish_syllables_are_counted(word, count):
    assert syllables_in(word, "es") == count


def test_hard_words_in_long_sentences_make_a_high_grade():
    assert grade_of("The dog ran. It was glad.", "en") < 3 < 12 < grade_of(HARD, "en")
    assert grade_of("El perro corre. Es bueno.", "es") < 3 < 6 < grade_of(HARD_ES, "es-MX")


def test_the_published_formula_is_kept():
    """Ten words, two sentences, twelve syllables: 0.39 * 5 + 11.8 * 1.2 - 15.59."""
    assert grade_of("The sun is not far now. We see happy water.", "en") == pytest.approx(0.5, abs=0.1)


def test_nothing_to_read_has_no_grade():
    assert grade_of("", "en") == grade_of("https://example.org 12", "en") == 0.0


def test_the_words_say_what_to_do():
    assert grade_words("The dog ran.", "en").endswith("plain.")
    assert "Shorter sentences" in grade_words(HARD, "en")
