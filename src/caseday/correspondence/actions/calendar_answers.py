"""Answers of calendars are handed to the app that sent the invitation: later apps register, this one knows none."""

from collections.abc import Callable, Sequence
from datetime import datetime

from caseday.correspondence.models import Message
from caseday.correspondence.rules.incoming import CalendarAnswer

Hear = Callable[[datetime, Message, Sequence[CalendarAnswer]], None]
_listeners: list[Hear] = []


def register_answers(hear: Hear) -> None:
    """`hear(now, message, answers)` runs in the transaction in which the message is kept, and once for each message.

    Whether an answer is to anything, and from whom it claims to be, is for the listener to check; what it leaves
    alone waits in the inbox as any other message does.
    """
    _listeners.append(hear)


def tell_of_answers(now: datetime, message: Message, answers: Sequence[CalendarAnswer]) -> None:
    for hear in _listeners:
        hear(now, message, answers)
