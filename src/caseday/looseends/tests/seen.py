"""What tests of open work ask of the list."""

from datetime import datetime, timedelta

from caseday.access.viewer import Viewer
from caseday.looseends.queries import loose_ends_for
from caseday.looseends.rules import LooseEnd
from caseday.testing.make import MONDAY_8

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ends_of(viewer: Viewer, rule: str, now: datetime = MONDAY_8) -> list[LooseEnd]:
    return loose_ends_for(viewer, now=now).of(rule)


def only(viewer: Viewer, rule: str, now: datetime = MONDAY_8) -> LooseEnd:
    (end,) = ends_of(viewer, rule, now)
    return end


def rules_of(viewer: Viewer, now: datetime = MONDAY_8) -> list[str]:
    return [end.rule for end in loose_ends_for(viewer, now=now).ends]


def labels(end: LooseEnd) -> list[str]:
    return [tap.label for tap in end.taps]
