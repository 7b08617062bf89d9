"""A case with people who can be asked, and a meeting of it, as tests need them."""

from datetime import datetime, timedelta
from typing import Any

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.correspondence.tests.outgoing_made import ROSA, make_mailbox, reachable
from caseday.meetings.actions import plan_meeting
from caseday.meetings.models import TeamMeeting
from caseday.meetings.rules import AgendaLine, MeetingPlan, PersonAsked
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_party, make_person

DANA = "dana@example.org"
AT_10 = MONDAY_8 + timedelta(hours=2)
BY_VIDEO = "https://meet.example.org/4711"


def make_team_case(cast: Cast, **consents: Any) -> Case:
    """Rosa by email, agreed to; an adjuster with an email address; a mailbox of Nora's."""
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Delgado"))
    reachable(case, **consents)
    make_party(case, name="Dana Whitfield", email=DANA)
    make_mailbox(cast.nora)
    return case


def plan(starts_at: datetime = AT_10, **fields: Any) -> MeetingPlan:
    given = {
        "kind": "case_conference", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1),
        "time_zone": "America/Chicago", "purpose": "Back to work", "place": "12 Elm Street, Austin",
    }  # fmt: skip
    return MeetingPlan(**{**given, **fields})


def rosa(case: Case, **fields: Any) -> PersonAsked:
    given = {"role": "client", "role_word": "Injured worker", "email": ROSA, "person_id": case.person_id}
    return PersonAsked(case.person.full_name, **{**given, **fields})


def dana(**fields: Any) -> PersonAsked:
    return PersonAsked(
        "Dana Whitfield", **{"role": "adjuster", "role_word": "Adjuster", "email": DANA, **fields}
    )


def make_meeting(actor: Viewer, case: Case, **fields: Any) -> TeamMeeting:
    given = {
        "plan": plan(), "people": (rosa(case), dana()), "agenda": (AgendaLine("Light duty"), AgendaLine("Therapy")),
        "now": MONDAY_8,
    }  # fmt: skip
    return plan_meeting(actor=actor, case_id=case.pk, **{**given, **fields})
