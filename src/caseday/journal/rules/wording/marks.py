"""Marks in a note: overused verbs, verbs that do not fit the speaker, abbreviations, weak words.

Nothing is changed: each mark has its exact place and what could stand there.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from caseday.journal.rules.wording.speakers import sentences, speaker_before
from caseday.journal.rules.wording.verbs import alternatives, forms, groups_of

OVERUSED_FROM = 3
MAX_LENGTH = 60_000
_HERE = Path(__file__).parent
_SYMPTOMS = re.compile(
    r"\b(?:pain|numbness|tingling|nausea|dizziness|fatigue|headaches?|soreness|weakness|stiffness|swelling"
    r"|anxiety|sleep|depressed|symptoms?)\b",
    re.I,
)
_CLINICIAN_ONLY = frozenset(("opine", "diagnose", "prescribe", "assess", "evaluate", "interpret"))
_CLIENT_ONLY = frozenset(("deny", "report", "endorse", "verbalize", "feel", "voice"))
_OWN_OPINION = frozenset(("think", "feel", "believe", "suspect", "doubt", "hope"))


@dataclass(frozen=True)
class Mark:
    """`kind` is overused, speaker, opinion, abbreviation, vague, judging or absolute; offsets count characters."""

    start: int
    end: int
    kind: str
    word: str
    message: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A sentence with who speaks in it and whether it is fact, report or opinion ("" where no verb says so)."""

    start: int
    end: int
    speaker: str
    certainty: str


@dataclass(frozen=True)
class _Verb:
    start: int
    end: int
    verb: str
    tense: str
    speaker: str
    sentence_end: int


@lru_cache(maxsize=1)
def _verb_pattern() -> re.Pattern[str]:
    written = sorted(forms(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(form) for form in written)})\b(?![-'])", re.I)


@lru_cache(maxsize=1)
def abbreviations() -> tuple[dict[str, str], dict[str, str]]:
    data = tomllib.loads((_HERE / "abbreviations.toml").read_text(encoding="utf-8"))
    return data["any"], data["exact"]


@lru_cache(maxsize=1)
def weak_words() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))
    return data


