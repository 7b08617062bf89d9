"""In: a text, and the sides of the body that the case is about. Out: where the text has the other side.

It would rather miss one than cry wolf: what is denied, compared, past, corrected, or said of both sides is left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LEFT, RIGHT, BOTH = "left", "right", "both"
_PARTS: dict[str, str] = {
    "knee": r"knees?|kneecap|patell\w+|menisc\w+|[apml]cl|(?:anterior|posterior) cruciate\w*|tk[ar]",
    "shoulder": r"shoulders?|rotator cuff|supraspinatus|infraspinatus|glenohumeral|ac joint|acromio\w+|clavicle",
    "elbow": r"elbows?|epicondyl\w+|olecranon|cubital",
    "wrist": r"wrists?|carpal tunnel|scaphoid|tfcc|distal radius",
    "hand": r"hands?|thumbs?|fingers?|metacarpals?|knuckles?",
    "hip": r"hips?|acetabul\w+|femoral (?:head|neck)",
    "ankle": r"ankles?|malleol\w+|achilles",
    "foot": r"foot|feet|heels?|toes?|metatarsals?|plantar fasci\w+",
    "leg": r"legs?|thighs?|calf|calves|tibia\w*|fibula\w*|femur",
    "arm": r"arms?|forearms?|humerus|biceps|triceps",
    "eye": r"eyes?|cornea\w*|retina\w*",
    "ear": r"ears?|tympanic",
    "low back": r"lumbar|low(?:er)? back",
    "neck": r"neck|cervical",
    "groin": r"groin|inguinal",
    "ribs": r"ribs?",
}
_PART = "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _PARTS.items())
_SIDE = r"left|lft|lt\.?|l\.?|right|rgt|rt\.?|r\.?"
_BETWEEN = (
    r"sided?|upper|lower|total|partial|full|medial|lateral|anterior|posterior|distal|proximal|inner|outer|acute|chronic|"
    r"painful|swollen|injured|affected|involved|operative|operated|surgical|post-?op\w*|index|ring|middle|little|small|big|"
    r"great|massive|complete|torn|mild|moderate|severe"
)
_BEFORE = re.compile(
    rf"(?<![\w'/])(?P<side>{_SIDE})(?:\s*(?:and|or|&|/|,)\s*(?P<second>{_SIDE}))?[\s-]+"
    rf"(?:(?:{_BETWEEN})[\s-]+){{0,3}}(?:{_PART})(?!\w)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?<!\w)(?:{_PART})\s*(?:,|\(|-)\s*(?P<side>left|right|lt|rt)\s*(?=[.,;)]|$)", re.IGNORECASE
)
_ALONE = re.compile(rf"(?<!\w)(?:{_PART})(?!\w)", re.IGNORECASE)
_SIDE_WORD = re.compile(r"(?<!\w)(left|right|bilateral|both)(?!\w)", re.IGNORECASE)
_END = re.compile(r"(?<!\b[LlRr][Tt])(?<!\b[LlRr])[.!?;](?=\s|$)|\n")
_CLAUSE = re.compile(r",|\bbut\b|\bhowever\b|\bwhile\b|\bwhereas\b|\balthough\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:no|not|non|nor|never|denie[sd]|denying|without|negative for|ruled? out|rather than|instead of|free of)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:compar\w+|versus|vs|than|un-?injured|non-?injured|un-?affected|un-?involved|contra-?lateral|opposite|other|"
    r"normal|healthy|good|sound|asymptomatic|unremarkable|unlike|favou?r\w*|over-?us\w+|compensat\w+)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:prior|previous(?:ly)?|history of|h/o|old|remote|years? ago|pre-?existing|in (?:19|20)\d\d|childhood)\b",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?:error|erroneous\w*|incorrect\w*|mistake\w*|wrong\w*|should (?:be|read|say)|correct(?:ed|ion)|typo)\b",
    re.IGNORECASE,
)
_NOT_THE_PART = re.compile(r"[\s-]*(?:dominan\w+|handed|side\b|of the (?:road|page|form))", re.IGNORECASE)


@dataclass(frozen=True)
class Side:
    """What a condition says of the body: part and side as noted, and its description (of the code, where coded)."""

    part: str
    side: str
    description: str = ""


@dataclass(frozen=True)
class Contradiction:
    text: str
    start: int
    end: int
    part: str
    said: str
    own: str

    @property
    def words(self) -> str:
        return f"is not the side of this case: the {self.part} is the {self.own} one"


@dataclass(frozen=True)
class _Mention:
    text: str
    start: int
    end: int
    part: str
    side: str


def side_contradictions(text: str, conditions: Iterable[Side]) -> list[Contradiction]:
    """Mentions of a part's other side, in the order of the text; none for parts whose side is not known for sure."""
    own = one_sided(conditions)
    if not own:
        return []
    return [
        Contradiction(one.text, one.start, one.end, one.part, one.side, own[one.part])
        for start, sentence in _sentences(text)
        for one in _contradicting(sentence, start, own)
    ]


