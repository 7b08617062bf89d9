"""What a community resource is for, in our own words; other taxonomies are read by the words of their terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Need:
    """`words` are found whole, as one writes them; several words stand together."""

    slug: str
    word: str
    words: tuple[str, ...]


def _need(slug: str, word: str, words: str) -> Need:
    return Need(slug, word, tuple(one.strip() for one in words.split(",")))


NEEDS: tuple[Need, ...] = (
    _need("food", "Food", "food, groceries, pantry, meals, hungry, hunger, snap, wic, nutrition, meals on wheels"),
    _need("housing", "Housing", "housing, rent, rental, apartment, eviction, landlord, voucher, home repair"),
    _need("shelter", "Shelter", "shelter, homeless, homelessness, emergency bed, warming center, unhoused"),
    _need("utilities", "Utilities", "utility, utilities, electric, electricity, gas bill, water bill, weatherization"),
    _need("transport", "Rides", "transport, transportation, ride, rides, bus pass, paratransit, gas card, bus fare"),
    _need("money", "Money and benefits", "cash, benefits, financial, income, tanf, ssi, ssdi, debt, tax help"),
    _need("health", "Health care", "clinic, medical, doctor, health care, healthcare, primary care, hospital, nurse"),
    _need("dental_vision", "Teeth and eyes", "dental, dentist, teeth, vision, eye, eyeglasses, glasses, hearing aid"),
    _need("medicine", "Medicine", "prescription, prescriptions, medication, medications, medicine, pharmacy"),
    _need("mental_health", "Mental health", "mental, counselor, psychiatric, therapist, depression, anxiety, grief"),
    _need("addiction", "Drugs and alcohol", "addiction, substance, detox, recovery, alcohol, drug, opioid, sobriety"),
    _need("crisis", "Crisis", "crisis, suicide, hotline, 988, emergency help"),
    _need("safety", "Safety at home", "violence, domestic violence, abuse, assault, safety plan, trafficking"),
    _need("legal", "Legal help", "legal, lawyer, attorney, immigration, expungement, guardianship, legal aid"),
    _need("work", "Work", "job, jobs, employment, work, resume, vocational, workforce, job training"),
    _need("school", "School and classes", "school, education, ged, tutoring, literacy, esl, classes, english classes"),
    _need("children", "Children", "child care, daycare, preschool, head start, parenting, baby, diapers"),
    _need("aging", "Older adults", "senior, seniors, older adults, aging, elderly, adult day, dementia, alzheimer"),
    _need("disability", "Disability", "disability, disabilities, disabled, independent living, deaf, blind, autism"),
    _need("equipment", "Equipment", "wheelchair, walker, equipment, ramp, hospital bed, medical equipment, assistive"),
    _need("home_help", "Help at home", "home health, personal care, homemaker, respite, caregiver, chores, home care"),
    _need("clothing", "Clothes and household", "clothing, clothes, shoes, furniture, household, hygiene, laundry"),
    _need("veterans", "Veterans", "veteran, veterans, va benefits, military"),
    _need("interpreter", "Interpreters", "interpreter, interpreting, translation, sign language"),
)  # fmt: skip
_BY_SLUG = {one.slug: one for one in NEEDS}
SMALL_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "de", "el", "en", "for", "from", "help", "i", "in", "la", "near", "need")
    + ("of", "on", "or", "the", "to", "with")
)


def fold(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def need_word(slug: str) -> str:
    return _BY_SLUG[slug].word if slug in _BY_SLUG else slug.replace("_", " ").capitalize()


@cache
def _pattern(need: Need) -> re.Pattern[str]:
    words = "|".join(re.escape(fold(one)) for one in need.words)
    return re.compile(rf"\b(?:{words})\b")


def needs_of(*texts: str) -> list[str]:
    """The needs that these texts name."""
    told = fold(" ".join(texts))
    return [one.slug for one in NEEDS if _pattern(one).search(told)]


def search_words(texts: Iterable[str], needs: Iterable[str]) -> str:
    """Each word once, between spaces; the words of its needs are found too."""
    named = (
        word for slug in needs if slug in _BY_SLUG for word in (_BY_SLUG[slug].word, *_BY_SLUG[slug].words)
    )
    told = fold(" ".join([*texts, *named])).split()
    return f" {' '.join(dict.fromkeys(one for one in told if one not in SMALL_WORDS))} "


def asked_words(text: str) -> list[str]:
    """What is to be found of what somebody typed; at most eight words."""
    return [one for one in dict.fromkeys(fold(text).split()) if one not in SMALL_WORDS][:8]


LIKE_ENOUGH = 74
"""Of a hundred: two letters exchanged in a word of six are still the word."""


def corrected(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; as typed where none is near."""
    from rapidfuzz import fuzz, process

    if len(word) < 4 or word.isdigit():
        return word
    near = process.extractOne(word, [one for one in known if one[:1] == word[:1]], scorer=fuzz.ratio)
    near = (
        near if near and near[1] >= LIKE_ENOUGH else process.extractOne(word, list(known), scorer=fuzz.ratio)
    )
    return str(near[0]) if near and near[1] >= LIKE_ENOUGH else word
