"""In: a text. Out: sounds of (family name, given name) that two neighboring words may be, for looking up."""

import re
from functools import lru_cache

from caseday.people.rules.names import fold, sound_of
from caseday.people.rules.nicknames import names_with

_WORD = re.compile(r"[^\W\d_][\w'’\-]*\.?")
_SHORT_TEXT, _MOST_PAIRS, _LONGEST = 60, 120, 20_000
_COMMON_TEXT = """
the and for you your with this that from have has had was were are not but can could would should
will may please thank thanks hello hi hey dear good morning afternoon evening best regards sincerely
she he her his him they them their our ours we us my me mine its it is in on at to of by as an or if
so no yes do does did be been am pm about when what where who how all any some new day today
tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january february march
april june july august september october november december dr md rn pa office patient claim claimant
number date dob doi re fwd fw subject sent to cc email phone fax call visit appointment status work
el la los las un una de del y o en con por para que es soy mi su se no si hola gracias buenos dias
buenas tardes favor cita the attached see below following note form report request update ok okay
out off up down over after before until more also just get got need needs know let
"""
_COMMON = frozenset(_COMMON_TEXT.split())


def name_pairs(text: str) -> set[tuple[str, str]]:
    """Of a long text only words with a capital letter; of a short one, as people type on a phone, all."""
    words = _WORD.findall(text[:_LONGEST])
    keeps_all = len(words) <= _SHORT_TEXT
    kept = [(place, one) for place, one in enumerate(words) if _may_be_name(one, keeps_all)]
    found: set[tuple[str, str]] = set()
    for number, (place, one) in enumerate(kept):
        for other_place, other in kept[number + 1 : number + 3]:
            if other_place - place <= 2:
                found |= _sounds(one, other) | _sounds(other, one)
        if len(found) >= _MOST_PAIRS:
            break
    return found


def _may_be_name(word: str, keeps_all: bool) -> bool:
    lower = word.lower().rstrip(".")
    return len(lower) > 1 and lower not in _COMMON and (keeps_all or word[0].isupper())


@lru_cache(maxsize=8192)
def _sounds(family: str, given: str) -> frozenset[tuple[str, str]]:
    """The given name as persons are kept: by every name it may be short for."""
    families = [sound_of(one) for one in fold(family).split()[-1:]]
    first = fold(given).split()[:1]
    givens = {sound_of(one) for word in first for one in names_with(word)}
    return frozenset((one, other) for one in families for other in givens if one and other)
