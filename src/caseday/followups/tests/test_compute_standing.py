"""Where a request stands follows from what was said; what was said is never lost, and never verified by itself."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from caseday.followups.rules import Claim, StepState, skipped_before, standing_of
from caseday.followups.tests.ladders import REVIEW, START, Step, Talk, usual


def state(talk: Talk, step: str) -> StepState:
    found = talk.standing.step(step)
    assert found is not None
    return found.state


def test_before_anybody_speaks_the_first_step_is_next() -> None:
    standing = Talk().standing
    assert standing.current is None and not standing.is_done and standing.end_words == ""
    assert standing.next is not None and standing.next.rung.slug == "requested"
    assert standing.who_answers == ("physician",)
    assert [one.rung.slug for one in standing.steps] == ["requested", "received", "decided"]


def test_said_is_said_until_somebody_verifies_it() -> None:
    talk = Talk()
    claim = talk.say("requested", said_by="Dr. Farouk")
    assert state(talk, "requested") == StepState.SAID
    talk.verify(claim)
    assert state(talk, "requested") == StepState.VERIFIED


def test_definitely_put_in_against_nothing_here_is_a_contradiction_and_both_stay() -> None:
    talk = Talk()
    talk.say("requested", said_by="Dr. Farouk", said_role="physician")
    talk.deny("requested", said_by="Kim", said_role="review")
    step = talk.standing.contradicted[0]
    assert [one.said_by for one in step.claims + step.denials] == ["Dr. Farouk", "Kim"]
    assert talk.standing.next == step and talk.standing.blocked is None


def test_a_contradiction_ends_when_either_side_is_verified_later() -> None:
    for side, expected in ((0, StepState.VERIFIED), (1, StepState.DENIED)):
        talk = Talk()
        sides = [talk.say("requested", said_by="A"), talk.deny("requested", said_by="B")]
        talk.verify(sides[side])
        assert state(talk, "requested") == expected
        assert not talk.standing.contradicted


def test_verified_and_denied_afterwards_is_a_contradiction_again() -> None:
    talk = Talk()
    talk.verify(talk.say("requested", said_by="A"), hours=-1)
    talk.deny("requested", said_by="A")
    assert state(talk, "requested") == StepState.CONTRADICTED


def test_the_same_person_speaking_later_replaces_what_they_said() -> None:
    talk = Talk()
    talk.deny("requested", said_by="Kim", said_role="review")
    talk.say("requested", said_by=" kim", said_role="review")
    step = talk.standing.step("requested")
    assert step is not None and step.state == StepState.SAID and len(step.set_aside) == 1
    talk.deny("requested", said_by="Kim", said_role="physician")
    assert state(talk, "requested") == StepState.CONTRADICTED


def test_withdrawn_is_without_effect_and_readable() -> None:
    talk = Talk()
    claim = talk.say("requested")
    talk.change(claim, withdrawn_at=talk.at, withdrawn_reason="Wrong case")
    step = talk.standing.steps[0]
    assert step.state == StepState.NOT_YET and step.set_aside[0].withdrawn_reason == "Wrong case"
    assert step.ending is None and step.verified is None


def test_a_bad_outcome_blocks_with_its_reason_and_brings_the_way_out() -> None:
    talk = Talk()
    talk.say("requested"), talk.say("received")
    talk.say("decided", "non_certified", reason="No imaging")
    standing = talk.standing
    assert standing.blocked_reason == "Non certified: No imaging"
    assert standing.next is not None and standing.next.rung.slug == "appealed"
    talk.say("appealed", "appeal_asked")
    standing = talk.standing
    assert standing.blocked is None and standing.blocked_reason == ""
    assert standing.next is not None and standing.next.rung.slug == "appeal_decided"
    talk.say("appeal_decided", "upheld")
    standing = talk.standing
    assert standing.blocked is not None and standing.next == standing.blocked
    assert standing.blocked_reason == "Upheld" and not standing.is_done


def test_a_later_good_claim_clears_the_block() -> None:
    talk = Talk()
    talk.say("decided", "non_certified", reason="x", said_by="A")
    talk.say("decided", "certified", said_by="A")
    assert talk.standing.blocked is None and state(talk, "decided") == StepState.SAID


def test_an_appeal_that_is_won_ends_it_and_one_that_is_asked_does_not() -> None:
    talk = Talk()
    talk.verify(talk.say("decided", "non_certified"))
    talk.verify(talk.say("appealed", "appeal_asked"))
    assert not talk.standing.is_done
    talk.verify(talk.say("appeal_decided", "overturned"))
    assert talk.standing.is_done and talk.standing.end_words == "Overturned"


def test_done_when_the_last_mandatory_step_is_verified() -> None:
    talk = Talk()
    claim = talk.say("decided", "certified")
    standing = talk.standing
    assert not standing.is_done and standing.next is not None and standing.next.rung.slug == "decided"
    talk.verify(claim)
    standing = talk.standing
    assert standing.is_done and standing.next is None and standing.who_answers == ()
    assert standing.expected_by() is None and standing.end_words == "Certified"


def test_a_final_outcome_ends_it_once_said() -> None:
    talk = Talk()
    talk.say("decided", "withdrawn", reason="Asked for something else")
    assert talk.standing.is_done and talk.standing.end_words == "Withdrawn: Asked for something else"


def test_a_ladder_without_a_mandatory_step_is_never_done_by_itself() -> None:
    talk = Talk((Step("asked", is_mandatory=False),))
    talk.verify(talk.say("asked"))
    assert not talk.standing.is_done and talk.standing.next is None


def test_a_step_that_the_pack_has_dropped_stays_readable() -> None:
    talk = Talk()
    talk.say("faxed_over")
    standing = talk.standing
    assert standing.steps[-1].rung.word == "Faxed over" and standing.steps[-1].claims


def test_what_was_said_is_late_past_the_usual_time_of_the_step_that_follows() -> None:
    talk = Talk()
    talk.say("requested")
    step = talk.standing.steps[0]
    assert step.check_by == START + timedelta(days=1)
    assert talk.standing.late(START + timedelta(days=1)) == []
    assert talk.standing.late(START + timedelta(days=1, minutes=1)) == [step]
    assert talk.standing.expected_by() == START + timedelta(days=1)


def test_the_last_step_is_late_past_its_own_time_or_the_usual_one() -> None:
    talk = Talk()
    talk.say("decided", "certified")
    assert talk.standing.steps[2].check_by == START + timedelta(days=5)
    plain = Talk((Step("asked"),))
    plain.say("asked")
    assert plain.standing.steps[0].check_by == START + timedelta(days=2)


def test_a_verified_step_above_settles_those_below() -> None:
    talk = Talk()
    talk.say("requested", said_by="A")
    talk.deny("requested", said_by="B")
    talk.verify(talk.say("received"))
    assert talk.standing.contradicted == [] and talk.standing.to_verify == []


def test_skipping_names_the_mandatory_steps_below() -> None:
    talk = Talk()
    assert [one.slug for one in skipped_before(talk.standing, "decided")] == ["requested", "received"]
    talk.say("requested")
    talk.deny("received")
    assert [one.slug for one in skipped_before(talk.standing, "decided")] == ["received"]
    assert skipped_before(talk.standing, "requested") == []
    assert skipped_before(talk.standing, "unheard_of") == []


OUTCOMES = ["", "certified", "non_certified", "withdrawn", "appeal_asked", "overturned", "upheld"]


@st.composite
def statements(draw: st.DrawFn) -> list[Claim]:
    count = draw(st.integers(0, 9))
    said = []
    for number in range(count):
        at = START + timedelta(hours=draw(st.integers(0, 30)))
        verified = draw(st.none() | st.integers(0, 40))
        withdrawn = draw(st.none() | st.none() | st.just(START))
        said.append(
            Claim(
                UUID(int=number + 1),
                draw(st.sampled_from([*(one.slug for one in REVIEW), "dropped_step"])),
                at,
                draw(st.sampled_from(OUTCOMES)),
                draw(st.booleans()),
                said_by=draw(st.sampled_from(["", "Kim", "Dr. Farouk"])),
                verified_at=None if verified is None else at + timedelta(hours=verified),
                withdrawn_at=withdrawn,
            )
        )
    return said


@given(statements())
def test_no_statement_is_ever_lost(said: list[Claim]) -> None:
    standing = standing_of(REVIEW, said, usual)
    shown = [one.id for step in standing.steps for one in [*step.claims, *step.denials, *step.set_aside]]
    assert sorted(shown) == sorted(one.id for one in said)


@given(statements())
def test_nothing_is_verified_that_nobody_verified(said: list[Claim]) -> None:
    plain = [replace(one, verified_at=None) for one in said]
    standing = standing_of(REVIEW, plain, usual)
    assert all(step.state != StepState.VERIFIED and step.verified is None for step in standing.steps)
    assert standing.is_done == (standing.final is not None)


@given(statements(), st.randoms())
def test_the_order_in_which_rows_come_does_not_matter(said: list[Claim], random: object) -> None:
    shuffled = sorted(said, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert standing_of(REVIEW, shuffled, usual) == standing_of(REVIEW, said, usual)


@given(statements())
def test_contradiction_is_the_same_seen_from_either_side(said: list[Claim]) -> None:
    turned = [replace(one, is_denial=not one.is_denial) for one in said]
    both = [standing_of(REVIEW, each, usual) for each in (said, turned)]
    found = [{s.rung.slug for s in each.steps if s.state == StepState.CONTRADICTED} for each in both]
    assert found[0] == found[1]


@given(statements())
def test_withdrawing_is_as_if_it_had_not_been_said(said: list[Claim]) -> None:
    live = [one for one in said if one.withdrawn_at is None]
    states = [
        {
            step.rung.slug: step.state
            for step in standing_of(REVIEW, each, usual).steps
            if step.state != "not_yet"
        }
        for each in (said, live)
    ]
    assert states[0] == states[1]


@given(statements())
def test_there_is_always_a_next_step_or_an_end(said: list[Claim]) -> None:
    standing = standing_of(REVIEW, said, usual)
    assert standing.is_done or standing.next is not None or standing.current is not None
    assert not (standing.is_done and standing.next)
    if standing.blocked:
        assert standing.blocked.state == StepState.BLOCKED


@given(statements())
def test_verifying_settles_a_contradiction(said: list[Claim]) -> None:
    last = START + timedelta(days=9)
    for step in standing_of(REVIEW, said, usual).steps:
        if step.state == StepState.CONTRADICTED:
            seen = step.claims[-1]
            after = [replace(one, verified_at=last) if one.id == seen.id else one for one in said]
            found = standing_of(REVIEW, after, usual).step(step.rung.slug)
            assert found is not None and found.state != StepState.CONTRADICTED