def marks(text: str) -> list[Mark]:
    """Every mark of the note in the order of the text; at most one for a stretch of text."""
    text = text[:MAX_LENGTH]
    found = _verbs(text)
    candidates = [
        *_speaker_marks(text, found),
        *_abbreviation_marks(text),
        *_weak_marks(text),
        *_overused_marks(text, found),
    ]
    kept: list[Mark] = []
    for mark in candidates:
        if not any(mark.start < other.end and other.start < mark.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def statements(text: str) -> list[Statement]:
    """Fact, report and opinion kept apart, sentence by sentence."""
    found = _verbs(text[:MAX_LENGTH])
    result = []
    for start, end in sentences(text[:MAX_LENGTH]):
        verb = next((verb for verb in found if start <= verb.start < end), None)
        certainty = groups_of(verb.verb, verb.speaker)[0].certainty if verb else ""
        result.append(Statement(start, end, verb.speaker if verb else "", certainty))
    return result


def _verbs(text: str) -> list[_Verb]:
    found: list[_Verb] = []
    previous = ""
    for start, end in sentences(text):
        heard = len(found)
        for match in _verb_pattern().finditer(text, start, end):
            form = forms()[match.group().lower()]
            if _is_noun(text, match, form.tense):
                continue
            speaker = speaker_before(text, start, match.start(), previous)
            previous = speaker if speaker not in ("", "manager") else previous
            found.append(_Verb(match.start(), match.end(), form.verb, form.tense, speaker, end))
        if len(found) == heard:
            subject = speaker_before(text, start, end, previous)
            previous = subject if subject not in ("", "manager") else previous
    return found


def _is_noun(text: str, match: re.Match[str], tense: str) -> bool:
    """ "the report", "an order", "his request" are things, not acts."""
    before = text[max(0, match.start() - 24) : match.start()]
    article = re.search(
        r"\b(?:the|a|an|his|her|their|our|this|that|no|of|in|for|mri|status|work|medical|progress"
        r"|treatment|office|range of|on|next|final|written|physician's|doctor's)\s+$",
        before,
        re.I,
    )
    return bool(article) and tense in ("base", "present", "ing")


def _overused_marks(text: str, found: list[_Verb]) -> list[Mark]:
    counts = Counter(verb.verb for verb in found)
    used = frozenset(counts)
    return [
        Mark(
            verb.start, verb.end, "overused", text[verb.start : verb.end],
            f"“{verb.verb}” stands {counts[verb.verb]} times in this note",
            _as_written(text, verb, alternatives(verb.verb, verb.tense, verb.speaker, used)[:3]),
        )
        for verb in found
        if counts[verb.verb] >= OVERUSED_FROM
    ]  # fmt: skip


def _speaker_marks(text: str, found: list[_Verb]) -> list[Mark]:
    marked = []
    for verb in found:
        message, suggestions = _misfit(text, verb)
        if message:
            marked.append(
                Mark(verb.start, verb.end, "opinion" if verb.speaker == "manager" else "speaker",
                     text[verb.start : verb.end], message, _as_written(text, verb, suggestions))
            )  # fmt: skip
    return marked


def _misfit(text: str, verb: _Verb) -> tuple[str, tuple[str, ...]]:
    if verb.verb in _CLINICIAN_ONLY and verb.speaker in ("client", "family"):
        return "a professional's judgment; for what the client says", alternatives(
            "state", verb.tense, "client"
        )[:3]
    if (
        verb.verb in _CLIENT_ONLY
        and verb.speaker == "clinician"
        and _SYMPTOMS.search(text, verb.end, verb.sentence_end)
    ):
        return "a symptom is the client's to report; for what the physician found", alternatives(
            "document", verb.tense, "clinician"
        )[:3]
    if verb.verb in _OWN_OPINION and verb.speaker == "manager":
        return "your opinion: write what you saw or heard", alternatives("see", verb.tense, "manager")[:3]
    return "", ()


def _as_written(text: str, verb: _Verb, words: tuple[str, ...]) -> tuple[str, ...]:
    capital = text[verb.start].isupper()
    return tuple(word[0].upper() + word[1:] if capital else word for word in words)


def _abbreviation_marks(text: str) -> list[Mark]:
    anyhow, exact = abbreviations()
    marked = []
    for match in re.finditer(_abbreviation_pattern(), text):
        word = match.group()
        long = exact.get(word) or anyhow.get(word.lower())
        if long:
            capital = word[0].isupper() and word[1:].islower() and long[0].islower()
            shown = long[0].upper() + long[1:] if capital else long
            marked.append(
                Mark(match.start(), match.end(), "abbreviation", word, f"stands for {long}", (shown,))
            )
    return marked


@lru_cache(maxsize=1)
def _abbreviation_pattern() -> re.Pattern[str]:
    anyhow, exact = abbreviations()
    keys = sorted({*anyhow, *exact}, key=len, reverse=True)
    return re.compile(rf"(?<![\w/.])(?:{'|'.join(re.escape(key) for key in keys)})(?![\w'/-])", re.I)


def _weak_marks(text: str) -> list[Mark]:
    marked = []
    for kind in ("judging", "absolute", "vague"):
        words = weak_words()[kind]
        for match in _weak_pattern(kind).finditer(text):
            message = words[match.group().lower()]
            instead = tuple(re.findall(r"“([^”…]+)”", message))[:3]
            marked.append(Mark(match.start(), match.end(), kind, match.group(), message, instead))
    return marked


@lru_cache(maxsize=3)
def _weak_pattern(kind: str) -> re.Pattern[str]:
    words = sorted(weak_words()[kind], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in words)})(?![\w-])", re.I)
