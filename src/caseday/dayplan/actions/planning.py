"""The plan of a day: the kept one while the facts hold, else a new one at once; what changed is said until it is seen.

A plan is derived: that it is kept is no event of the record. What a person decides about it is, see `choices`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.dayplan.queries.plans import Shown
from caseday.looseends.queries import LooseEnds
from caseday.schedule.models import Appointment


def plan_shown(
    viewer: Viewer,
    *,
    staff_id: UUID | None = None,
    day: date | None = None,
    now: datetime,
    found: LooseEnds | None = None,
    appointments: Sequence[Appointment] | None = None,
) -> Shown:
    """At once; a better plan is asked for in the background, and shown when the page asks again (`is_final`).

    `found` and `appointments` (of the day, in every state) are what the caller has read already. NotFound for a day
    that the viewer may not look at. Safe in a GET.
    """
    raise NotImplementedError


def replan(*, actor: Viewer, now: datetime, on: date | None = None) -> Shown:
    """One's own day anew from this moment, in one tap; what is under way stays, and as little as possible moves."""
    raise NotImplementedError


def saw_change(*, actor: Viewer, now: datetime, on: date | None = None) -> None:
    """The difference is read: from now on changes count from the present plan."""
    raise NotImplementedError
