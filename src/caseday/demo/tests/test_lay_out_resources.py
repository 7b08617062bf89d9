from datetime import timedelta
from types import SimpleNamespace

import pytest

from caseday.access.queries import license_ledger, verify_chains
from caseday.demo.resources import lay_out_resources, tables_of_demonstration
from caseday.directory.queries import ResourceSearch, find_resources, point_of_postal_code
from caseday.followups.models import Request
from caseday.followups.queries import counted_resources
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast, now):
    people = {"maya": "nora", "ben": "carl", "linda": "susan"}
    return SimpleNamespace(
        now=now,
        viewers={key: cast.viewer(name) for key, name in people.items()},
        staff={key: getattr(cast, name) for key, name in people.items()},
    )


def test_forty_services_are_there_and_found_near_a_zip_code(world, cast, now):
    for _ in range(3):
        make_case(cast.nora)
    lay_out_resources(world)
    nora = cast.viewer("nora")
    everything = find_resources(nora, at=now, search=ResourceSearch())
    assert everything.total == 41
    near = ResourceSearch(need="food", near=point_of_postal_code("78745"), within_miles=10)
    assert "Food Pantry" in [one.service.name for one in find_resources(nora, at=now, search=near).rows]
    spoken = find_resources(nora, at=now, search=ResourceSearch(language="American Sign Language")).rows
    assert {one.service.name for one in spoken} == {"Independent Living Center", "Sign Language Interpreters"}
    assert verify_chains(compare_rows=False).holds


def test_one_offer_helped_one_was_declined_and_one_is_on_its_way(world, cast, now):
    for _ in range(3):
        make_case(cast.nora)
    lay_out_resources(world)
    assert sorted(Request.objects.values_list("state", flat=True)) == ["done", "done", "open"]
    counts = {str(one.service): one for one in counted_resources(cast.viewer("nora"))}
    assert counts["Equipment Loan Closet"].need_met == 1 and counts["Rides to the Doctor"].declined == 1
    near = [one.days for one in license_ledger(cast.viewer("carl"), cast.carl.pk, now=now).lines]
    assert near == [26]


def test_the_same_seed_gives_the_same_directory(now):
    today = now.date()
    assert tables_of_demonstration(today).rows == tables_of_demonstration(today).rows
    later = tables_of_demonstration(today + timedelta(days=1))
    assert later.of("phone") == tables_of_demonstration(today).of("phone")


def test_too_few_cases_leave_nothing_offered(world, now):
    lay_out_resources(world)
    assert not Request.objects.exists()
