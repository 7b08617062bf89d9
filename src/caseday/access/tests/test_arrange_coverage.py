"""Standing in for somebody who is away."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from caseday.access.actions import arrange_coverage, end_coverage
from caseday.access.models import CaseEvent, Coverage
from caseday.access.queries import coverages_shown_to, get_coverage
from caseday.access.queries.colleagues import colleagues_of
from caseday.access.viewer import Viewer, system_viewer
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
WEEK = {"from_on": TODAY, "to_on": TODAY + timedelta(days=6)}


def arrange(actor: Viewer, now: datetime, cast: Cast, **more: Any) -> Coverage:
    values = {"absent_id": cast.nora.pk, "covering_id": cast.olive.pk, **WEEK, **more}
    return arrange_coverage(actor=actor, now=now, **values)


@pytest.mark.parametrize("who", ["nora", "susan", "adam"])
def test_oneself_the_supervisor_or_an_administrator_arranges(cast: Cast, now: datetime, who: str) -> None:
    arrange(cast.viewer(who), now, cast, reason=" Vacation ")
    assert cast.nora.pk in cast.viewer("olive").caseload_staff_ids
    event = CaseEvent.objects.get()
    assert (event.verb, event.chain_id) == ("coverage_arranged", cast.nora.pk)


@pytest.mark.parametrize("who", ["olive", "carl", "audrey"])
def test_nobody_else_arranges(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(Refused, match="supervisor"):
        arrange(cast.viewer(who), now, cast)


def test_sent_twice_it_is_arranged_once(cast: Cast, nora: Viewer, now: datetime) -> None:
    chosen = new_id()
    assert arrange(nora, now, cast, id=chosen) == arrange(nora, now, cast, id=chosen)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"covering_id": "nora"}, "covering"),
        ({"covering_id": "adam"}, "covering"),
        ({"to_on": TODAY - timedelta(days=1)}, "to_on"),
        ({"from_on": TODAY - timedelta(days=9), "to_on": TODAY - timedelta(days=1)}, "to_on"),
        ({"covering_id": "carl"}, "from_on"),
    ],
)
def test_what_makes_no_sense_is_said(
    cast: Cast, nora: Viewer, now: datetime, more: dict[str, Any], field: str
) -> None:
    if isinstance(more.get("covering_id"), str):
        more = {**more, "covering_id": getattr(cast, more["covering_id"]).pk}
    with pytest.raises(Invalid) as raised:
        arrange(nora, now, cast, **more)
    assert list(raised.value.problems) == [field]


def test_somebody_unknown_cannot_be_away(cast: Cast, adam: Viewer, now: datetime) -> None:
    with pytest.raises(Invalid) as raised:
        arrange(adam, now, cast, absent_id=new_id())
    assert list(raised.value.problems) == ["absent"]


def test_ending_it_ends_the_sight(cast: Cast, nora: Viewer, now: datetime) -> None:
    coverage = arrange(nora, now, cast)
    end_coverage(actor=nora, now=now, coverage_id=coverage.pk)
    end_coverage(actor=nora, now=now + timedelta(hours=1), coverage_id=coverage.pk)
    assert cast.nora.pk not in cast.viewer("olive").caseload_staff_ids
    assert CaseEvent.objects.count() == 2


def test_who_stands_in_sees_it_but_does_not_end_it(
    cast: Cast, nora: Viewer, olive: Viewer, now: datetime
) -> None:
    coverage = arrange(nora, now, cast)
    assert get_coverage(olive, coverage.pk) == coverage
    with pytest.raises(Refused):
        end_coverage(actor=olive, now=now, coverage_id=coverage.pk)


def test_each_sees_the_coverages_that_concern_them(cast: Cast, olive: Viewer) -> None:
    (existing,) = Coverage.objects.all()
    shown = {
        who: coverages_shown_to(cast.viewer(who), today=TODAY)
        for who in ("nora", "carl", "susan", "audrey", "olive")
    }
    assert all(shown[who] == [existing] for who in ("nora", "carl", "susan", "audrey"))
    assert shown["olive"] == []
    with pytest.raises(NotFound):
        get_coverage(olive, existing.pk)


def test_the_system_gives_its_work_to_nobody(db: None) -> None:
    assert colleagues_of(system_viewer(), today=date(2026, 3, 2)) == []
