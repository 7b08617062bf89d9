"""What the file knows of a message's receivers, papers and words: plain values for the checks."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.directory.rules.numbers import show_phone

GRANTED, DECLINED, UNKNOWN, NOT_ASKED_FOR = "granted", "declined", "unknown", ""


@dataclass(frozen=True)
class Reach:
    """One receiver as the file knows them. `consent` is "" where none is asked for: an office at its own number.

    `is_retired` and `ended` are sentences' ends ("since March 3"), empty where it holds.
    """

    address: str
    name: str = ""
    kind: str = "to"
    role: str = ""
    is_client: bool = False
    is_person: bool = False
    is_known: bool = True
    retired: str = ""
    consent: str = NOT_ASKED_FOR
    details_allowed: bool = False
    may_be_told: bool = True
    opted_out: bool = False
    zone: ZoneInfo | None = None
    wrote_at: datetime | None = None

    @property
    def shown(self) -> str:
        return show_phone(self.address)

    @property
    def called(self) -> str:
        return self.name or self.shown


@dataclass(frozen=True)
class Foreign:
    """A number in what goes out: another case's (`is_exact`), or nearly ours. `where` names the paper it is in."""

    text: str
    words: str
    field: str
    where: str
    is_exact: bool
    is_side: bool = False


@dataclass(frozen=True)
class Paper:
    """A file that goes along. `problem` says why it cannot; `is_read` where its words could be looked at."""

    title: str
    size_bytes: int = 0
    problem: str = ""
    is_read: bool = True


@dataclass(frozen=True)
class CopyWanted:
    """Who must get the same at the same time, and why; `address` in the channel used, "" where none is known."""

    name: str
    role_word: str
    address: str
    why: str


@dataclass(frozen=True)
class Facts:
    reaches: tuple[Reach, ...] = ()
    has_account: bool = True
    foreign: tuple[Foreign, ...] = ()
    papers: tuple[Paper, ...] = ()
    can_fetch_pictures: bool = True
    """The text gateway reaches this Caseday, to fetch what goes along."""
    copies: tuple[CopyWanted, ...] = ()
    details: tuple[str, ...] = ()
    """Words of the text that tell of health."""
    told_of: tuple[str, ...] = field(default=())
    """Names of other clients that stand in it."""
