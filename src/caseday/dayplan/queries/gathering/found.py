"""What a day's problem was made of: each key of it leads back to what it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from caseday.access.models import Staff
from caseday.dayplan.rules.problem import Item, Kind, Problem
from caseday.dayplan.rules.wishes import Wishes
from caseday.looseends.rules import LooseEnd, Tap
from caseday.schedule.models import Appointment

MADE_UP = frozenset({"lunch", "break", "note", "papers"})
"""First words of keys of what the plan adds by itself; a tap says that it is done."""


@dataclass(frozen=True, slots=True)
class Callee:
    """Whom to call: an office, a person there, the client."""

    name: str
    number: str = ""
    hint: str = ""
    office_id: UUID | None = None
    role: str = ""
    hours_words: str = ""
    """Of the day, in the office's own zone: `8:00 to 12:00, 13:00 to 17:00`; that they are not known."""


@dataclass(frozen=True)
class Thing:
    """One item of the plan. `ends`: the loose ends that it settles, the weightiest first."""

    key: str
    kind: Kind
    title: str
    client: str = ""
    case_id: UUID | None = None
    ends: tuple[LooseEnd, ...] = ()
    appointment: Appointment | None = None
    callee: Callee | None = None
    place_words: str = ""
    carry: tuple[str, ...] = ()
    activity_id: UUID | None = None
    """Of which a note is to be written."""
    packet_id: UUID | None = None
    choice: str = ""
    """pinned or moved, by hand."""

    @property
    def taps(self) -> tuple[Tap, ...]:
        return self.ends[0].taps if self.ends else ()

    @property
    def end_keys(self) -> tuple[str, ...]:
        return tuple(end.key for end in self.ends)

    @property
    def appointment_id(self) -> UUID | None:
        return self.appointment.pk if self.appointment else None

    @property
    def is_made_up(self) -> bool:
        """Nothing but a tap of the person says that it is done."""
        return self.key.split(":")[0] in MADE_UP


@dataclass(frozen=True)
class PutOff:
    """Not today, by the person's own choice."""

    key: str
    title: str
    instead_on: date | None


@dataclass(frozen=True)
class Gathered:
    """`staff`: whose day. `sentences`: what was taken for granted, as where hours are not noted."""

    staff: Staff
    day: date
    problem: Problem
    things: Mapping[str, Thing]
    wishes: Wishes
    put_off: tuple[PutOff, ...] = ()
    sentences: tuple[str, ...] = ()
    called_off: frozenset[str] = frozenset()
    """Keys of appointments of the day that do not take place."""
    facts: str = ""
    """The same while nothing that the plan depends on has changed; the hour is no part of it."""
    is_own: bool = True
    later: tuple[datetime, ...] = field(default=())
    """Midnights of the next four working days."""

    def item(self, key: str) -> Item | None:
        return next((item for item in self.problem.items if item.key == key), None)
