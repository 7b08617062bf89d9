"""What another wording of a program means for one case, in sentences."""

from typing import Any

from caseday.cases.rules.moving import Standing, effects_on, lost_by
from caseday.programs.queries import get_pack
from caseday.programs.rules import Pack
from caseday.testing.make import MONDAY_8

SLUG = "workers_compensation"
CASE = Standing(stage="active", case_type="field", acuity=2, jurisdiction="TX")


def shipped() -> Pack:
    return get_pack(SLUG, on=MONDAY_8.date())


def changed(**parts: Any) -> Pack:
    return shipped().model_copy(update=parts)


def test_the_same_wording_changes_nothing() -> None:
    assert effects_on(CASE, shipped(), shipped()) == []
    assert lost_by(CASE, shipped()) == []


def test_a_new_rule_of_visits_is_told_to_the_cases_that_it_is_for() -> None:
    [rule] = shipped().visit_rules
    weekly = rule.model_copy(update={"every": 1, "unit": "weeks", "word": "Seen weekly", "case_types": ()})
    assert effects_on(CASE, shipped(), changed(visit_rules=(weekly,))) == ["Visits: Seen weekly."]
    other = weekly.model_copy(update={"case_types": ("telephonic",)})
    assert effects_on(CASE, shipped(), changed(visit_rules=(other,))) == []


def test_what_may_follow_now_and_what_is_not_known_any_more() -> None:
    stages = tuple(one.model_copy(update={"next": ("closing",)}) for one in shipped().stages)
    after = changed(stages=stages, party_roles=())
    case = Standing(
        stage="active",
        case_type="field",
        acuity=2,
        jurisdiction="TX",
        roles=frozenset({"adjuster", "client"}),
    )
    assert effects_on(case, shipped(), after) == [
        "After Active treatment comes: Closing.",
        "Somebody of the case is 'adjuster', a role that it does not have; they stay as they are.",
    ]
