from datetime import timedelta

import pytest
from click.testing import CliRunner

from caseday.access.models import Coverage
from caseday.cli.plan import plan
from caseday.dayplan.engines import team_apart
from caseday.dayplan.rules.team import constructive_team
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_person, make_staff

NORTH, SOUTH = (30.45, -97.75), (30.15, -97.75)
TEN = MONDAY_8 + timedelta(days=1, hours=2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Appointment:
    """Nora lives in the north and visits somebody in the south, where Carl lives."""
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    monkeypatch.setattr("caseday.cli.start.make_ready", lambda: None)
    monkeypatch.setattr("caseday.cli.start.require_current_database", lambda: None)
    monkeypatch.setattr(team_apart, "improved_team", constructive_team)
    for staff, home in ((cast.nora, NORTH), (cast.carl, SOUTH)):
        staff.home_latitude, staff.home_longitude = home
        staff.save()
    Coverage.objects.update(ended_at=MONDAY_8)
    person = make_person(given_name="Rosa", family_name="Alvarez")
    return make_appointment(
        make_case(cast.nora, person=person), kind="home_visit", title="Home visit", place="1 Oak St",
        latitude=SOUTH[0], longitude=SOUTH[1], starts_at=TEN,
    )  # fmt: skip


def _asked(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(plan, ["team", *arguments])
    return result.exit_code, result.output


def test_a_table_says_what_is_gained_and_nothing_changes(visit: Appointment, cast: Cast) -> None:
    code, said = _asked("--date", "2026-03-03")
    assert code == 0
    assert "Rosa Alvarez" in said and "Nora Field 10:00" in said and "Carl Cover 10:00" in said
    assert "miles" in said and "Nothing has been changed" in said
    visit.refresh_from_db()
    assert (visit.staff, visit.version) == (cast.nora, 1)


def test_with_apply_the_visits_of_the_table_move(visit: Appointment, cast: Cast) -> None:
    code, said = _asked("--date", "2026-03-03", "--for", "susan.super@example.com", "--apply")
    assert code == 0 and "1 visits moved" in said and "in the to-dos of who goes" in said
    visit.refresh_from_db()
    assert visit.staff == cast.carl
    assert "Nothing that would save" in _asked("--date", "2026-03-03", "--apply")[1]


def test_what_cannot_be_moved_ends_with_a_sentence(
    visit: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from caseday.dayplan.actions import team
    from caseday.kernel.errors import Invalid

    def refuse(**named: object) -> int:
        raise Invalid("A visit was changed in the meantime.")

    monkeypatch.setattr(team, "apply_team_visits", refuse)
    code, said = _asked("--date", "2026-03-03", "--apply")
    assert code == 1 and "nothing was moved: A visit was changed" in said


def test_what_cannot_be_kept_today_is_said(visit: Appointment, cast: Cast) -> None:
    make_appointment(None, staff=cast.nora, title="Depot", place="2 Elm St", starts_at=TEN, state="confirmed")
    assert "minutes late" in _asked("--date", "2026-03-03")[1]


def test_with_several_supervisors_one_has_to_be_named(visit: Appointment) -> None:
    make_staff("Sam Second", role="supervisor")
    code, said = _asked("--date", "2026-03-03")
    assert code == 2 and "sam.second@example.com" in said


def test_what_nobody_may_do_is_said(visit: Appointment) -> None:
    Appointment.objects.update(skills="CCM, bilingual")
    assert "Nobody here has bilingual" in _asked("--date", "2026-03-03")[1]
