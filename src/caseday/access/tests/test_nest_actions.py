"""An action that is made of others is kept whole or not at all, with one transaction."""

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from caseday.access.models import Team
from caseday.access.whole import whole

pytestmark = pytest.mark.django_db


def names() -> set[str]:
    return set(Team.objects.values_list("name", flat=True))


def make_team(name: str) -> None:
    with whole():
        Team.objects.create(name=name)


def test_what_is_inside_has_no_savepoint_of_its_own():
    with CaptureQueriesContext(connection) as asked, whole():
        make_team("North")
        make_team("South")
    assert [one["sql"].split()[0] for one in asked] == ["SAVEPOINT", "INSERT", "INSERT", "RELEASE"]


def test_an_error_inside_takes_all_of_it_back():
    with pytest.raises(ValueError, match="no"), whole():
        make_team("North")
        with whole():
            make_team("South")
            raise ValueError("no")
    assert names() == set()
    make_team("East")
    assert names() == {"East"}


def test_an_error_caught_on_the_way_lets_nothing_more_be_written():
    with pytest.raises(TransactionManagementError), whole():
        make_team("North")
        try:
            with whole():
                make_team("South")
                raise ValueError("no")
        except ValueError:
            make_team("East")
    assert names() == set()


def test_a_part_that_may_fail_is_an_atomic_of_its_own():
    with whole():
        make_team("North")
        try:
            with transaction.atomic():
                make_team("South")
                raise ValueError("no")
        except ValueError:
            make_team("East")
    assert names() == {"North", "East"}


def test_after_an_error_the_next_one_stands_for_itself():
    with pytest.raises(ValueError, match="no"), whole():
        raise ValueError("no")
    with CaptureQueriesContext(connection) as asked:
        make_team("North")
    assert asked[0]["sql"].startswith("SAVEPOINT")


@pytest.mark.django_db(transaction=True)
def test_the_outermost_is_a_transaction():
    with whole():
        assert connection.in_atomic_block
        make_team("North")
    assert not connection.in_atomic_block
    assert names() == {"North"}
