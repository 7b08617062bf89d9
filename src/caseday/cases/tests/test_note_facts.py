"""Numbers, conditions, dates, goals and the case's own facts."""

from datetime import date

import pytest

from caseday.cases import actions, queries
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.programs.models import DiagnosisCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(case, nora, now):
    """Calls an action on the case as Nora."""

    def call(action, **values):
        target = {} if any(name.endswith("_id") for name in values) else {"case_id": case.pk}
        return action(actor=nora, now=now, **target, **values)

    return call


@pytest.fixture
def codes(db):
    DiagnosisCode.objects.create(code="S83242A", description="Other tear of medial meniscus, left knee")


def test_a_number_is_kept_as_typed_and_compared_without_its_spelling(on, case):
    added = on(actions.add_identifier, kind="state_file_number", value=" tx 99/1 ")
    assert (added.value, added.normalized) == ("tx 99/1", "TX991")
    assert on(actions.add_identifier, kind="claim_number", value="wc4417") == queries.identifiers_of(case)[0]


def test_a_number_without_letter_or_digit_is_refused(on):
    with pytest.raises(Invalid, match="Type the number"):
        on(actions.add_identifier, kind="claim_number", value=" -- ")


def test_a_repeated_request_notes_one_number(on, case):
    one_id = new_id()
    first = on(actions.add_identifier, kind="employee_number", value="E1", id=one_id)
    assert on(actions.add_identifier, kind="employee_number", value="E1", id=one_id) == first


def test_a_wrong_number_is_corrected_and_an_old_one_retired(on, case):
    claim = queries.identifiers_of(case)[0]
    on(actions.correct_identifier, identifier_id=claim.pk, kind="claim_number", value="WC-44-71")
    on(actions.retire_identifier, identifier_id=claim.pk)
    claim.refresh_from_db()
    assert (claim.normalized, claim.is_retired) == ("WC4471", True)


def test_the_same_number_on_another_case_is_told(case, open_new, nora, olive, cast):
    found = queries.cases_with_identifier(nora, "wc 44 17")
    assert str(found[0]) == f"WC-44-17 is also on case {case.number}, {case.person.full_name}"
    assert queries.cases_with_identifier(nora, "WC4417", besides=case.pk) == []
    assert queries.cases_with_identifier(nora, "W") == []
    assert queries.cases_with_identifier(nora, "nothing like it") == []
    hidden = queries.cases_with_identifier(olive, "WC4417")[0]
    assert hidden.case is None
    assert "another case (Nora Field)" in str(hidden)


def test_staff_of_the_same_name_are_found(cast):
    assert [one.name for one in queries.staff_named_like("Nora Ann Field", "")] == ["Nora Field"]
    assert queries.staff_named_like("Nora") == []
    assert queries.staff_named_like(" ") == []


def test_a_code_is_checked_and_brings_its_description(on, codes):
    condition = on(actions.add_condition, code="s83242a", side="left", is_primary=False)
    assert (condition.code, condition.description) == ("S83.242A", "Other tear of medial meniscus, left knee")
    assert on(actions.add_condition, code="S83.242A", description="Our words").description == "Our words"


def test_an_unknown_code_is_a_clear_error_and_words_alone_are_enough(on, codes):
    with pytest.raises(Invalid, match=r"S99.999Z is no ICD-10-CM code"):
        on(actions.add_condition, code="S99.999Z", description="x")
    with pytest.raises(Invalid, match="knee is no ICD"):
        on(actions.add_condition, code="knee")
    assert on(actions.add_condition, description="Sprain").code == ""
    with pytest.raises(Invalid, match="Describe it"):
        on(actions.add_condition, code=" ")


def test_without_a_loaded_release_a_well_formed_code_passes(on):
    assert on(actions.add_condition, code="m545").description == "M545"
    with pytest.raises(Invalid):
        on(actions.add_condition, code="not a code")


