"""Ladders of requests, papers, checklists and restrictions of the shipped pack."""

from datetime import date
from importlib.resources import files

import pytest

from caseday.programs import queries
from caseday.programs.rules import PackError, read_pack

TEXT = (files("caseday.programs") / "packs" / "workers_compensation.toml").read_text("utf-8")
PACK = read_pack(TEXT, name="wc.toml")
KINDS = {one.slug: one for one in PACK.request_kinds}


def _problem(old: str, new: str, **context) -> str:
    assert old in TEXT
    with pytest.raises(PackError) as caught:
        read_pack(TEXT.replace(old, new, 1), name="wc.toml", **context)
    return str(caught.value)


def _line(text: str) -> int:
    return next(n for n, line in enumerate(TEXT.splitlines(), start=1) if text in line)


def test_every_kind_of_request_is_there():
    assert set(KINDS) == {
        *("authorization", "specialist_referral", "transfer_of_care", "prescription", "imaging", "surgery"),
        *("records", "equipment", "therapy", "transport", "interpreter", "new_date", "information"),
        "community_resource",
    }


def test_every_kind_of_paper_is_there():
    assert {one.slug for one in PACK.document_kinds} == {
        *("imaging_report", "visit_report", "operative_report", "certification", "non_certification"),
        *("prescription", "work_status", "consent", "letter", "photo", "imaging_media", "other"),
    }
    assert [one.slug for one in PACK.document_kinds if one.is_report_of_visit] == ["visit_report"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_ladder_is_climbed_from_its_first_step_to_its_last(kind):
    climbed, step = [], kind.first_step
    while step is not None:
        climbed.append(step.slug)
        step = kind.step_after(step.slug)
    assert climbed == [one.slug for one in kind.ladder()]
    assert all(kind.is_before(one, other) for one, other in zip(climbed, climbed[1:], strict=False))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_step_with_outcomes_can_end_well_and_what_blocks_asks_for_a_reason(kind):
    for step in kind.steps:
        effects = {one.effect for one in step.outcomes}
        assert not effects or "good" in effects
        assert all(one.needs_reason for one in step.outcomes if one.effect != "good")


def test_what_only_an_outcome_brings_is_on_the_ladder_after_it():
    kind = KINDS["authorization"]
    assert kind.step_after("decided") is None
    assert kind.step_after("decided", {"certified"}) is None
    assert kind.step_after("decided", {"non_certified"}).slug == "appealed"
    assert kind.step_after("appealed", {"non_certified", "appeal_asked"}).slug == "appeal_decided"
    assert kind.step("decided").outcome("non_certified").opens_clock == "appeal"
    assert kind.step("decided").outcome("certified").effect == "good"
    assert kind.step("decided").outcome("nothing") is None


def test_a_step_that_the_ladder_lacks_is_before_nothing():
    kind = KINDS["prescription"]
    assert kind.is_before("prescribed", "picked_up")
    assert not kind.is_before("picked_up", "prescribed")
    assert not kind.is_before("filled", "filled")
    assert not kind.is_before("nothing", "filled")
    assert not kind.is_before("filled", "nothing")
    assert kind.step("nothing") is None
    assert kind.step_after("nothing") is None


def test_a_rejected_prescription_blocks_and_asks_why():
    rejected = KINDS["prescription"].step("covered").outcome("rejected")
    assert (rejected.effect, rejected.needs_reason, rejected.opens_clock) == ("blocked", True, "")


def test_surgery_has_its_checklist_with_every_line():
    checklist = PACK.checklist(KINDS["surgery"].checklist)
    assert [one.slug for one in checklist.lines] == [
        *("authorization", "clearance", "date_and_time", "place", "fasting", "medication_before"),
        *("transport_there", "transport_back", "medication_after", "equipment", "therapy"),
        *("follow_up_visit", "work_note", "at_home"),
    ]
    assert min(one.stands_out_days_before for one in checklist.lines) == 3
    assert checklist.line("at_home").confirmed_by == ("client", "family")
    assert checklist.line("nothing") is None
    assert PACK.checklist("nothing") is None


def test_restrictions_have_their_units():
    assert {one.slug: one.unit for one in PACK.restriction_kinds}["stand"] == "hours a day"
    assert {
        "lift",
        "carry",
        "push_pull",
        "walk",
        "sit",
        "reach",
        "bend",
        "kneel",
        "climb",
        "drive",
        "grip",
    } < {one.slug for one in PACK.restriction_kinds}


@pytest.mark.parametrize(
    ("old", "new", "path", "reason"),
    [
        (
            'answered_by = ["utilization_review", "adjuster"], usual_within = 1',
            'answered_by = ["reviewer"], usual_within = 1',
            "request_kinds.0.steps.1.answered_by",
            "'reviewer' is not among party_roles",
        ),
        (
            'must_know = ["client", "physician", "adjuster"]',
            'must_know = ["case_manager"]',
            "request_kinds.0.must_know",
            "'case_manager' is not among party_roles",
        ),
        (
            'only_after = ["modified", "non_certified"]',
            'only_after = ["upheld"]',
            "request_kinds.0.steps.3.only_after",
            "'upheld' is not among outcomes of earlier steps",
        ),
        (
            'checklist = "surgery"',
            'checklist = "operation"',
            "request_kinds.5.checklist",
            "'operation' is not among checklists",
        ),
        (
            'slug = "received_by_review", word = "Received by review", answered_by',
            'slug = "requested", word = "Received by review", answered_by',
            "request_kinds.0.steps.1.slug",
            "'requested' is there twice",
        ),
        (
            'slug = "modified", word = "Modified"',
            'slug = "certified", word = "Modified"',
            "request_kinds.0.steps.2.outcomes.1.slug",
            "'certified' is there twice",
        ),
        (
            'confirmed_by = ["physician", "surgery_coordinator"]',
            'confirmed_by = ["nobody"]',
            "checklists.0.lines.1.confirmed_by",
            "'nobody' is not among party_roles",
        ),
        (
            'slug = "clearance", word',
            'slug = "authorization", word',
            "checklists.0.lines.1.slug",
            "'authorization' is there twice",
        ),
        (
            'word = "Requested", answered_by',
            'word = "Requested", basis = "rumor", answered_by',
            "request_kinds.0.steps.0.basis",
            "'rumor' is not among citations",
        ),
        (
            'word = "Requested", answered_by = ["physician", "surgeon", "specialist", "therapist"]',
            'word = "Requested", answered_by = []',
            "request_kinds.0.steps.0.answered_by",
            "should have at least 1 item",
        ),
        (
            'word = "Withdrawn", effect = "final"',
            'word = "Withdrawn", effect = "over"',
            "request_kinds.0.steps.2.outcomes.4.effect",
            "should be 'good', 'blocked' or 'final'",
        ),
    ],
)
def test_a_mistake_inside_a_ladder_is_named_with_its_own_line(old, new, path, reason):
    said = _problem(old, new)
    assert said.startswith(f"wc.toml line {_line(old)}, {path}: ")
    assert reason in said


def test_a_clock_that_nobody_has_is_named():
    old = 'slug = "upheld", word = "Upheld"'
    said = _problem(old, old, clocks={"appeal"})
    assert f"line {_line(old)}, request_kinds.0.steps.4.outcomes.1.opens_clock: 'independent_review'" in said
    said = _problem(old, old, clocks={"independent_review"})
    assert "document_kinds.4.opens_clock: 'appeal' is not among clocks" in said


def test_the_shipped_packs_open_clocks_that_are_there():
    assert queries.get_pack("workers_compensation", on=date(2026, 1, 1)) == PACK
