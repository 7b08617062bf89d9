"""In: a message. Out: what it says by which a case may be known: numbers, dates, names, and who really wrote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from caseday.cases.rules import number_spellings
from caseday.correspondence.rules.incoming import Party
from caseday.correspondence.rules.matching.names import folded

LONGEST = 60_000
_FORWARDED = re.compile(r"^\s*(?:(?:re|aw)\s*:\s*)*(?:fwd?|rv|reenv|wg|tr)\s*:", re.IGNORECASE)
_FORWARD_SAID = re.compile(
    r"forwarded message|mensaje reenviado|begin forwarded|original message", re.IGNORECASE
)
_FROM = re.compile(r"^[>\s*]*(?:from|de|von)\s*:\**\s*(.{3,160})$", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_SHORT_NOTE = 400
_CASE_NUMBER = re.compile(
    r"(?<![\w-])[A-Za-z]{0,3}-?\d{2}-\d{4,7}(?![\w-])|(?<![\w-])[A-Za-z]{2,3}-\d{4,7}(?![\w-])"
)


@dataclass(frozen=True)
class Said:
    """The parts of a message. `fresh` is what the sender says now; of a forwarded one also what is passed on."""

    sender: Party
    subject: str = ""
    text: str = ""
    quoted: str = ""
    files: str = ""
    """Names of the files, and their text where it is known."""
    is_from_us: bool = False
    """A colleague passes it on, or we wrote to ourselves: who sent it says nothing."""
    others: tuple[Party, ...] = field(default=())

    @cached_property
    def is_forward(self) -> bool:
        if _FORWARDED.match(self.subject) or _FORWARD_SAID.search(self.text[-2000:]):
            return True
        return self.is_from_us and bool(self.quoted) and len(self.text) <= _SHORT_NOTE

    @cached_property
    def fresh(self) -> str:
        parts = [self.subject, self.text, *((self.quoted,) if self.is_forward else ())]
        return "\n".join(parts)[:LONGEST]

    @cached_property
    def old(self) -> str:
        return "" if self.is_forward else self.quoted[:LONGEST]

    @cached_property
    def everything(self) -> str:
        return "\n".join((self.fresh, self.files[:LONGEST], self.old))

    @cached_property
    def numbers(self) -> "Numbers":
        return Numbers(
            frozenset(_spellings(self.fresh)),
            frozenset(_spellings(self.files[:LONGEST])),
            frozenset(_spellings(self.old)),
        )

    @cached_property
    def dates(self) -> "Dates":
        return Dates(*read_dates(self.fresh + "\n" + self.files[:LONGEST]))

    @cached_property
    def writers(self) -> tuple[Party, ...]:
        """Who wrote it: the sender, unless that is one of us; and those from whom it is passed on."""
        passed_on = tuple(forwarded_from(f"{self.text}\n{self.quoted}")) if self.is_forward else ()
        return passed_on if self.is_from_us else (self.sender, *passed_on[:1])


@dataclass(frozen=True)
class Numbers:
    """Letters and digits of everything that may be a number, by where it stands."""

    fresh: frozenset[str]
    files: frozenset[str]
    old: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.fresh | self.files | self.old

    def where(self, number: str) -> str:
        """ "fresh", "files", "old", or "" """
        places = (("fresh", self.fresh), ("files", self.files), ("old", self.old))
        return next((name for name, spelled in places if number in spelled), "")


@dataclass(frozen=True)
class Dates:
    born: frozenset[date]
    hurt: frozenset[date]
    other: frozenset[date]

    @property
    def all(self) -> frozenset[date]:
        return self.born | self.hurt | self.other


def _spellings(text: str) -> set[str]:
    """With case numbers, which are shorter than what others issue."""
    own = {re.sub(r"\W", "", one).upper() for one in _CASE_NUMBER.findall(text)}
    return number_spellings(text) | own


def case_numbers_in(text: str) -> set[str]:
    """As cases are numbered here, to be looked up."""
    return {one.upper() for one in _CASE_NUMBER.findall(text)}


def forwarded_from(text: str) -> Iterator[Party]:
    """Who wrote the messages that are passed on, the outermost first."""
    for line in _FROM.findall(text[:LONGEST]):
        found = _ADDRESS.search(line)
        name = re.sub(r"[<\[(\"'].*", "", line.replace('"', "")).strip(" *")
        if found:
            yield Party(found[0].lower(), "" if "@" in name else name, "from")


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january ene enero", "feb february febrero", "mar march marzo", "apr april abr abril", "may mayo",
         "jun june junio", "jul july julio", "aug august ago agosto", "sep sept september septiembre",
         "oct october octubre", "nov november noviembre", "dec december dic diciembre"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""
      (?<![\d/-])(?P<m>\d{{1,2}})[/.-](?P<d>\d{{1,2}})[/.-](?P<y>\d{{4}}|\d{{2}})(?![\d/-])
    | (?<!\d)(?P<iy>(?:19|20)\d\d)-(?P<im>\d{{2}})-(?P<id>\d{{2}})(?!\d)
    | \b(?P<wm>{_MONTH})\.?\s+(?P<wd>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<wy>(?:19|20)\d\d)\b
    | \b(?P<sd>\d{{1,2}})\s+(?:de\s+)?(?P<sm>{_MONTH})\.?\s+(?:del?\s+)?(?P<sy>(?:19|20)\d\d)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|birth|born|birthdate|nacimiento|naci[oó]|fdn|f\.?n\.?)\b", re.IGNORECASE
)
_HURT = re.compile(
    r"\b(?:doi|d\.o\.i\.?|dol|d/?l|injur(?:y|ed)|accident|loss|onset|lesi[oó]n|accidente)\b", re.IGNORECASE
)
_BEFORE = 28
_MOST_DATES = 200


def read_dates(text: str) -> tuple[frozenset[date], frozenset[date], frozenset[date]]:
    """(born, hurt, other): by the word before each."""
    found: tuple[set[date], set[date], set[date]] = (set(), set(), set())
    end = 0
    for count, match in enumerate(_DATE.finditer(text)):
        if count >= _MOST_DATES:
            break
        if on := _date_of(match):
            before = text[max(end, match.start() - _BEFORE) : match.start()]
            found[0 if _BORN.search(before) else 1 if _HURT.search(before) else 2].add(on)
        end = match.end()
    return frozenset(found[0]), frozenset(found[1]), frozenset(found[2])


def _date_of(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    year = part["y"] or part["iy"] or part["wy"] or part["sy"]
    month = part["m"] or part["im"] or _MONTHS.get((part["wm"] or part["sm"] or "").lower(), 0)
    day = part["d"] or part["id"] or part["wd"] or part["sd"]
    number = int(year)
    if number < 100:
        number += 1900 if number > 30 else 2000
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


_LABELED = re.compile(
    r"""(?:^|[\s(\[>|])
    (?:re|regarding|patient|claimant|client|employee|injured\ worker|worker|insured|member|paciente|reclamante
      |empleado|empleada|cliente|trabajador|iw|ee|pt|pt\.\ name|name|nombre|about|asunto)
    (?:\ name)?\s*[:#\-–]\s*
    (?P<name>[^\W\d_][\w.'’\-]*,?(?:[ ][^\W\d_][\w.'’\-]*){1,3})""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_NO_NAMES_TEXT = """
appointment update visit claim status work report request authorization invoice bill your the new
medical therapy mri records question please next follow note letter form letter fax rescheduled
reschedule cancelled confirmation reminder case file billing statement office notes pending approved
denied approval referral physical surgery order orders mmi rtw peer review utilization adjuster
employer weekly monthly daily urgent documents attached attachment payment missing info information
surgical clearance visit
"""
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())


def labeled_names(text: str) -> list[tuple[str, ...]]:
    """Names behind a word that says whose they are ("Patient: Delgado, Rosa"), folded, two words or more."""
    found = []
    for match in _LABELED.finditer(text):
        words = [one for one in folded(match["name"]).split() if one]
        kept = _before_other_words(words)
        if len(kept) >= 2:
            found.append(kept)
    return found


def _before_other_words(words: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for word in words:
        if word in _NO_NAMES:
            break
        kept.append(word)
    return tuple(kept)
