"""A case goes on by what its next stage requires; who goes on all the same says why."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer
from caseday.cases import actions, queries
from caseday.cases.models import Case, FirstContact, Goal, StageChange
from caseday.cases.rules.stages import Asked, asked_for, asked_words, condition_words, line_of
from caseday.cases.stage_facts import is_true
from caseday.kernel.errors import Invalid, NotFound
from caseday.programs import queries as programs
from caseday.programs.rules import Pack, Stage
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def nora(cast: Cast) -> Viewer:
    return cast.viewer("nora")


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, stage="referral")


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Gives every stage these conditions, and lets nobody past them where `is_strict`."""

    def require(*requires: str, is_strict: bool = False) -> None:
        def changed(pack: Pack) -> Pack:
            update = {"requires": requires, "is_strict": is_strict}
            return pack.model_copy(
                update={"stages": tuple(one.model_copy(update=update) for one in pack.stages)}
            )

        packs = tuple(changed(one) for one in programs.all_packs())
        monkeypatch.setattr(programs, "all_packs", lambda: packs)

    yield require


def test_a_case_goes_on_where_nothing_is_missing(nora: Viewer, case: Case) -> None:
    moved = actions.change_stage(actor=nora, now=MONDAY_8, case_id=case.pk, stage="active")
    assert (moved.stage, moved.stage_at) == ("active", MONDAY_8)
    kept = StageChange.objects.get(case=case)
    assert (kept.stage, kept.missing, kept.reason) == ("active", "", "")
    again = actions.change_stage(actor=nora, now=MONDAY_8 + DAY, case_id=case.pk, stage="active")
    assert again.stage_at == MONDAY_8


def test_what_is_missing_is_named_and_a_reason_is_kept(nora: Viewer, case: Case, strict: Any) -> None:
    strict("first_contacts_done")
    FirstContact.objects.create(case=case, role="client", due_at=MONDAY_8)
    with pytest.raises(Invalid, match="Still missing: the first contacts") as refused:
        actions.change_stage(actor=nora, now=MONDAY_8, case_id=case.pk, stage="active")
    assert list(refused.value.problems) == ["reason"]
    actions.change_stage(
        actor=nora, now=MONDAY_8, case_id=case.pk, stage="active", reason=" Moved abroad for a month "
    )
    kept = StageChange.objects.get(case=case)
    assert kept.reason == "Moved abroad for a month"
    assert kept.missing.startswith("the first contacts")
    assert "although missing" in CaseEvent.objects.get(verb="stage_changed").summary


def test_a_strict_stage_lets_nobody_past(nora: Viewer, case: Case, strict: Any) -> None:
    strict("goals_set", is_strict=True)
    with pytest.raises(Invalid, match="needs this first: at least one goal"):
        actions.change_stage(actor=nora, now=MONDAY_8, case_id=case.pk, stage="active", reason="Because")
    way = queries.ways_on(nora, case.pk, MONDAY_8)[0]
    assert way.is_barred
    Goal.objects.create(case=case, text="Back at work")
    assert actions.change_stage(actor=nora, now=MONDAY_8, case_id=case.pk, stage="active").stage == "active"


@pytest.mark.parametrize("stage", ["nowhere", "referral"])
def test_the_program_says_what_may_follow(nora: Viewer, cast: Cast, stage: str) -> None:
    case = make_case(cast.nora, stage="active")
    with pytest.raises(Invalid, match=r"Choose a stage|does not follow"):
        actions.change_stage(actor=nora, now=MONDAY_8, case_id=case.pk, stage=stage)


def test_conditions_of_a_case_are_told_by_its_facts(nora: Viewer, case: Case) -> None:
    told = {
        name: is_true(name, nora, case, MONDAY_8, "")
        for name in ("first_contacts_done", "goals_set", "work_status_known", "closure_reason")
    }
    assert told == {
        "first_contacts_done": True,
        "goals_set": False,
        "work_status_known": False,
        "closure_reason": False,
    }
    assert is_true("moon_is_full", nora, case, MONDAY_8, "") is None


def test_what_nothing_can_tell_is_missing_and_says_so(nora: Viewer, case: Case, strict: Any) -> None:
    strict("moon_is_full")
    missing = queries.missing_before(nora, case, "active", MONDAY_8)
    assert [(one.words, one.is_known) for one in missing] == [("moon is full", False)]
    assert queries.missing_before(nora, case, "nowhere", MONDAY_8) == []


