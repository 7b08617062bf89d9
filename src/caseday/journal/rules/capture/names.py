"""Names of clients, contacts and offices in a line, found among those that the writer may mean."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from caseday.journal.rules.capture.result import Candidates, CasePerson, Contact, folded

_TOKEN = re.compile(r"[^\W\d_][\w]*(?:\.(?=\s[a-z]))?|\d+")
_TITLES = frozenset(re.findall(r"\S+", "mr mrs ms miss dr dra sr sra don dona mr. mrs. ms. dr. sra. sr."))
_STOP = frozenset(
    re.findall(
        r"\S+",
        "the and of for with dr mr mrs ms st saint inc llc pc md do pt office offices clinic center centre "
        "group hospital pharmacy orthopedics physical therapy imaging insurance medical health associates "
        "county school high ",
    )
)
# Words of the trade that are never a misspelled name.
_WORDS = frozenset(
    re.findall(
        r"\S+",
        "called call calls about after again asked back been before being brooks case claim client clients "
        "coming could during email emailed family given going have home hour hours their them then there "
        "these they this today visit visited wants week weeks were what when where which while will with "
        "would year said sent spoke still talked tell meeting message minutes month patient pharmacy "
        "physician report review still surgery therapy until weekly hill hills meyers bloom blooms james "
        "frank marcus angle angel denies ",
    )
)
_NICKNAMES = {
    "bob": "robert",
    "rob": "robert",
    "bobby": "robert",
    "tom": "thomas",
    "tommy": "thomas",
    "lupe": "guadalupe",
    "bill": "william",
    "will": "william",
    "jim": "james",
    "jimmy": "james",
    "mike": "michael",
    "liz": "elizabeth",
    "beth": "elizabeth",
    "pepe": "jose",
    "paco": "francisco",
    "pancho": "francisco",
    "kathy": "katherine",
    "kate": "katherine",
    "dave": "david",
    "joe": "joseph",
    "dan": "daniel",
    "danny": "daniel",
    "tony": "anthony",
    "steve": "steven",
    "sue": "susan",
    "chris": "christopher",
    "nacho": "ignacio",
    "chuy": "jesus",
    "memo": "guillermo",
    "beto": "roberto",
    "nick": "nicholas",
    "ed": "edward",
    "rick": "richard",
    "dick": "richard",
    "jen": "jennifer",
    "jenny": "jennifer",
    "matt": "matthew",
    "alex": "alexander",
    "sam": "samuel",
    "ben": "benjamin",
    "pat": "patricia",
    "patty": "patricia",
    "peggy": "margaret",
    "maggie": "margaret",
    "larry": "lawrence",
    "ted": "theodore",
    "andy": "andrew",
    "greg": "gregory",
}


@dataclass(frozen=True)
class Named:
    """Whom a stretch of the line names: `contact`, or the client of `case`; several when it is not clear."""

    start: int
    end: int
    case: CasePerson | None = None
    contact: Contact | None = None
    choices: tuple[str, ...] = ()
    case_choices: tuple[str, ...] = ()
    confidence: float = 0.9


@dataclass(frozen=True)
class _Entry:
    case: CasePerson | None
    contact: Contact | None
    first: frozenset[str]
    last: frozenset[str]


def find_names(text: str, candidates: Candidates) -> list[Named]:
    """Every known name in `text` (folded), left to right; typing errors of one or two letters are forgiven."""
    index = _index(candidates)
    tokens = [
        (m.group().rstrip("."), m.start(), m.start() + len(m.group().rstrip(".")))
        for m in _TOKEN.finditer(text)
    ]
    found: list[Named] = []
    position = 0
    while position < len(tokens):
        entries, length = _run(tokens, position, index)
        if entries:
            found.append(_named(entries, tokens[position : position + length], text))
            position += length
        else:
            position += 1
    return [named for named in found if named.confidence > 0]


Index = dict[str, list[_Entry]]


def _index(candidates: Candidates) -> Index:
    index: Index = defaultdict(list)
    for case in candidates.cases:
        _add(index, _entry(case.name, case.also, case, None))
    for contact in candidates.contacts:
        if contact.sort == "office":
            words = frozenset(_name_words(contact.name)) | {
                w for name in contact.also for w in _name_words(name)
            }
            _add(index, _Entry(None, contact, frozenset(), frozenset(words)))
        else:
            _add(index, _entry(contact.name, contact.also, None, contact))
    return index


def _entry(name: str, also: tuple[str, ...], case: CasePerson | None, contact: Contact | None) -> _Entry:
    words = [word for word in _name_words(name) if word not in _TITLES and len(word) > 1]
    last_from = 1 if len(words) < 3 or "-" in name else max(1, len(words) - 2)
    first = set(words[:last_from]) | {word for other in also for word in _name_words(other)}
    return _Entry(case, contact, frozenset(first), frozenset(words[last_from:]))


@lru_cache(maxsize=4096)
def _name_words(name: str) -> tuple[str, ...]:
    """Kept: a caseload's few hundred names are asked for with every line."""
    return tuple(match.group().rstrip(".") for match in _TOKEN.finditer(folded(name)))


