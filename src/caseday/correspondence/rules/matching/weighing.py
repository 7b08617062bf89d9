"""In: evidence. Out: what speaks for each case, in points and words. Points of one group do not add up, groups do."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from caseday.correspondence.rules.matching import known as kinds
from caseday.correspondence.rules.matching import names
from caseday.correspondence.rules.matching.known import CaseFacts, Evidence, Exact, Tie
from caseday.correspondence.rules.matching.names import Words, how_named, is_same_name
from caseday.correspondence.rules.matching.said import labeled_names
from caseday.people.rules.names import fold

Points = tuple[int, str]

_TIES = {  # on this case alone, on several
    kinds.CLIENT: (76, 76),
    kinds.FAMILY: (74, 74),
    kinds.LEARNED: (74, 30),
    kinds.WRITER: (48, 30),
    kinds.OFFICE: (42, 26),
    kinds.DOMAIN: (26, 14),
    kinds.COPIED: (16, 8),
}
_PERSONAL = frozenset((kinds.CLIENT, kinds.FAMILY))
_NAMED = {
    names.FULL: (46, "{} is named"),
    names.NICKNAME: (44, "{} is named by a nickname"),
    names.MISTYPED: (40, "{} is named, with a typing error"),
    names.INITIAL: (30, "{} is named by initial and family name"),
    names.TITLED: (26, "the family name of {} stands in it"),
    names.FAMILY: (14, "the family name of {} stands in it"),
    names.GIVEN: (6, "the given name of {} stands in it"),
}
_IN_FILES, _QUOTED = 0.85, 0.45
_NUMBER = {"fresh": 72, "files": 64, "old": 40}
_WEAK = 0.6
_SHORT, _SHORT_DIGITS = 5, 6
_BORN, _BORN_UNSAID, _HURT, _HURT_UNSAID, _MEETING = 36, 30, 18, 12, 18
_REPLY, _TALK, _TALK_SHARED = 74, 60, 15
_AROUND, _ALONE_OF_NAME, _GIVEN_BY_KIN = 30, 14, 20
_OWN_NAME = 36


@dataclass(frozen=True)
class Weighed:
    """What speaks for one case. `is_named`: at least with a typing error, in what is said now or in a file."""

    case: CaseFacts
    who: Points = (0, "")
    name: Points = (0, "")
    number: Points = (0, "")
    days: tuple[Points, ...] = ()
    talk: Points = (0, "")
    near: Points = (0, "")
    """A number that is nearly its own: a reason to look, never one to file."""
    is_named: bool = False
    is_born: bool = False
    has_number: bool = False
    is_personal: bool = False
    is_otherwise_labeled: bool = False
    is_reply: bool = False

    @cached_property
    def total(self) -> int:
        points = sum(points for points, _ in self._parts)
        return max(0, points - (25 if self.case.is_closed and not self.has_number else 0))

    @property
    def _parts(self) -> tuple[Points, ...]:
        return (self.number, self.near, self.talk, self.who, self.name, *self.days)

    @property
    def why(self) -> tuple[str, ...]:
        parts = sorted((one for one in self._parts if one[0] > 0), key=lambda one: -one[0])
        return tuple(words for _, words in parts)[:4]

    @property
    def is_own(self) -> bool:
        """Meant by itself, not only by who wrote: a number with the name or the birth date."""
        return self.has_number and (self.is_named or bool(self.days))


@dataclass
class _Texts:
    """The words of each part, split once for all cases."""

    evidence: Evidence
    labels: list[tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        said = self.evidence.said
        self.fresh, self.files, self.old = Words(said.fresh), Words(said.files), Words(said.old)
        self.labels = labeled_names(f"{said.fresh}\n{said.files}")
        self.sender = tuple(fold(said.writers[0].name).split()) if said.writers else ()
        self.own_names = {fold(tie.own_name) for ties in self.evidence.ties.values() for tie in ties}


def weigh(evidence: Evidence) -> list[Weighed]:
    """Every case of the evidence, the weightiest first."""
    texts = _Texts(evidence)
    found = [_weigh(one, evidence, texts) for one in evidence.cases]
    found = _alone_of_their_name(found, evidence)
    return sorted(found, key=lambda one: (-one.total, one.case.is_closed, str(one.case.case_id)))


def _weigh(case: CaseFacts, evidence: Evidence, texts: _Texts) -> Weighed:
    ties = evidence.ties.get(case.case_id, ())
    numbers = [one for one in evidence.exact if one.case_id == case.case_id]
    level, name = _name(case, texts)
    who = _who(case, ties, texts)
    if who[1] == _said_of_themselves(case):
        name = (0, "")  # their own name below what they write says nothing more
    labeled = any(is_same_name(one, case.name) for one in texts.labels)
    is_personal = any(tie.kind in _PERSONAL for tie in ties)
    if is_personal and level == names.GIVEN:
        name = (_GIVEN_BY_KIN, name[1])
    return Weighed(
        case=case,
        who=who,
        name=name,
        number=_number(numbers, evidence),
        days=tuple(_days(case, evidence)),
        talk=_talk(case, evidence, ties),
        is_named=level >= names.MISTYPED or labeled,
        is_born=case.birth_date in evidence.said.dates.all,
        has_number=any(evidence.said.numbers.where(one.normalized) != "old" for one in numbers),
        is_personal=is_personal,
        is_otherwise_labeled=bool(texts.labels) and not labeled and level < names.MISTYPED,
        is_reply=case.case_id in evidence.conversation and evidence.is_by_reply,
    )


def _who(case: CaseFacts, ties: Iterable[Tie], texts: _Texts) -> Points:
    best: Points = (0, "")
    for tie in ties:
        alone, shared = _TIES[tie.kind]
        best = max(best, (alone if tie.spread <= 1 else shared, tie.words))
    if len(texts.sender) >= 2:
        around = next((one for one in case.household if _is_name(texts.sender, one[0])), None)
        if around:
            best = max(best, (_AROUND, f"{around[0]} is the {around[1].lower()} of {case.called}"))
        if texts.sender and _is_client(texts.sender, case) and best[0] < _OWN_NAME:
            best = (_OWN_NAME, _said_of_themselves(case))
    return best


def _said_of_themselves(case: CaseFacts) -> str:
    return f"the sender's name is that of {case.called}"


def _is_client(sender: tuple[str, ...], case: CaseFacts) -> bool:
    known = case.name.givens | case.name.nicknames
    return bool(known & set(sender)) and bool(set(case.name.families) & set(sender))


def _is_name(sender: tuple[str, ...], name: str) -> bool:
    known = fold(name).split()
    return len(known) >= 2 and set(known) <= set(sender)


def _name(case: CaseFacts, texts: _Texts) -> tuple[int, Points]:
    """A namesake who writes for an office names themselves below every message."""
    if fold(f"{case.name.given} {case.name.family}") in texts.own_names:
        labeled = any(is_same_name(one, case.name) for one in texts.labels)
        return (names.FULL, _points(names.FULL, case, 1)) if labeled else (names.NONE, (0, ""))
    fresh, files = how_named(texts.fresh, case.name), how_named(texts.files, case.name)
    old = how_named(texts.old, case.name)
    points = max(
        _points(fresh, case, 1), _points(files, case, _IN_FILES), _points(old, case, _QUOTED),
    )  # fmt: skip
    return max(fresh, files), points


def _points(level: int, case: CaseFacts, share: float) -> Points:
    if level == names.NONE:
        return 0, ""
    points, words = _NAMED[level]
    return round(points * share), words.format(case.called)


def _number(numbers: Iterable[Exact], evidence: Evidence) -> Points:
    best: Points = (0, "")
    for one in numbers:
        points = float(_NUMBER.get(evidence.said.numbers.where(one.normalized), 0))
        sharing = {other.case_id for other in evidence.exact if other.normalized == one.normalized}
        if _is_weak(one.normalized) and one.word != "case number":
            points *= _WEAK
        best = max(best, (round(points / len(sharing)), f"{one.word} {one.value} stands in it"))
    return best


def _is_weak(number: str) -> bool:
    """By chance, too, a text has such a number."""
    return len(number) <= (_SHORT_DIGITS if number.isdigit() else _SHORT)


def _days(case: CaseFacts, evidence: Evidence) -> Iterable[Points]:
    dates = evidence.said.dates
    if case.birth_date in dates.born:
        yield _BORN, "the birth date stands in it"
    elif case.birth_date in dates.other:
        yield _BORN_UNSAID, "the birth date stands in it"
    if case.onset_on in dates.hurt:
        yield _HURT, "the date of injury stands in it"
    elif case.onset_on in dates.other:
        yield _HURT_UNSAID, "the date of injury stands in it"
    if evidence.meetings.get(case.case_id, frozenset()) & dates.all:
        yield _MEETING, "it names the day of an appointment"


def _talk(case: CaseFacts, evidence: Evidence, ties: Iterable[Tie]) -> Points:
    if case.case_id not in evidence.conversation:
        return 0, ""
    words = "the conversation is on this case"
    if evidence.is_by_reply:
        return (_REPLY if len(evidence.conversation) == 1 else _REPLY // 2), words
    is_shared = len(evidence.conversation) > 1 or any(
        tie.spread > 1 and tie.kind not in _PERSONAL for tie in ties
    )
    return (_TALK_SHARED if is_shared else _TALK), words


def _alone_of_their_name(found: list[Weighed], evidence: Evidence) -> list[Weighed]:
    """Of an office's clients only one has the family name that stands there."""
    tied = [one for one in found if evidence.ties.get(one.case.case_id)]
    persons = {one.case.person_id for one in tied if one.name[0] >= _NAMED[names.FAMILY][0]}
    if len(persons) != 1:
        return found
    return [
        replace(one, name=(one.name[0] + _ALONE_OF_NAME, one.name[1]))
        if one in tied and one.case.person_id in persons and _is_less_than_whole(one.name[0])
        else one
        for one in found
    ]


def _is_less_than_whole(points: int) -> bool:
    return _NAMED[names.FAMILY][0] <= points <= _NAMED[names.MISTYPED][0]
