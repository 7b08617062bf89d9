"""The content of a plan: one spelling, its hash, and the difference of two in words.

What is agreed is content; what came of it (a goal met, a barrier gone, progress) is not, so that progress asks for no
new signature.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]
FORMAT = 1
PARTS = ("needs", "goals", "interventions", "barriers")
ONE_OF = {"needs": "Need", "goals": "Goal", "interventions": "What is done", "barriers": "Barrier"}
ABOUT_WORDS = {"strengths": "Strengths", "preferences": "What matters to the client"}
FIELD_WORDS = {
    "text": "what it says",
    "words": "the client's words",
    "source": "where it is known from",
    "code": "the diagnosis code",
    "measure": "what is counted",
    "unit": "the unit",
    "start": "where it starts",
    "target": "where it is to be",
    "by_on": "by when",
    "who": "who does it",
    "who_name": "who does it, by name",
    "how_often": "how often",
    "action": "what is done about it",
    "need": "for which need",
    "goal": "for which goal",
}


def canonical_content(content: Content) -> str:
    """Sorted keys, no spaces, ASCII: both engines and every export keep it byte for byte."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def hash_of_content(text: str) -> str:
    """SHA-256 of the one spelling, as hex."""
    return hashlib.sha256(f"caseday care plan {FORMAT}\n{text}".encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """One line of what changed between two versions; `before` and `after` are empty where there was nothing."""

    words: str
    before: str = ""
    after: str = ""


def differences(before: Content, after: Content) -> list[Difference]:
    """In the order of a plan: about the client, needs, goals, what is done, barriers."""
    found = list(_about(before, after))
    for part in PARTS:
        found += _part(part, before, after)
    return found


def _about(before: Content, after: Content) -> Iterator[Difference]:
    for name, word in ABOUT_WORDS.items():
        old, new = str(before.get(name, "")), str(after.get(name, ""))
        if old != new:
            yield Difference(f"{word} {_how(old, new)}", old, new)


def _how(old: str, new: str) -> str:
    return "added" if not old else "taken out" if not new else "changed"


def _part(part: str, before: Content, after: Content) -> list[Difference]:
    old, new = _by_id(before.get(part, ())), _by_id(after.get(part, ()))
    word = ONE_OF[part]
    added = [Difference(f"{word} added", "", one["text"]) for key, one in new.items() if key not in old]
    gone = [Difference(f"{word} taken out", one["text"], "") for key, one in old.items() if key not in new]
    texts = {
        one["id"]: one["text"] for name in PARTS for one in (*before.get(name, ()), *after.get(name, ()))
    }
    changed = [line for key, one in new.items() if key in old for line in _fields(word, old[key], one, texts)]
    return [*added, *changed, *gone]


def _by_id(items: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {one["id"]: one for one in items}


def _fields(
    word: str, old: Mapping[str, Any], new: Mapping[str, Any], texts: Mapping[str, str]
) -> Iterator[Difference]:
    for name, said in FIELD_WORDS.items():
        before, after = str(old.get(name) or ""), str(new.get(name) or "")
        if before != after:
            about = "" if name == "text" else f" of “{_short(new['text'])}”"
            yield Difference(f"{word}{about}: {said}", texts.get(before, before), texts.get(after, after))


def _short(text: str, size: int = 60) -> str:
    return text if len(text) <= size else f"{text[: size - 1].rstrip()}…"
