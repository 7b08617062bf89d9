"""What a person decides about their day is kept with its event, and the plan follows it."""

from datetime import date, time, timedelta

import pytest

from caseday.access.models import CaseEvent
from caseday.dayplan.actions import move_item, not_today, pin_item, set_wishes, take_back_choice, tick_item
from caseday.dayplan.models import PlanChoice, PlanWishes
from caseday.dayplan.queries.gathering import problem_for, wishes_of
from caseday.dayplan.rules.problem import Window
from caseday.dayplan.rules.wishes import Wishes
from caseday.dayplan.tests.ends import at, end, found
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def todo(cast):
    return end(case=make_case(cast.nora))


def plan(viewer, *ends, now=MONDAY_8):
    return problem_for(viewer, now=now, found=found(*ends))


def item_of(gathered, todo):
    return gathered.item(f"open:{todo.key}")


def asked(nora, todo, **fields):
    return {"actor": nora, "now": MONDAY_8, "on": MONDAY, "key": f"open:{todo.key}"} | fields


def test_a_pinned_thing_stands_there(nora, todo):
    pin_item(**asked(nora, todo), at=at(14.5), title="Ask for the report")
    gathered = plan(nora, todo)
    assert item_of(gathered, todo).pinned_start == 870
    assert gathered.things[f"open:{todo.key}"].choice == "pinned"


def test_a_moved_thing_stands_about_there(nora, todo):
    move_item(**asked(nora, todo), at=at(14.5))
    item = item_of(plan(nora, todo), todo)
    assert item.pinned_start is None and item.preferred == (Window(855, 895),)


def test_a_pin_whose_hour_is_over_no_longer_holds(nora, todo):
    pin_item(**asked(nora, todo), at=at(9))
    assert item_of(plan(nora, todo, now=at(9)), todo).pinned_start == 540
    assert item_of(plan(nora, todo, now=at(9.05)), todo).pinned_start is None


def test_an_appointment_is_not_moved_by_a_pin(nora, todo, cast):
    one = make_appointment(make_case(cast.nora), office=make_office(), starts_at=at(10))
    pin_item(**asked(nora, todo, key=f"stop:{one.pk}"), at=at(14))
    assert plan(nora).item(f"stop:{one.pk}").pinned_start is None


def test_what_is_put_off_is_out_of_the_plan_and_still_listed(nora, todo):
    not_today(**asked(nora, todo), instead_on=date(2026, 3, 4))
    gathered = plan(nora, todo)
    assert item_of(gathered, todo) is None
    assert [(one.title, one.instead_on) for one in gathered.put_off] == [
        ("Ask for the report", date(2026, 3, 4))
    ]


def test_what_is_ticked_is_done(nora, todo):
    tick_item(**asked(nora, todo, key="lunch"))
    gathered = plan(nora, todo)
    assert gathered.item("lunch") is None and gathered.put_off == ()


def test_a_choice_counts_for_its_day_and_its_person(nora, carl, todo):
    not_today(**asked(nora, todo, on=date(2026, 3, 3)))
    assert item_of(plan(nora, todo), todo) is not None
    not_today(**asked(nora, todo))
    assert item_of(plan(carl, todo), todo) is not None


def test_the_last_choice_counts_and_can_be_taken_back(nora, todo):
    pin_item(**asked(nora, todo), at=at(9))
    not_today(**asked(nora, todo))
    assert PlanChoice.objects.get().kind == "not_today"
    take_back_choice(**asked(nora, todo))
    take_back_choice(**asked(nora, todo))
    assert not PlanChoice.objects.exists()
    verbs = list(CaseEvent.objects.filter(chain_id=nora.staff_id).values_list("verb", flat=True))
    assert verbs == ["plan_item_pinned", "plan_item_not_today", "plan_choice_taken_back"]


def test_the_same_choice_again_is_no_new_event(nora, todo):
    pin_item(**asked(nora, todo), at=at(9))
    pin_item(**asked(nora, todo, now=at(8.1)), at=at(9))
    assert CaseEvent.objects.filter(chain_id=nora.staff_id).count() == 1


@pytest.mark.parametrize("day", [MONDAY, MONDAY - timedelta(days=1)])
def test_instead_is_a_later_day(nora, todo, day):
    with pytest.raises(Invalid):
        not_today(**asked(nora, todo), instead_on=day)


@pytest.mark.parametrize("key", ["", "k" * 141])
def test_a_choice_is_about_something_of_the_plan(nora, todo, key):
    with pytest.raises(Invalid):
        tick_item(**asked(nora, todo, key=key))


def test_who_works_on_no_cases_plans_no_day(adam, audrey, todo):
    for viewer in (adam, audrey):
        with pytest.raises(Refused):
            tick_item(**asked(viewer, todo))


def test_wishes_are_kept_and_come_back(nora):
    office = make_office()
    wishes = Wishes(("drive_less",), time(7), time(16), 45, time(11), time(13), 2, True, True)
    kept = set_wishes(actor=nora, now=MONDAY_8, wishes=wishes, office_id=office.pk)
    assert wishes_of(PlanWishes.objects.get()) == wishes and kept.office == office
    set_wishes(actor=nora, now=MONDAY_8, wishes=Wishes())
    assert wishes_of(PlanWishes.objects.get()) == Wishes()
    assert CaseEvent.objects.filter(verb="plan_wishes_set").count() == 2


@pytest.mark.parametrize(
    ("field", "wishes"),
    [
        ("chosen", Wishes(("fly",))),
        ("day_to", Wishes(day_from=time(17), day_to=time(8))),
        ("lunch_minutes", Wishes(lunch_minutes=121, lunch_to=time(15))),
        ("lunch_to", Wishes(lunch_minutes=91)),
        ("short_breaks", Wishes(short_breaks=5)),
        ("office", Wishes(ends_at_office=True)),
    ],
)
def test_what_cannot_be_wished_is_said_field_by_field(nora, field, wishes):
    with pytest.raises(Invalid) as refused:
        set_wishes(actor=nora, now=MONDAY_8, wishes=wishes)
    assert list(refused.value.problems) == [field]


def test_an_office_that_is_not_there_is_not_found(nora):
    with pytest.raises(NotFound):
        set_wishes(actor=nora, now=MONDAY_8, wishes=Wishes(), office_id=new_id())
