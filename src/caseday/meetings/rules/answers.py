"""What somebody who was invited answered: which answer holds, whatever the order in which they come in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from caseday.correspondence.rules.incoming import CalendarAnswer
from caseday.kernel.ids import parse_id

Said = Literal["accepted", "declined", "tentative", "another_time"]
_BY_STATUS: dict[str, Said] = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
_AT = "@caseday"


@dataclass(frozen=True)
class Answer:
    """`sequence` is that of the invitation that was answered. The times are those asked for with "another_time"."""

    said: Said
    sequence: int
    answered_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    comment: str = ""


def meeting_of_uid(uid: str) -> UUID | None:
    """None where the invitation was not one of ours."""
    return parse_id(uid.removesuffix(_AT)) if uid.endswith(_AT) else None


def answer_of(
    one: CalendarAnswer, *, sequence: int, starts_at: datetime, sent_at: datetime, now: datetime
) -> Answer | None:
    """None where nothing is said in it.

    `sequence` is the last that was sent. An answer to what was not sent yet, or from the future, counts as one to the
    last and of now, so that no later one is kept out by it; one without a moment is of when its message was sent.
    """
    asks = one.method == "COUNTER" and one.starts_at is not None and one.starts_at != starts_at
    said: Said | None = "another_time" if asks else _BY_STATUS.get(one.said)
    if said is None:
        return None
    return Answer(
        said,
        min(one.sequence, sequence),
        min(one.stamped_at or sent_at, now),
        one.starts_at if asks else None,
        one.ends_at if asks else None,
        one.comment,
    )


def is_later(one: Answer, than: tuple[int, datetime] | None) -> bool:
    """By SEQUENCE, then by DTSTAMP (RFC 5546, 2.1.5); the same again is not."""
    return than is None or (one.sequence, one.answered_at) > than


def chosen_of(answers: Iterable[CalendarAnswer], sender: str) -> CalendarAnswer | None:
    """The one that its sender gives for themselves: nobody answers for somebody else."""
    own = (one for one in answers if one.attendee and one.attendee == sender.casefold())
    return next(own, None)
