from datetime import timedelta

import pytest
from playwright.sync_api import expect

from caseday.access.models import Coverage
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_appointment, make_case, make_person
from tests.browser.conftest import DESK, PHONE, OpenAs, assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
NORTH, SOUTH = (30.45, -97.75), (30.15, -97.75)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_supervisor_sees_the_gain_and_moves_what_is_ticked(cast: Cast, open_as: OpenAs, width: int) -> None:
    for staff, home in ((cast.nora, NORTH), (cast.carl, SOUTH)):
        staff.home_latitude, staff.home_longitude = home
        staff.save()
    Coverage.objects.update(ended_at=clock.now())
    day = clock.now().replace(hour=17, minute=0, second=0, microsecond=0) + timedelta(days=3)
    for n, name in enumerate(("Alvarez", "Baker")):
        person = make_person(given_name="Rosa", family_name=name)
        make_appointment(
            make_case(cast.nora, person=person), kind="home_visit", title="Home visit", place="1 Oak St",
            latitude=SOUTH[0], longitude=SOUTH[1], starts_at=day + timedelta(hours=2 * n),
        )  # fmt: skip
    page = open_as(cast.susan, width)
    page.goto(f"/plan/team?day={day:%Y-%m-%d}")
    gain = page.get_by_role("region", name="What could be gained")
    expect(gain.get_by_role("checkbox")).to_have_count(2)
    assert_accessible(page)
    gain.get_by_role("checkbox", name="Alvarez").uncheck()
    gain.get_by_role("button", name="Move what is ticked").click()
    expect(page.get_by_text("1 visit moved")).to_be_visible()
    expect(gain.get_by_text("Rosa Alvarez", exact=True)).to_be_visible()
    gain.get_by_role("button", name="Look for a better one").click()
    expect(page.get_by_text("A better one is being looked for")).to_be_visible()