def _add(index: Index, entry: _Entry) -> None:
    for word in entry.first | entry.last:
        if word not in _STOP or (entry.contact and entry.contact.sort == "office" and word in ("st",)):
            index[word].append(entry)


def _lookup(word: str, index: Index) -> list[_Entry]:
    if word.endswith("s") and word not in index and word[:-1] in index and len(word) > 4:
        word = word[:-1]
    entries = list(index.get(word, ())) if word != "st" else []
    for entry in index.get(_NICKNAMES.get(word, ""), ()):
        entries.append(entry)
    if entries or len(word) < 5 or word in _WORDS:
        return entries
    allowed = 1 if len(word) < 8 else 2
    near = [
        known
        for known in index
        if known[0] == word[0]
        and abs(len(known) - len(word)) <= allowed
        and len(known) >= 5
        and DamerauLevenshtein.distance(known, word, score_cutoff=allowed) <= allowed
    ]
    return [entry for known in near for entry in index[known]]


def _run(tokens: list[tuple[str, int, int]], position: int, index: Index) -> tuple[list[_Entry], int]:
    """The entries that fit the longest run of name words from here."""
    word = tokens[position][0]
    entries = _lookup(word, index)
    if not entries and word in ("st", "saint") and position + 1 < len(tokens):
        entries = index.get("st", [])
        entries = [entry for entry in entries if entry.contact and tokens[position + 1][0] in entry.last]
    length = 1
    while entries and position + length < len(tokens):
        word, start, _ = tokens[position + length]
        if start - tokens[position + length - 1][2] > 2:
            break
        narrowed = [entry for entry in entries if _has(entry, word, index)]
        if not narrowed:
            break
        entries, length = narrowed, length + 1
    return _unique(entries), length


def _has(entry: _Entry, word: str, index: Index) -> bool:
    words = entry.first | entry.last
    if word in words or _NICKNAMES.get(word) in words:
        return True
    return any(entry is other for other in _lookup(word, index))


def _unique(entries: list[_Entry]) -> list[_Entry]:
    seen: list[_Entry] = []
    for entry in entries:
        if not any(entry is other for other in seen):
            seen.append(entry)
    return seen


def _named(entries: list[_Entry], tokens: list[tuple[str, int, int]], text: str) -> Named:
    start, end = tokens[0][1], tokens[-1][2]
    words = {word for word, _, _ in tokens}
    titled = _title_before(text, start)
    entries = _preferred(entries, words, titled)
    entry = entries[0]
    if len(entries) > 1:
        return Named(
            start,
            end,
            None,
            None,
            tuple(other.contact.id for other in entries if other.contact),
            tuple(other.case.case_id for other in entries if other.case),
            0.4,
        )
    return Named(start, end, entry.case, entry.contact, confidence=0.95 if len(tokens) > 1 or titled else 0.8)


def _title_before(text: str, start: int) -> str:
    match = re.search(r"\b(mr|mrs|ms|miss|dr|dra|sr|sra)\.?\s+$", text[:start])
    return match.group(1) if match else ""


def _preferred(entries: list[_Entry], words: set[str], titled: str) -> list[_Entry]:
    """A surname alone means the client before the client's people; "Dr." means a professional."""
    if len(entries) == 1:
        return entries
    if titled in ("dr", "dra"):
        doctors = [
            entry for entry in entries if entry.contact and entry.contact.role in ("physician", "surgeon")
        ]
        return doctors or entries
    surname = [entry for entry in entries if words & entry.last]
    entries = surname or entries
    offices = [entry for entry in entries if entry.contact and entry.contact.sort == "office"]
    clients = [entry for entry in entries if entry.case]
    return clients or [entry for entry in entries if entry not in offices] or entries


def find_identifier(line: str, candidates: Candidates) -> Named | None:
    """A claim or file number, written with or without its punctuation."""
    known = {
        _bare(number): case
        for case in candidates.cases
        for number in case.identifiers
        if len(_bare(number)) >= 4
    }
    for match in re.finditer(r"[A-Za-z0-9][A-Za-z0-9./-]{3,}", line):
        case = known.get(_bare(match.group()))
        if case:
            return Named(match.start(), match.end(), case=case, confidence=0.98)
    tail = re.search(r"(?:claim|file|case|ending|ends|#)\s*(?:no\.?|number|in|#)?\s*(\d{4,})", line, re.I)
    if tail:
        cases = [case for number, case in known.items() if number.endswith(tail.group(1))]
        if len(cases) == 1:
            return Named(tail.start(1), tail.end(1), case=cases[0], confidence=0.8)
    return None


def _bare(number: str) -> str:
    return re.sub(r"[^a-z0-9]", "", number.lower())
