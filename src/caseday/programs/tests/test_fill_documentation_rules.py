"""Documentation rules of a pack lean on its first contacts, plans and activities: what of those is filled in."""

from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from caseday.programs.rules import Pack, read_pack
from caseday.programs.rules.documentation import Rule, rules_of
from caseday.programs.rules.documentation_kinds import DocumentationRule
from caseday.programs.rules.plans import PlanRule
from caseday.programs.rules.visits import FirstContactRule

SHIPPED = read_pack(
    (files("caseday.programs") / "packs" / "workers_compensation.toml").read_text("utf-8"), name="wc.toml"
)
BASED: dict[str, Any] = {"basis": "contract", "verified": False}
MARCH, MAY = date(2026, 3, 1), date(2026, 5, 31)


def asked(kind: str, **values: Any) -> DocumentationRule:
    return DocumentationRule(slug="rule", word="Rule", kind=kind, **{**BASED, **values})  # type: ignore[arg-type]


def contact(slug: str = "client", **values: Any) -> FirstContactRule:
    given = {"party_role": "client", "within": 4, "unit": "working_hours", **BASED, **values}
    return FirstContactRule(slug=slug, word="First", **given)


def plan(**values: Any) -> PlanRule:
    given = {"due_within": 30, "due_unit": "days", "signatures": ("client", "guardian"), **BASED, **values}
    return PlanRule(slug="plan", word="Plan", **given)


def filled(one: DocumentationRule, **of_pack: Any) -> list[Rule]:
    pack: Pack = SHIPPED.model_copy(update={"documentation_rules": (one,), **of_pack})
    return rules_of(pack)


def test_a_rule_that_leans_on_nothing_says_what_the_pack_says() -> None:
    (rule,) = filled(asked("visit_every", every=2, unit="months", place="residence", case_types=("field",)))
    assert (rule.slug, rule.kind, rule.every, rule.unit) == ("rule", "visit_every", 2, "months")
    assert (rule.place, rule.case_types, rule.starts) == ("residence", ("field",), "accepted")


def test_a_contact_is_whatever_the_pack_counts_as_one_unless_the_rule_names_its_own() -> None:
    said: dict[str, Any] = {"party_role": "client", "every": 14, "unit": "days"}
    (usual,) = filled(asked("contact_every", **said))
    assert {"call", "visit"} <= set(usual.activity_kinds)
    assert "travel" not in usual.activity_kinds
    (own,) = filled(asked("contact_every", activity_kinds=("meeting",), **said))
    assert own.activity_kinds == ("meeting",)


@pytest.mark.parametrize(("starts", "expected"), [("received", "referred"), ("accepted", "accepted")])
def test_a_first_contact_is_asked_for_in_its_own_time_and_of_its_own_person(
    starts: str, expected: str
) -> None:
    adjuster = contact("adjuster", party_role="adjuster", starts=starts, activity_kinds=("call",))
    (rule,) = filled(
        asked("first_contact_within", first_contact="adjuster"), first_contacts=(contact(), adjuster)
    )
    assert (rule.within, rule.unit, rule.starts) == (4, "working_hours", expected)
    assert (rule.party_role, rule.activity_kinds) == ("adjuster", ("call",))


def test_a_first_contact_without_activities_is_any_contact() -> None:
    (rule,) = filled(asked("first_contact_within", first_contact="client"), first_contacts=(contact(),))
    assert set(rule.activity_kinds) == SHIPPED.activities_that_are_contacts


def test_each_period_of_a_first_contact_is_a_rule_of_that_period() -> None:
    before = contact(within=14, unit="days", effective_to=MARCH)
    after = contact(within=21, unit="days", effective_from=date(2026, 3, 2), jurisdictions=("TN",))
    rules = filled(
        asked("first_contact_within", first_contact="client", effective_to=MAY),
        first_contacts=(before, after),
    )
    assert [(one.within, one.effective_from, one.effective_to) for one in rules] == [
        (14, date.min, MARCH),
        (21, date(2026, 3, 2), MAY),
    ]
    assert [one.jurisdictions for one in rules] == [(), ("TN",)]


def test_a_plan_is_signed_by_whom_its_plan_rule_names() -> None:
    said: dict[str, Any] = {"within": 10, "unit": "days"}
    adult, child = plan(case_types=("adult",)), plan(case_types=("child",), signatures=("guardian",))
    rules = filled(asked("plan_signed", **said), plan_rules=(adult, child))
    assert [(one.case_types, one.signatures) for one in rules] == [
        (("adult",), ("client", "guardian")),
        (("child",), ("guardian",)),
    ]
    (own,) = filled(asked("plan_signed", signatures=("worker",), **said), plan_rules=(adult, child))
    assert (own.case_types, own.signatures) == ((), ("worker",))


@pytest.mark.parametrize(
    ("rule", "of_plan"),
    [
        ({"case_types": ("adult",)}, {"case_types": ("child",)}),
        ({"jurisdictions": ("TX",)}, {"jurisdictions": ("TN",)}),
        ({"effective_from": MAY}, {"effective_to": MARCH}),
    ],
)
def test_a_rule_that_never_meets_the_plan_rule_asks_for_nothing(
    rule: dict[str, Any], of_plan: dict[str, Any]
) -> None:
    assert filled(asked("plan_signed", within=10, unit="days", **rule), plan_rules=(plan(**of_plan),)) == []


def test_where_both_name_types_and_days_the_rule_holds_for_what_they_share() -> None:
    (rule,) = filled(
        asked("plan_signed", within=10, unit="days", case_types=("adult", "child"), effective_from=MARCH),
        plan_rules=(plan(case_types=("child", "family"), effective_to=MAY),),
    )
    assert (rule.case_types, rule.effective_from, rule.effective_to) == (("child",), MARCH, MAY)
