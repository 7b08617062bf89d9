"""In: who has to confirm an appointment and what each said last. Out: how far it is confirmed, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from caseday.schedule.rules.states import NextActor, NextStep


class Side(StrEnum):
    CLIENT = "client"
    OFFICE = "office"
    INTERPRETER = "interpreter"
    TRANSPORT = "transport"
    ATTENDEE = "attendee"


class CallResult(StrEnum):
    CONFIRMED = "confirmed"
    LEFT_WORD = "left_word"
    NO_ANSWER = "no_answer"
    CLOSED = "closed"
    ASKS_NEW_TIME = "new_time"


class Channel(StrEnum):
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    IN_PERSON = "in_person"
    PORTAL = "portal"


NEXT_AFTER_CALL: dict[CallResult, NextStep] = {
    CallResult.CONFIRMED: NextStep(NextActor.NOBODY, "nothing more"),
    CallResult.LEFT_WORD: NextStep(NextActor.WORKER, "call again unless they call back"),
    CallResult.NO_ANSWER: NextStep(NextActor.WORKER, "call again"),
    CallResult.CLOSED: NextStep(NextActor.WORKER, "call when they are open"),
    CallResult.ASKS_NEW_TIME: NextStep(NextActor.WORKER, "move it or say no"),
}

RESULT_WORDS: dict[CallResult, str] = {
    CallResult.CONFIRMED: "confirmed",
    CallResult.LEFT_WORD: "left word",
    CallResult.NO_ANSWER: "no answer",
    CallResult.CLOSED: "closed",
    CallResult.ASKS_NEW_TIME: "asks for a new time",
}


@dataclass(frozen=True)
class SideStanding:
    name: str
    """'client', 'office', or a person's name where several share a side."""
    last: CallResult | None

    @property
    def is_confirmed(self) -> bool:
        return self.last is CallResult.CONFIRMED

    @property
    def next(self) -> NextStep:
        if self.last is None:
            return NextStep(NextActor.WORKER, "call them")
        return NEXT_AFTER_CALL[self.last]


@dataclass(frozen=True)
class Standing:
    words: str
    chip: str
    """said, verified, stop or muted."""
    is_confirmed: bool


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def standing_of(sides: Sequence[SideStanding]) -> Standing:
    """Confirmed only when every side has confirmed. Nobody to ask: nothing stands in the way."""
    asks = [side.name for side in sides if side.last is CallResult.ASKS_NEW_TIME]
    done = [side.name for side in sides if side.is_confirmed]
    missing = [side.name for side in sides if not side.is_confirmed]
    if asks:
        verb = "asks" if len(asks) == 1 else "ask"
        return Standing(f"{_joined(asks)} {verb} for a new time", "stop", False)
    if not missing:
        return Standing("confirmed", "verified", True)
    if done:
        return Standing(f"confirmed by {_joined(done)}, not by {_joined(missing)}", "said", False)
    tried = any(side.last for side in sides)
    return Standing("tried, not confirmed" if tried else "not confirmed", "muted", False)


def needed_sides(
    *, has_client: bool, has_office: bool, needs_interpreter: bool, needs_transport: bool = False
) -> tuple[Side, ...]:
    wanted = (
        (Side.CLIENT, has_client),
        (Side.OFFICE, has_office),
        (Side.INTERPRETER, has_client and needs_interpreter),
        (Side.TRANSPORT, needs_transport),
    )
    return tuple(side for side, is_needed in wanted if is_needed)