def one_sided(conditions: Iterable[Side]) -> dict[str, str]:
    """The parts of which the case is about exactly one side."""
    sides: dict[str, set[str]] = {}
    for one in conditions:
        told = f"{one.part}, {one.description}"
        for part in {_part_of(match) for match in _ALONE.finditer(told)}:
            sides.setdefault(part, set()).add(one.side or _side_in(told))
    return {part: known.pop() for part, known in sides.items() if known in ({LEFT}, {RIGHT})}


def _side_in(told: str) -> str:
    """The one side that a description names; "" for none, or for more than one."""
    words = {word.casefold() for word in _SIDE_WORD.findall(told)}
    return words.pop() if len(words) == 1 else ""


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in _END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


def _contradicting(sentence: str, offset: int, own: dict[str, str]) -> Iterator[_Mention]:
    mentions = list(_mentions(sentence))
    for one in mentions:
        if one.part not in own or one.side in (BOTH, own[one.part]):
            continue
        is_beside_own = any(
            other.part == one.part and other.side in (BOTH, own[one.part]) for other in mentions
        )
        if not is_beside_own and not _is_set_aside(sentence, one):
            yield _Mention(one.text, one.start + offset, one.end + offset, one.part, one.side)


def _mentions(sentence: str) -> Iterator[_Mention]:
    for pattern in (_BEFORE, _BEHIND):
        for match in pattern.finditer(sentence):
            side = _side_of(match)
            if side and not _NOT_THE_PART.match(sentence, match.end()):
                yield _Mention(match[0], match.start(), match.end(), _part_of(match), side)


def _side_of(match: re.Match[str]) -> str:
    """ "" where a single letter is not written as one: "l knee" may be anything."""
    said = match["side"]
    if said in ("l", "r", "l.", "r."):
        return ""
    if match.groupdict().get("second"):
        return BOTH
    return LEFT if said[0] in "lL" else RIGHT


def _part_of(match: re.Match[str]) -> str:
    return next(name for name in _PARTS if match[name.replace(" ", "_")])


def _is_set_aside(sentence: str, one: _Mention) -> bool:
    """Denied or past before it in its clause; compared in its clause; or the sentence corrects an error."""
    clause, place = _clause_around(sentence, one)
    before = clause[:place]
    return bool(
        _NEGATED.search(before)
        or _ELSEWHERE.search(clause)
        or _PAST.search(clause)
        or _CORRECTED.search(sentence)
    )


def _clause_around(sentence: str, one: _Mention) -> tuple[str, int]:
    ends = [match.start() for match in _CLAUSE.finditer(sentence)]
    begin = max((end for end in ends if end < one.start), default=0)
    finish = min((end for end in ends if end >= one.end), default=len(sentence))
    return sentence[begin:finish], one.start - begin
