"""In: what somebody plans. Out: the same, checked, with a sentence for each problem."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

MOST_PEOPLE, MOST_LINES = 40, 40
LONGEST_NOTES = 20_000
LONGEST = timedelta(hours=12)
_LINK = re.compile(r"^https://[^\s<>\"']{3,490}$")


@dataclass(frozen=True)
class MeetingPlan:
    """`place` is an address, where it is not an office; `link` the address of a video call."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    purpose: str = ""
    office_id: UUID | None = None
    place: str = ""
    link: str = ""
    dial_in: str = ""

    @property
    def is_remote(self) -> bool:
        return bool(self.link or self.dial_in) and not self.office_id and not self.place.strip()


@dataclass(frozen=True)
class PersonAsked:
    name: str
    role: str = ""
    role_word: str = ""
    email: str = ""
    person_id: UUID | None = None
    office_id: UUID | None = None
    professional_id: UUID | None = None
    id: UUID = field(default_factory=new_id)

    @property
    def key(self) -> tuple[object, ...]:
        """The same person is asked once."""
        return (self.person_id, self.office_id, self.professional_id, self.name.casefold())

    @property
    def slug(self) -> str:
        """How a page names them before they are on the list."""
        for kind, pk in (
            ("person", self.person_id),
            ("professional", self.professional_id),
            ("office", self.office_id),
        ):
            if pk:
                return f"{kind}:{pk}"
        return f"name:{self.name.casefold()}"[:200]


@dataclass(frozen=True)
class AgendaLine:
    text: str
    source: str = ""
    id: UUID = field(default_factory=new_id)


def require_sound_plan(plan: MeetingPlan, kinds: Sequence[str]) -> None:
    """Raise Invalid with every problem at once."""
    problems = {}
    if plan.kind not in kinds:
        problems["kind"] = "Choose the kind of meeting."
    if plan.ends_at <= plan.starts_at:
        problems["minutes"] = "It has to last at least a minute."
    elif plan.ends_at - plan.starts_at > LONGEST:
        problems["minutes"] = "It can last 12 hours at most."
    if plan.link and not _LINK.match(plan.link):
        problems["link"] = "Paste the whole address of the call, beginning with https://."
    if not (plan.office_id or plan.place.strip() or plan.link or plan.dial_in.strip()):
        problems["where"] = "Say where it is, or how one calls in."
    if problems:
        raise Invalid(problems)


def require_sound_people(people: Sequence[PersonAsked]) -> None:
    if len(people) > MOST_PEOPLE:
        raise Invalid({"people": f"At most {MOST_PEOPLE} people fit on one list."})
    if any(not one.name.strip() for one in people):
        raise Invalid({"people": "Give everybody a name."})


def require_sound_agenda(lines: Sequence[AgendaLine]) -> None:
    if len(lines) > MOST_LINES:
        raise Invalid(
            {"agenda": f"At most {MOST_LINES} points fit on one agenda. Leave some for the next time."}
        )
