"""What is open of one case, offered as points of a team meeting's agenda."""

from collections.abc import Iterator
from datetime import datetime

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.looseends.queries import loose_ends_for
from caseday.meetings.queries import Offer


def offers_of_case(viewer: Viewer, case: Case, now: datetime) -> Iterator[Offer]:
    """Of the viewer's own loose ends and of those whom they cover."""
    for end in loose_ends_for(viewer, now=now).ends:
        if end.case_id == case.pk:
            about = frozenset(one for one in (end.subject_id, end.followup_id, end.request_id) if one)
            yield Offer(f"end:{end.key}"[:80], end.title[:300], end.why[:200], about)
