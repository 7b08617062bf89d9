"""Who speaks in a sentence, from the words before its verb."""

import re

_SPEAKERS: tuple[tuple[str, str], ...] = (
    ("manager", r"i|we|cm|ncm|this (?:writer|cm|ncm|case manager)|(?:nurse )?case manager|writer|undersigned"),
    ("clinician", r"dr\.?(?: [A-Z][\w'-]+)?|(?:the )?(?:treating |primary care )?(?:physician|doctor"
                  r"|surgeon|provider|nurse practitioner|therapist|psychiatrist"
                  r"|psychologist|orthopedist|specialist|neurologist|radiologist)|pcp|pa-c|np"),
    ("family", r"(?:wife|husband|spouse|mother|father|son|daughter|brother|sister|family|caregiver|partner"
               r"|parents?)"),
    ("client", r"client|patient|pt|injured worker|iw|claimant|employee|worker|student|member|resident"
               r"|mr\.?(?: [A-Z][\w'-]+)?|mrs\.?(?: [A-Z][\w'-]+)?|ms\.?(?: [A-Z][\w'-]+)?"),
    ("payer", r"adjuster|carrier|insurer|insurance(?: company)?|tpa|utilization review|payer"),
    ("employer", r"employer|hr|human resources|supervisor at work|foreman"),
    ("attorney", r"attorney|lawyer|counsel"),
    ("office", r"office|front desk|receptionist|scheduler|coordinator|pharmacy|pharmacist|clinic|hospital"
               r"|vendor|staff"),
)  # fmt: skip
_PATTERNS = tuple((speaker, re.compile(rf"\b(?:{pattern})(?![\w])", re.I)) for speaker, pattern in _SPEAKERS)
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.I)
_SENTENCE = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)[.!?](?:\s+|$)|\n+")
_BREAKS = re.compile(r"\b(?:that|which|who|and|but|because|to)\b", re.I)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence, without the space around it."""
    spans, start = [], 0
    for match in _SENTENCE.finditer(text):
        spans.append((start, match.start() + (0 if match.group().startswith("\n") else 1)))
        start = match.end()
    spans.append((start, len(text)))
    return [(begin + _indent(text, begin, end), end) for begin, end in spans if text[begin:end].strip()]


def _indent(text: str, begin: int, end: int) -> int:
    return len(text[begin:end]) - len(text[begin:end].lstrip())


def speaker_before(text: str, sentence_start: int, verb_start: int, previous: str = "") -> str:
    """The party named nearest before the verb; a pronoun is the speaker before it, "" is nobody known.

    The subject stands before the verb: of "the physician of the client opined" it is the physician.
    """
    before = text[sentence_start:verb_start]
    found: list[tuple[int, str]] = []
    for speaker, pattern in _PATTERNS:
        found += [
            (match.start(), speaker)
            for match in pattern.finditer(before)
            if not _is_object(before, match.start())
        ]
    pronouns = [match.start() for match in _PRONOUN.finditer(before)]
    if pronouns and (not found or pronouns[-1] > max(found)[0]):
        return max(found)[1] if found else previous
    return max(found)[1] if found else ""


def _is_object(before: str, start: int) -> bool:
    """After "of", "with", "to", "for" somebody is spoken of or to, not speaking."""
    return bool(
        re.search(
            r"\b(?:of|with|to|for|from|by|informed|told|advised|notified|reminded|that"
            r" of)\s+(?:the\s+|her\s+|his\s+)?$",
            before[:start],
            re.I,
        )
    )