def test_conditions_read_as_words(cast: Cast) -> None:
    pack = programs.get_pack("workers_compensation", on=MONDAY_8.date())
    assert condition_words(pack, "document", "denial_letter").startswith("a paper: ")
    assert condition_words(pack, "assessment_done", "phq9") == "the assessment PHQ9"
    assert condition_words(pack, "assessment_done", "home_safety") == "the assessment home safety"
    assert condition_words(pack, "visit_done", "") == "a visit to the injured worker"


def test_what_is_asked_for_by_name_is_named_where_it_lacks() -> None:
    given = Asked("Release", "Rosa (client)", "consent", on=date(2026, 3, 2))
    old = Asked("Treatment", "guardian", "treatment", date(2025, 1, 1), date(2026, 1, 1), has_run_out=True)
    never = Asked("Employers", "client", "employer")
    assert [one.state for one in (given, old, never)] == ["given", "expired", "missing"]
    assert asked_words((given, old, never)) == (
        "Treatment, by guardian (ran out on Jan 1, 2026); Employers, by client (not on file)"
    )
    assert given.words == "Release, by Rosa (client) (on file)" and asked_words((given,)) == ""
    stage = Stage(slug="a", word="A", requires=("consent_signed", "goals_set"))
    assert asked_for(stage, lambda name, _: (never,) if name == "consent_signed" else ()) == (never,)


def test_the_line_of_stages_says_what_is_passed_and_what_may_come(case: Case) -> None:
    stages = [
        Stage(slug="a", word="A", next=("b",)),
        Stage(slug="b", word="B", next=("c", "a")),
        Stage(slug="c", word="C"),
        Stage(slug="d", word="D"),
    ]
    assert [one.place for one in line_of(stages, "b")] == ["passed", "present", "next", "later"]
    assert [one.place for one in line_of(stages, "gone")] == ["later"] * 4
    assert [one.place for one in queries.stage_line(case)][:1] == ["present"]


def test_how_long_a_case_was_in_each_stage(nora: Viewer, case: Case, cast: Cast) -> None:
    assert queries.stage_history(nora, case.pk, MONDAY_8) == []
    actions.change_stage(actor=nora, now=MONDAY_8, case_id=case.pk, stage="active")
    actions.change_stage(actor=nora, now=MONDAY_8 + 5 * DAY, case_id=case.pk, stage="closing")
    stays = queries.stage_history(nora, case.pk, MONDAY_8 + 7 * DAY)
    assert [(one.word, one.days, one.by) for one in stays][:1] == [(stays[0].word, 2, "Nora Field")]
    assert [one.days for one in stays] == [2, 5]
    assert queries.stages_entered([case.pk])[case.pk]["active"] == MONDAY_8
    with pytest.raises(NotFound):
        queries.stage_history(cast.viewer("olive"), case.pk, MONDAY_8)


def test_a_case_that_begins_is_in_its_first_stage(nora: Viewer, cast: Cast) -> None:
    new = actions.NewCase(
        person_id=make_case(cast.nora).person_id, program="workers_compensation", referred_at=MONDAY_8
    )
    opened = actions.open_case(actor=nora, now=MONDAY_8, new=new, assign_to_id=cast.nora.pk)
    assert opened.stage_at == MONDAY_8
    assert queries.stages_entered([opened.pk]) == {opened.pk: {"referral": MONDAY_8}}


def test_the_board_counts_cases_by_stage_the_longest_there_first(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    make_case(cast.nora, stage="active", stage_at=MONDAY_8 - 3 * DAY)
    make_case(cast.carl, stage="active", stage_at=MONDAY_8 - 9 * DAY)
    make_case(cast.carl, stage="odd", referred_at=MONDAY_8 - 2 * DAY)
    make_case(cast.nora, stage="active", status="closed")
    make_case(cast.olive)
    susan = cast.viewer("susan")
    with django_assert_num_queries(1):
        [program] = queries.stage_board(susan, MONDAY_8)
    active = next(one for one in program.stages if one.slug == "active")
    assert [one.days for one in active.cases] == [9, 3]
    assert (program.count, active.count, active.longest_days) == (3, 2, 9)
    assert program.stages[-1].word == "Odd"
    [of_carl] = queries.stage_board(susan, MONDAY_8, worker_id=cast.carl.pk)
    assert of_carl.count == 2