def test_a_condition_changes_and_ends_but_not_before_it_began(on, case):
    one = queries.conditions_of(case)[0]
    on(
        actions.change_condition,
        condition_id=one.pk,
        code="",
        description="Meniscus",
        onset_on=date(2026, 1, 5),
    )
    with pytest.raises(Invalid):
        on(actions.end_condition, condition_id=one.pk, ended_on=date(2025, 1, 1))
    on(actions.end_condition, condition_id=one.pk, ended_on=date(2026, 2, 1))
    with pytest.raises(Invalid):
        on(actions.change_condition, condition_id=one.pk, code="", description="x", onset_on=date(2026, 2, 2))
    one.refresh_from_db()
    assert (one.description, one.ended_on) == ("Meniscus", date(2026, 2, 1))


def test_a_repeated_request_adds_one_condition(on):
    one_id = new_id()
    assert on(actions.add_condition, description="x", id=one_id) == on(
        actions.add_condition, description="x", id=one_id
    )


def test_the_date_of_injury_is_the_cases_onset(on, case):
    injury = queries.key_dates_of(case)[0]
    on(actions.change_key_date, key_date_id=injury.pk, kind="injury", on=date(2026, 1, 6))
    case.refresh_from_db()
    assert case.onset_on == date(2026, 1, 6)
    on(actions.add_key_date, kind="surgery", on=date(2026, 2, 6), note="left knee")
    case.refresh_from_db()
    assert case.onset_on == date(2026, 1, 6)


def test_a_key_date_is_one_of_the_programs_added_once_and_taken_back(on, case):
    with pytest.raises(Invalid):
        on(actions.add_key_date, kind="birthday", on=date(2026, 1, 6))
    one_id = new_id()
    mmi = on(actions.add_key_date, kind="mmi", on=date(2026, 6, 1), id=one_id)
    assert on(actions.add_key_date, kind="mmi", on=date(2026, 6, 1), id=one_id) == mmi
    on(actions.remove_key_date, key_date_id=mmi.pk)
    assert [one.kind for one in queries.key_dates_of(case)] == ["injury"]


def test_goals_are_agreed_met_given_up_and_taken_up_again(on, case):
    one_id = new_id()
    goal = on(actions.add_goal, text=" Full duty ", agreed_with="Dana", agreed_on=date(2026, 3, 1), id=one_id)
    assert on(actions.add_goal, text="Full duty", id=one_id) == goal
    on(actions.change_goal, goal_id=goal.pk, text="Full duty by June", target_on=date(2026, 6, 1))
    with pytest.raises(Invalid, match="given up"):
        on(actions.end_goal, goal_id=goal.pk, is_met=False)
    on(actions.end_goal, goal_id=goal.pk, is_met=False, result="Worker moved", ended_on=date(2026, 3, 1))
    assert [one.state for one in queries.goals_of(case)] == ["open", "dropped"]
    on(actions.reopen_goal, goal_id=goal.pk)
    assert on(actions.end_goal, goal_id=goal.pk, is_met=True).ended_on == date(2026, 3, 2)
    with pytest.raises(Invalid, match="what is to be reached"):
        on(actions.add_goal, text=" ")


def test_facts_change_within_the_program(on, case):
    changed = on(
        actions.update_case, acuity=3, case_type="telephonic", occupation="Roofer", visit_skills="RN"
    )
    assert (changed.acuity, changed.case_type, changed.occupation) == (3, "telephonic", "Roofer")
    assert changed.visit_skills == "RN"
    with pytest.raises(Invalid):
        on(actions.update_case, acuity=7)
    with pytest.raises(Invalid):
        on(actions.update_case, case_type="nothing")
    with pytest.raises(TypeError):
        on(actions.update_case, status="closed")


def test_the_stage_follows_the_program(on, case):
    assert on(actions.change_stage, stage="active").stage == "active"
    with pytest.raises(Invalid):
        on(actions.change_stage, stage="referral")


@pytest.mark.parametrize(
    "part", ["parties", "identifiers", "conditions", "key_dates", "goals", "first_contacts"]
)
def test_parts_are_hidden_with_their_case(case, nora, olive, part):
    item = getattr(queries, f"{part}_of")(case)[0]
    assert queries.get_part(nora, part, item.pk) == item
    with pytest.raises(NotFound):
        queries.get_part(olive, part, item.pk)


def test_readers_change_nothing(case, audrey, now):
    goal = queries.goals_of(case)[0]
    with pytest.raises(Refused):
        actions.end_goal(actor=audrey, now=now, goal_id=goal.pk, is_met=True)
