"""What a note is made of: sections by format, what it starts with, when it is late, and its hash."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from caseday.kernel.words import clock_words

Sections = dict[str, str]
MAX_SECTION = 40_000

# Which section holds what, over all formats: text of a section that a format lacks moves to its nearest kin.
_KIN: dict[str, tuple[str, ...]] = {
    "text": ("subjective", "data", "behavior"),
    "subjective": ("data", "behavior", "text"),
    "objective": ("data", "behavior", "text"),
    "data": ("subjective", "behavior", "text"),
    "behavior": ("subjective", "data", "text"),
    "intervention": ("objective", "data", "text"),
    "response": ("assessment", "data", "text"),
    "assessment": ("response", "text"),
    "plan": ("plan", "text"),
}
# Where the facts that are known beforehand are written.
_FACTS_IN = ("text", "objective", "data", "intervention")
_PLAN_IN = ("plan", "text")


@dataclass(frozen=True)
class KnownFacts:
    """What is known before a word of the note is written; times are local."""

    kind: str
    happened: datetime | None = None
    minutes: int | None = None
    hold_minutes: int | None = None
    with_whom: str = ""
    is_incoming: bool = False
    result: str = ""
    place: str = ""
    miles: float | None = None
    attended: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    summary: str = ""
    promises: tuple[str, ...] = field(default=())


def switched(sections: Mapping[str, str], to: Sequence[str], words: Mapping[str, str]) -> Sections:
    """The same text in another format: no word is lost, headings keep apart what comes together.

    `to` are the slugs of the new format in order, `words` the heading of every known section.
    """
    found: Sections = dict.fromkeys(to, "")
    incoming: dict[str, list[tuple[str, str]]] = {}
    for slug, text in sections.items():
        for part, body in _unheaded(slug, text, to, words):
            incoming.setdefault(_home(part, to), []).append((part, body))
    for home, parts in incoming.items():
        several = len(parts) > 1
        found[home] = "\n\n".join(
            f"{words.get(part, part.capitalize())}: {body}" if several or part not in (home, "text") else body
            for part, body in parts
        )
    return found


def _unheaded(slug: str, text: str, to: Sequence[str], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """A text that was put together from headed sections comes apart again where the new format has them."""
    by_word = {words.get(one, one.capitalize()): one for one in (*to, *_KIN)}
    heading = re.compile(rf"(?:^|\n\n)({'|'.join(re.escape(word) for word in by_word)}): ")
    pieces = heading.split(text)
    parts = [(slug, pieces[0].strip("\n"))]
    parts += [
        (by_word[word], body.strip("\n")) for word, body in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    return [(part, body) for part, body in parts if body.strip()]


def _home(slug: str, to: Sequence[str]) -> str:
    if slug in to:
        return slug
    return next((kin for kin in _KIN.get(slug, ()) if kin in to), to[0])


def first_text(facts: KnownFacts, to: Sequence[str]) -> Sections:
    """A note that starts from what is known; facts and what was promised, each in its section."""
    found: Sections = dict.fromkeys(to, "")
    home = next((slug for slug in _FACTS_IN if slug in found), to[0])
    found[home] = " ".join(sentence for sentence in _fact_sentences(facts) if sentence)
    plan = " ".join(_sentence(text) for text in facts.promises)
    if plan:
        plan_home = next((slug for slug in _PLAN_IN if slug in found), to[-1])
        found[plan_home] = f"{found[plan_home]}\n\nPlan: {plan}" if plan_home == home else plan
    return found


def _fact_sentences(facts: KnownFacts) -> list[str]:
    return [
        _opening(facts),
        f"Present: {', '.join(facts.attended)}." if facts.attended else "",
        f"On hold {facts.hold_minutes} minutes." if facts.hold_minutes else "",
        f"Result: {facts.result.lower()}." if facts.result else "",
        f"{facts.miles:g} miles." if facts.miles else "",
        f"{'; '.join(facts.identifiers)}." if facts.identifiers else "",
        _sentence(facts.summary) if facts.summary else "",
    ]


def _opening(facts: KnownFacts) -> str:
    words = {
        ("call", False): "Telephone call to", ("call", True): "Telephone call from",
        ("message", False): "Message to", ("message", True): "Message from",
        ("visit", False): "Visit with", ("meeting", False): "Meeting with", ("wait", False): "Wait with",
        ("travel", False): "Travel to", ("research", False): "Research for", ("paperwork", False): "Paperwork for",
    }  # fmt: skip
    start = words.get((facts.kind, facts.is_incoming)) or words.get((facts.kind, False), "Activity with")
    if not facts.with_whom:
        start = start.rsplit(" ", 1)[0]
    parts = [f"{start} {facts.with_whom}".strip()]
    if facts.place:
        parts.append(f"at {facts.place}")
    if facts.happened:
        parts.append(f"on {_day(facts.happened)} at {clock_words(facts.happened)}")
    text = " ".join(parts)
    return f"{text}, {facts.minutes} minutes." if facts.minutes else f"{text}."


def _day(moment: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


def _sentence(text: str) -> str:
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) or not text else f"{text}."


def clean_sections(sections: object, slugs: Sequence[str]) -> Sections:
    """What a page sent, reduced to text by section; raises ValueError where it is none or too long."""
    if not isinstance(sections, dict):
        raise ValueError("The note's sections are missing.")
    found: Sections = {}
    for slug in slugs:
        text = sections.get(slug, "")
        if not isinstance(text, str):
            raise ValueError("A section of the note is not text.")
        text = text.replace("\r\n", "\n").replace("\0", "")
        if len(text) > MAX_SECTION:
            raise ValueError(f"A section is longer than {MAX_SECTION:,} characters; divide the note.")
        found[slug] = text
    return found


def has_text(sections: Mapping[str, str]) -> bool:
    return any(text.strip() for text in sections.values())


def whole_text(sections: Mapping[str, str], words: Mapping[str, str]) -> str:
    """The note as plain text, each section under its heading; a lone one without."""
    filled = [(slug, text.strip()) for slug, text in sections.items() if text.strip()]
    if len(filled) == 1:
        return filled[0][1]
    return "\n\n".join(f"{words.get(slug, slug.capitalize())}: {text}" for slug, text in filled)


def is_late(started_at: datetime, signed_at: datetime, *, within_hours: int) -> bool:
    """Whether a note signed then is a late entry; `within_hours` is the program's time, 0 for none."""
    return bool(within_hours) and signed_at - started_at > timedelta(hours=within_hours)


def hash_of_note(**parts: object) -> str:
    """SHA-256 over everything that was signed, in one canonical spelling."""
    plain = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in parts.items()}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)
    return hashlib.sha256(f"caseday note 1\n{text}".encode()).hexdigest()
