"""Opening a case outside one's sight: with a reason, for some hours, never unseen."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from caseday.access.actions import GLASS_OPEN, break_glass, close_glass, review_glass_break
from caseday.access.models import CaseEvent, GlassBreak
from caseday.access.queries import get_glass_break, glass_breaks_to_review, open_glass_breaks
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
REASON = "The patient called in pain; Nora cannot be reached."


@pytest.fixture
def case(cast: Cast) -> Case:
    made = make_case(cast.nora, number="CD-77001")
    made.identifiers.create(kind="claim", value="WC-4417-A", normalized="WC4417A")
    return made


def opened(actor: Viewer, now: datetime, **more: Any) -> GlassBreak:
    return break_glass(actor=actor, now=now, **{"number": "CD-77001", "reason": REASON, **more})


def test_it_opens_the_case_for_four_hours_and_no_longer(
    cast: Cast, case: Case, olive: Viewer, now: datetime
) -> None:
    with pytest.raises(NotFound):
        get_case(olive, case.pk)
    glass = opened(olive, now)
    assert glass.expires_at == now + GLASS_OPEN
    assert get_case(cast.viewer("olive", now + timedelta(hours=3)), case.pk) == case
    with pytest.raises(NotFound):
        get_case(cast.viewer("olive", now + timedelta(hours=5)), case.pk)


def test_it_is_in_the_history_of_the_case(case: Case, olive: Viewer, now: datetime) -> None:
    opened(olive, now)
    event = CaseEvent.objects.get(chain_id=case.pk)
    assert (event.verb, event.actor_name, event.chain_kind) == ("glass_broken", "Olive Other", "case")
    assert event.changes[0]["fields"]["reason"] == [None, REASON]


@pytest.mark.parametrize("number", ["cd-77001", " CD-77001 ", "wc 4417 a", "WC-4417-A"])
def test_the_case_is_found_by_its_exact_number_or_identifier(
    case: Case, olive: Viewer, now: datetime, number: str
) -> None:
    assert opened(olive, now, number=number).case_id == case.pk


@pytest.mark.parametrize("number", ["CD-7700", "", "%", "4417", "---"])
def test_a_part_of_a_number_finds_nothing(case: Case, olive: Viewer, now: datetime, number: str) -> None:
    with pytest.raises(Invalid) as raised:
        opened(olive, now, number=number)
    assert "exactly" in raised.value.problems["number"]


def test_a_number_of_two_cases_opens_neither(cast: Cast, case: Case, olive: Viewer, now: datetime) -> None:
    make_case(cast.nora).identifiers.create(kind="claim", value="WC 4417 A", normalized="WC4417A")
    with pytest.raises(Invalid):
        opened(olive, now, number="WC4417A")


def test_it_needs_a_reason(case: Case, olive: Viewer, now: datetime) -> None:
    with pytest.raises(Invalid) as raised:
        opened(olive, now, reason=" urgent ")
    assert list(raised.value.problems) == ["reason"]


@pytest.mark.parametrize("who", ["adam", "audrey"])
def test_who_does_not_work_on_cases_does_not_break_the_glass(
    cast: Cast, case: Case, now: datetime, who: str
) -> None:
    with pytest.raises(Refused):
        opened(cast.viewer(who), now)


def test_opened_twice_it_is_opened_once(case: Case, olive: Viewer, now: datetime) -> None:
    chosen = new_id()
    glass = opened(olive, now, id=chosen)
    assert opened(olive, now, id=chosen) == glass
    assert opened(olive, now + timedelta(hours=1)) == glass
    assert opened(olive, now + timedelta(hours=5)) != glass


def test_the_one_who_opened_it_closes_it(
    cast: Cast, case: Case, olive: Viewer, nora: Viewer, now: datetime
) -> None:
    glass = opened(olive, now)
    with pytest.raises(NotFound):
        close_glass(actor=nora, now=now, glass_id=glass.pk)
    later = now + timedelta(minutes=5)
    close_glass(actor=olive, now=later, glass_id=glass.pk)
    close_glass(actor=olive, now=later, glass_id=glass.pk)
    assert cast.viewer("olive", later).opened_case_ids == set()
    assert CaseEvent.objects.filter(verb="glass_closed").count() == 1


def test_the_banner_costs_nothing_where_nothing_is_open(
    cast: Cast, case: Case, olive: Viewer, now: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert open_glass_breaks(olive, now=now) == []
    glass = opened(olive, now)
    assert open_glass_breaks(cast.viewer("olive", now), now=now) == [glass]


def test_a_supervisor_reviews_the_own_teams_and_never_the_own(
    cast: Cast, case: Case, carl: Viewer, olive: Viewer, susan: Viewer, now: datetime
) -> None:
    of_olive, of_carl, of_susan = opened(olive, now), opened(carl, now), opened(susan, now)
    assert glass_breaks_to_review(susan) == [of_carl]
    review_glass_break(actor=susan, now=now, glass_id=of_carl.pk, note=" Nora agreed. ")
    review_glass_break(actor=susan, now=now, glass_id=of_carl.pk, note="again")
    reviewed = get_glass_break(susan, of_carl.pk)
    assert (reviewed.reviewed_by, reviewed.reviewed_at, reviewed.review_note) == (
        cast.susan,
        now,
        "Nora agreed.",
    )
    for other in (of_olive, of_susan):
        with pytest.raises(NotFound):
            review_glass_break(actor=susan, now=now, glass_id=other.pk)


def test_administrators_review_and_auditors_read(
    cast: Cast, case: Case, olive: Viewer, carl: Viewer, adam: Viewer, audrey: Viewer, now: datetime
) -> None:
    first, second = opened(olive, now), opened(carl, now + timedelta(minutes=1))
    review_glass_break(actor=adam, now=now, glass_id=second.pk)
    assert glass_breaks_to_review(audrey) == [first, second], "what nobody has reviewed comes first"
    with pytest.raises(Refused):
        review_glass_break(actor=audrey, now=now, glass_id=first.pk)
    assert glass_breaks_to_review(cast.viewer("nora")) == []


def test_nobody_reviews_their_own(cast: Cast, case: Case, olive: Viewer, adam: Viewer, now: datetime) -> None:
    glass = opened(olive, now)
    GlassBreak.objects.update(staff=cast.adam)
    with pytest.raises(Refused, match="Somebody else"):
        review_glass_break(actor=adam, now=now, glass_id=glass.pk)
