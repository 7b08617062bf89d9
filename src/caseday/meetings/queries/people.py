"""Kinds of meetings of a program, and who can be asked to come."""

from datetime import datetime

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.correspondence.queries.ways import Receiver, receivers_of
from caseday.meetings.models import TeamMeeting
from caseday.meetings.rules.kinds import kind_word, kinds_among
from caseday.meetings.rules.planning import PersonAsked


def kinds_for(case: Case) -> tuple[tuple[str, str], ...]:
    """As (slug, word): the pack's, where it names any."""
    return kinds_among([(one.slug, one.word) for one in pack_of(case).meeting_kinds])


def word_of_kind(meeting: TeamMeeting) -> str:
    return kind_word(kinds_for(meeting.case), meeting.kind)


def people_to_ask(viewer: Viewer, case: Case, *, now: datetime) -> list[PersonAsked]:
    """The client first, then who is on the case, and family who may be told. Bounded queries."""
    found = receivers_of(viewer, case, on=now.astimezone(viewer.time_zone).date())
    return [_asked(one) for one in found if not _is_office_of_somebody(one, found)]


def _asked(one: Receiver) -> PersonAsked:
    ways = one.by("email")
    good = [way for way in ways if way.consent != "declined"] or ways
    return PersonAsked(
        name=one.name, role=one.role, role_word=one.role_word, email=good[0].address if good else "",
        person_id=one.person_id, office_id=one.office_id, professional_id=one.professional_id,
    )  # fmt: skip


def _is_office_of_somebody(one: Receiver, found: list[Receiver]) -> bool:
    """An office stands in the list only where nobody of it does."""
    if one.professional_id or one.person_id or not one.office_id:
        return False
    return any(other.professional_id and other.office_id == one.office_id for other in found)
