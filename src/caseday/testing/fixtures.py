"""Pytest fixtures: the fixed cast, the present moment, a signed-in browser stand-in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from caseday.access import append_only
from caseday.access.models import Agency, Coverage, Role, Staff, Team, TeamMembership
from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer
from caseday.kernel import clock
from caseday.programs.queries import forget_versions
from caseday.testing.make import MONDAY_8, make_agency, make_staff


@dataclass
class Cast:
    """Nora works the cases; Carl covers for her; Susan leads their team; Olive has no sight of Nora's cases."""

    agency: Agency
    nora: Staff
    carl: Staff
    susan: Staff
    adam: Staff
    audrey: Staff
    olive: Staff

    def viewer(self, name: str, now: datetime = MONDAY_8) -> Viewer:
        return viewer_for(getattr(self, name), now=now)


@pytest.fixture
def now() -> datetime:
    return MONDAY_8


@pytest.fixture
def at_eight() -> Iterator[None]:
    """Pages read the clock: it stands at that moment."""
    clock.shift_to(MONDAY_8)
    yield
    clock.shift_by(timedelta(0))


@pytest.fixture
def fresh_packs() -> Iterator[None]:
    """Versions that one test publishes are not known to the next."""
    forget_versions()
    yield
    forget_versions()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    agency = make_agency()
    nora = make_staff("Nora Field", credentials="RN, CCM")
    carl = make_staff("Carl Cover", credentials="RN")
    susan = make_staff("Susan Super", role=Role.SUPERVISOR)
    adam = make_staff("Adam Admin", role=Role.ADMINISTRATOR)
    audrey = make_staff("Audrey Audit", role=Role.AUDITOR)
    olive = make_staff("Olive Other", credentials="RN")
    team = Team.objects.create(name="Austin")
    for staff, leads in ((nora, False), (carl, False), (susan, True)):
        TeamMembership.objects.create(team=team, staff=staff, is_lead=leads)
    Coverage.objects.create(absent=nora, covering=carl, from_on=date(2020, 1, 1), to_on=date(2099, 12, 31))
    return Cast(agency, nora, carl, susan, adam, audrey, olive)


@pytest.fixture
def nora(cast: Cast) -> Viewer:
    return cast.viewer("nora")


@pytest.fixture
def carl(cast: Cast) -> Viewer:
    return cast.viewer("carl")


@pytest.fixture
def susan(cast: Cast) -> Viewer:
    return cast.viewer("susan")


@pytest.fixture
def adam(cast: Cast) -> Viewer:
    return cast.viewer("adam")


@pytest.fixture
def audrey(cast: Cast) -> Viewer:
    return cast.viewer("audrey")


@pytest.fixture
def olive(cast: Cast) -> Viewer:
    return cast.viewer("olive")


@pytest.fixture
def nora_client(cast: Cast) -> Client:
    """Nora, signed in, talking HTTP."""
    client = Client()
    client.force_login(cast.nora)
    return client


@pytest.fixture
def olive_client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.olive)
    return client


@pytest.fixture(autouse=True, scope="session")
def _emptying_a_test_database_is_allowed() -> Iterator[None]:
    """Tests with real transactions empty all tables at their end, which the triggers on case events refuse."""
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        append_only.uninstall(self.connection)
        original(self, sql_list)
        append_only.install(self.connection)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]
