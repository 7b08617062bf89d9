"""What a packet is drawn from: plain values, known without the libraries that draw."""

from dataclasses import dataclass
from datetime import date

MOST_PAGES = 2000
"""Of one packet: more is a mistake, and would hold the machine."""


@dataclass(frozen=True)
class Cover:
    """`to` and `sender` line by line, the first one largest; `identifiers` as (name, value)."""

    agency: str
    to: tuple[str, ...]
    re: str
    sender: tuple[str, ...]
    dated_on: date
    phone: str = ""
    born_on: date | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    ask: str = ""
    heading: str = "Papers for your chart"


@dataclass(frozen=True)
class Enclosed:
    """A line of the cover's list; `pages` and `start` are empty for what goes along apart (a CD)."""

    title: str
    kind: str
    service_on: date | None
    pages: int | None
    start: int | None


class BadPaper(Exception):
    """A paper that cannot go into a packet; the message is a sentence that says which and what to do."""

    def __init__(self, position: int, sentence: str) -> None:
        super().__init__(sentence)
        self.position = position
        """Place among the papers, from 0."""


@dataclass(frozen=True)
class Paper:
    """`pdf` is empty for what goes along apart (a CD): it stands on the cover sheet only."""

    title: str
    pdf: bytes | None
    kind: str = ""
    service_on: date | None = None
