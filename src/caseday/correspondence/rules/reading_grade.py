"""In: a text. Out: the school grade that it takes to read it.

English: Flesch-Kincaid grade level, 0.39 words/sentences + 11.8 syllables/words - 15.59 (J. P. Kincaid and others,
Derivation of New Readability Formulas for Navy Enlisted Personnel, Research Branch Report 8-75, 1975).
Spanish: years of school by Crawford, -0.205 sentences + 0.049 syllables - 3.407, both in 100 words (A. N. Crawford,
Fórmula y gráfico para determinar la comprensibilidad de textos del nivel primario en castellano, Lectura y Vida 6,
1985).
English syllables are counted by the hyphenation patterns of pyphen, or by groups of vowels where these are more;
Spanish ones by their vowels, a weak one beside a strong one being none of its own.
"""

import re
from functools import cache
from typing import Any

TARGET = 6
"""Plain language for patients is written for grade 6 or below (AMA and NIH advice for health materials)."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_NUCLEI = re.compile(r"[aeoáéíóú]|(?<![aeoáéíóúiuü])[iuü]+(?![aeoáéíóúiuü])")
_SILENT = re.compile(r"(?<![aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzgh])es$")
_NOT_READ = re.compile(r"\S+@\S+|https?://\S+")


def grade_of(text: str, language: str) -> float:
    """One decimal; 0 for nothing to read. Other languages than Spanish are judged as English."""
    words, sentences = _counted(text)
    if not words:
        return 0.0
    count, syllables = len(words), sum(syllables_in(word, language) for word in words)
    if language.startswith("es"):
        grade = -0.205 * (100 * sentences / count) + 0.049 * (100 * syllables / count) - 3.407
    else:
        grade = 0.39 * count / sentences + 11.8 * syllables / count - 15.59
    return max(0.0, round(grade, 1))


def grade_words(text: str, language: str) -> str:
    """What a writer is shown beside a wording."""
    grade = grade_of(text, language)
    if grade <= TARGET:
        return f"Reading grade {grade:g}: plain."
    return f"Reading grade {grade:g}: aim for {TARGET}. Shorter sentences and shorter words help."


def syllables_in(word: str, language: str) -> int:
    """At least one."""
    plain = word.lower()
    if language.startswith("es"):
        return max(1, len(_NUCLEI.findall(plain)))
    hyphens = len(_patterns("en_US").positions(plain)) + 1
    vowels = len(_VOWELS.findall(_SILENT.sub("", plain)))
    return max(1, hyphens, vowels)


def _counted(text: str) -> tuple[list[str], int]:
    """Words, and sentences or lines that have any."""
    sentences = [_WORD.findall(_NOT_READ.sub("", one)) for one in _END.split(text)]
    return [word for one in sentences for word in one], max(1, sum(1 for one in sentences if one))


@cache
def _patterns(language: str) -> Any:
    import pyphen

    return pyphen.Pyphen(lang=language, left=1, right=1)
