"""Reporting verbs with their forms: who may speak so, how certain it is, and what can stand in their place."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent
_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "think": ("thinks", "thought", "thinking"),
    "feel": ("feels", "felt", "feeling"),
    "find": ("finds", "found", "finding"),
    "see": ("sees", "saw", "seeing"),
    "seek": ("seeks", "sought", "seeking"),
    "hear": ("hears", "heard", "hearing"),
    "show": ("shows", "showed", "showing"),
    "go": ("goes", "went", "going"),
    "teach": ("teaches", "taught", "teaching"),
    "stand": ("stands", "stood", "standing"),
    "withdraw": ("withdraws", "withdrew", "withdrawing"),
}
_DOUBLES = frozenset(("refer", "admit", "transfer", "limp_")) - {"limp_"}


@dataclass(frozen=True)
class Group:
    sense: str
    speakers: frozenset[str]
    certainty: str
    frame: str
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A verb as it stands in the text: `tense` is base, present, past or ing."""

    verb: str
    tense: str


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    rows = tomllib.loads((_HERE / "verbs.toml").read_text(encoding="utf-8"))["group"]
    return tuple(
        Group(row["sense"], frozenset(row["speaker"]), row["certainty"], row["frame"], tuple(row["verbs"]))
        for row in rows
    )


@lru_cache(maxsize=1)
def verbs() -> frozenset[str]:
    return frozenset(verb for group in groups() for verb in group.verbs)


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """Every written form of every verb; where a form is two tenses, the past."""
    table: dict[str, Form] = {}
    for verb in sorted(verbs()):
        for tense in ("base", "present", "ing", "past"):
            table[inflected(verb, tense)] = Form(verb, tense)
    return table


def inflected(verb: str, tense: str) -> str:
    """`verb` (its first word, where it has several) in that tense: "talk through" -> "talked through"."""
    head, space, rest = verb.partition(" ")
    if tense == "base":
        return verb
    if head in _IRREGULAR:
        present, past, ing = _IRREGULAR[head]
        return {"present": present, "past": past, "ing": ing}[tense] + space + rest
    return {"present": _present, "past": _past, "ing": _ing}[tense](head) + space + rest


def _present(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb + "es"
    return verb[:-1] + "ies" if _ends_in_consonant_y(verb) else verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if _ends_in_consonant_y(verb):
        return verb[:-1] + "ied"
    return (verb + verb[-1] if verb in _DOUBLES else verb) + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return (verb + verb[-1] if verb in _DOUBLES else verb) + "ing"


def _ends_in_consonant_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in "aeiou"


def groups_of(verb: str, speaker: str = "") -> list[Group]:
    """The groups with this verb; only those of `speaker` where he may speak so."""
    having = [group for group in groups() if verb in group.verbs]
    fitting = [group for group in having if not speaker or speaker in group.speakers]
    return fitting or having


def alternatives(
    verb: str, tense: str, speaker: str = "", used: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Verbs that can stand in its place for this speaker, in the same tense, those not yet used first."""
    others: list[str] = []
    for group in groups_of(verb, speaker):
        others += [other for other in group.verbs if other != verb and other not in others]
    fresh = [other for other in others if other not in used]
    return tuple(inflected(other, tense) for other in fresh + [other for other in others if other in used])
