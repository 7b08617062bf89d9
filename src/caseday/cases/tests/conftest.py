"""A case of Nora's, opened through the action."""

from datetime import date, timedelta

import pytest

from caseday.cases import actions
from caseday.cases.actions import NewCase, NewParty
from caseday.testing.make import make_person


@pytest.fixture
def open_new(cast, nora, now):
    """Opens a case of Nora's; anything of `NewCase` can be given."""

    def open_one(actor=nora, assign_to=None, id=None, **fields):
        person = fields.pop("person", None) or make_person()
        new = NewCase(
            **{"person_id": person.pk, "program": "workers_compensation", "referred_at": now, **fields}
        )
        staff_id = (assign_to or cast.nora).pk
        return actions.open_case(actor=actor, now=now, new=new, assign_to_id=staff_id, id=id)

    return open_one


@pytest.fixture
def case(open_new, now):
    return open_new(
        referred_at=now - timedelta(days=3),
        referred_by="Dana Whitfield",
        onset_on=date(2026, 1, 5),
        identifiers=[("claim_number", "WC-44-17")],
        parties=[NewParty("adjuster", name="Dana Whitfield", phone="+15125550130")],
        goals=["Return to modified duty"],
        goals_agreed_with="Dana Whitfield",
        conditions=[("", "Torn meniscus, left knee")],
        key_dates=[("injury", date(2026, 1, 5))],
    )
