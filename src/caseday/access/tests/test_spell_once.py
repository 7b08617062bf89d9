"""A query is spelled once for each number of values, and finds the same as the one that Django would spell."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import OuterRef, QuerySet

from caseday.access.models import Coverage, Staff
from caseday.access.spelled import Spelled, SpelledObjects
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db


def _named(ids: list[Any]) -> QuerySet[Staff, tuple[Any, ...]]:
    return Staff.objects.filter(pk__in=ids, is_active=True).order_by("name").values_list("pk", "name")


def test_it_finds_what_the_query_set_finds(cast: Cast, django_assert_num_queries: Any) -> None:
    spelled = Spelled(_named)
    people = [cast.nora, cast.carl, cast.susan, cast.olive, cast.adam, cast.audrey]
    for count in (1, 2, 5, 6, 1):
        ids = [one.pk for one in people[:count]]
        with django_assert_num_queries(1):
            found = spelled.rows(ids=ids)
        assert found == list(_named(ids))


def test_a_collection_stands_for_its_set(cast: Cast, django_assert_num_queries: Any) -> None:
    spelled = Spelled(_named)
    assert len(spelled.rows(ids=[cast.nora.pk, cast.nora.pk])) == 1
    with django_assert_num_queries(0):
        assert spelled.rows(ids=frozenset()) == []


def test_it_is_spelled_once_for_a_number_of_values(cast: Cast) -> None:
    made = []

    def counted(ids: list[Any]) -> QuerySet[Staff, tuple[Any, ...]]:
        made.append(len(ids))
        return _named(ids)

    spelled = Spelled(counted)
    for one in (cast.nora, cast.carl):
        assert [name for _, name in spelled.rows(ids=[one.pk])] == [one.name]
    everybody = list(Staff.objects.values_list("pk", flat=True))
    for count in (5, 6):
        assert len(spelled.rows(ids=everybody[:count])) == count
    assert made == [1, 8]


def test_moments_and_days_are_values_too(cast: Cast) -> None:
    moment = datetime(2026, 3, 2, 14, tzinfo=UTC)
    Staff.objects.filter(pk=cast.nora.pk).update(joined_at=moment)

    def joined(staff_id: Any, since: Any, on: Any) -> QuerySet[Staff, tuple[Any, ...]]:
        covered = Staff.objects.filter(pk=staff_id, joined_at__gte=since, coverages_needed__from_on__lte=on)
        return covered.values_list("joined_at", "coverages_needed__from_on", "is_active")

    spelled = Spelled(joined)
    asked = {"staff_id": cast.nora.pk, "on": date(2026, 3, 2)}
    first = Coverage.objects.get().from_on
    assert spelled.rows(**asked, since=moment) == [(moment, first, True)]
    assert spelled.rows(**asked, since=moment + timedelta(seconds=1)) == []


def test_texts_are_values_too_and_must_be_passed_on_as_they_are(cast: Cast) -> None:
    exactly = Spelled(lambda name: Staff.objects.filter(name=name).values_list("pk"))
    assert exactly.rows(name=cast.nora.name) == [(cast.nora.pk,)]
    part = Spelled(lambda name: Staff.objects.filter(name__icontains=name).values_list("pk"))
    with pytest.raises(TypeError, match="pass its values on"):
        part.rows(name=cast.nora.name)


def test_objects_are_the_same_as_the_query_set_gives(cast: Cast, django_assert_num_queries: Any) -> None:
    def covered(ids: list[Any], on: Any) -> QuerySet[Coverage, Coverage]:
        first = Staff.objects.filter(pk=OuterRef("covering")).values("name")[:1]
        wanted = Coverage.objects.filter(absent__in=ids, from_on__lte=on)
        return wanted.select_related("absent").annotate(who=first).order_by("pk")

    spelled, on = SpelledObjects(covered), Coverage.objects.get().from_on
    for ids in ([cast.nora.pk], [cast.nora.pk, cast.carl.pk], [cast.nora.pk]):
        with django_assert_num_queries(1):
            found = spelled.objects(ids=ids, on=on)
            told = [(one.pk, one.absent.name, one.who) for one in found]  # type: ignore[attr-defined]
        assert told == [(one.pk, one.absent.name, one.who) for one in covered(ids, on)]  # type: ignore[attr-defined]
    with django_assert_num_queries(0):
        assert spelled.objects(ids=[], on=on) == []
    found[0].save()


def _kept_plans() -> int:
    """Of this table, in this connection; a database that plans each time keeps none."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%access_coverage%%'"
        )
        return int(cursor.fetchone()[0])


def test_what_is_asked_often_is_planned_once_where_the_database_can(cast: Cast) -> None:
    def of_absent(ids: list[Any]) -> QuerySet[Coverage, tuple[Any, ...]]:
        return Coverage.objects.filter(absent__in=ids).values_list("covering__name")

    before, keeps = _kept_plans(), connection.vendor == "postgresql"
    for is_planned_anew, plans in ((True, 0), (False, 1)):
        spelled = Spelled(of_absent, is_planned_anew=is_planned_anew)
        for _ in range(6):
            assert spelled.rows(ids=[cast.nora.pk]) == [(cast.carl.name,)]
        assert _kept_plans() - before == plans * keeps
