"""What every shipped pack says makes sense: nobody who works by it stands before a question without an answer."""

from collections import Counter
from datetime import date

import pytest

from caseday.programs.queries import all_packs, shipped_packs_on
from caseday.programs.rules import Figure, Pack, Scoped, referral_fields
from caseday.programs.rules.parts import Part

TODAY = date(2026, 3, 2)
NINE = {
    "disability_services",
    "education",
    "family_services",
    "geriatric_care",
    "homeless",
    "medical",
    "mental_health",
    "vocational_rehabilitation",
    "workers_compensation",
}
# What a journal knows; a pack says how each is written up.
_ACTIVITIES = {"call", "visit", "meeting", "message", "travel", "wait", "research", "paperwork"}


def test_there_are_nine_programs():
    assert {pack.slug for pack in shipped_packs_on(TODAY)} == NINE


@pytest.fixture(params=all_packs(), ids=lambda pack: pack.slug)
def pack(request: pytest.FixtureRequest) -> Pack:
    return request.param


def _holding(rules, case_type):
    return [one for one in rules if one.holds(jurisdiction="TX", case_type=case_type, on=TODAY)]


def _figures(part):
    """Every figure of a pack, however deep."""
    if isinstance(part, Figure):
        yield part
    for name in type(part).model_fields:
        value = getattr(part, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Part):
                yield from _figures(one)


def test_every_activity_is_written_up_in_a_format_that_fits(pack):
    assert {kind.slug for kind in pack.activity_kinds} == _ACTIVITIES
    assert pack.note_formats[0].slug == "narrative", "what is turned back into plain text needs it"
    for kind in pack.activity_kinds:
        assert pack.note_format_for(kind.slug).slug == kind.note_format
        if kind.counts_as_contact:
            assert kind.needs_note, f"{kind.slug}: a contact without a note tells an auditor nothing"
    assert all(len(one.slug) <= 12 for one in pack.note_formats), "the journal keeps twelve letters"


def test_every_stage_is_reached_and_left(pack):
    reached = {slug for stage in pack.stages for slug in stage.next} | {pack.stages[0].slug}
    assert reached == {stage.slug for stage in pack.stages}
    assert all(stage.next for stage in pack.stages), "also a closing case may turn out to go on"
    closing = {stage.slug for stage in pack.stages if stage.is_closing}
    assert closing
    assert not any(stage.requires for stage in pack.stages[:1]), "a case is simply there in the first"


def test_every_kind_of_case_is_reached_planned_and_seen_to(pack):
    for kind in pack.case_types:
        first = _holding(pack.first_contacts, kind.slug)
        assert {"client"} & {one.party_role for one in first}, f"{kind.slug}: nobody speaks with the client"
        assert max(Counter(one.slug for one in first).values()) == 1
        assert len(_holding(pack.plan_rules, kind.slug)) <= 1, f"{kind.slug}: two plans"
        needed = {said for stage in pack.stages for said in stage.requires}
        if "consent_signed" in needed:
            assert _holding(pack.consent_rules, kind.slug), f"{kind.slug}: which consent?"
        for said in needed:
            name, _, instrument = said.partition(":")
            if name == "assessment_done":
                due = {one.instrument for one in _holding(pack.assessments_due, kind.slug)}
                assert instrument in due, f"{kind.slug}: {instrument} is waited for and never due"


def test_a_plan_that_is_waited_for_has_a_day(pack):
    needed = {said for stage in pack.stages for said in stage.requires}
    assert pack.plan_rules or "plan_signed" not in needed


def test_what_is_asked_at_referral_can_be_asked(pack):
    asked = referral_fields(pack)
    assert asked.referrer, "somebody sent the case"
    assert asked.number, "by some number others know it"


def test_a_figure_is_verified_only_where_a_source_was_read(pack):
    sources = {one.slug: one for one in pack.citations}
    for figure in _figures(pack):
        if figure.verified:
            assert figure.basis != "contract"
            assert sources[figure.basis].url, f"{figure.basis}: where can it be read?"


def test_who_signs_reads_what_they_sign_in_their_language(pack):
    for plan in pack.plan_rules:
        if plan.signatures:
            assert {"en", "es"} <= set(plan.legal_text), plan.slug


def test_every_request_can_come_to_a_good_end(pack):
    roles = {role.slug for role in pack.party_roles} | {"client", "case_manager"}
    for kind in pack.request_kinds:
        for step in kind.steps:
            assert set(step.answered_by) <= roles
            ways = {one.effect for one in step.outcomes}
            assert not ways or "good" in ways, f"{kind.slug}, {step.slug}: it can only fail"
        assert kind.steps[-1].answered_by


def test_time_is_billed_as_one_thing(pack):
    by_itself = [one for one in pack.activity_codes if not one.is_by_choice]
    worked = [one for one in by_itself if not one.is_no_show and not one.is_mileage]
    billed = Counter(slug for code in worked for slug in code.activity_kinds)
    assert all(count == 1 for count in billed.values()), "an activity would be billed twice"
    for kind in pack.case_types:
        rates = Counter(one.activity_code for one in _holding(pack.rates, kind.slug))
        assert all(count == 1 for count in rates.values())


def test_every_scope_names_a_kind_of_case_that_exists(pack):
    types = {kind.slug for kind in pack.case_types}
    for figure in _figures(pack):
        if isinstance(figure, Scoped):
            assert set(figure.case_types) <= types
