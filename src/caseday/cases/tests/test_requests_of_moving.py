"""What another wording of a program means for an open request: said, mapped, or in the way."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.cases.rules.moving_requests import OpenRequest, RequestMove, move_of_request
from caseday.kernel.ids import new_id
from caseday.programs.queries import get_pack
from caseday.programs.rules import Pack, RequestKind, Step
from caseday.testing.make import MONDAY_8

PACK: Pack = get_pack("workers_compensation", on=MONDAY_8.date())


def wording(*kinds: RequestKind) -> Pack:
    return PACK.model_copy(update={"request_kinds": kinds})


def kind(slug: str = "authorization", **fields: Any) -> RequestKind:
    found = PACK.request_kind(slug)
    assert found is not None
    return found.model_copy(update=fields)


def step(slug: str, of: str = "authorization", **fields: Any) -> Step:
    found = kind(of).step(slug)
    assert found is not None
    return found.model_copy(update=fields)


def moved(
    after: Pack, *taken: tuple[str, str], kind: str = "authorization", before: Pack = PACK
) -> RequestMove | None:
    return move_of_request(OpenRequest(new_id(), "MRI of the knee", kind, taken), before, after)


def test_the_same_kind_changes_nothing() -> None:
    assert moved(PACK, ("requested", ""), ("decided", "certified")) is None


def with_step(slug: str, **fields: Any) -> Pack:
    steps = tuple(one if one.slug != slug else step(slug, **fields) for one in kind().steps)
    return wording(kind(steps=steps))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (with_step("decided", usual_within=3), "usually within 3 working days, not 5 working days."),
        (with_step("decided", usual_within=0), "no usual time, not 5 working days."),
        (with_step("decided", is_mandatory=False), "may be left out."),
        (with_step("appealed", is_mandatory=True), "has to be taken."),
        (with_step("decided", answered_by=("adjuster", "client", "shaman_x")), ", client, shaman x."),
        (with_step("decided", outcomes=()), "may end as done."),
        (with_step("decided", verified=True), "It is worded differently."),
        (wording(kind(word="Approval")), "It is called Approval."),
        (wording(kind(must_know=())), "To be told: nobody."),
        (wording(kind(checklist="surgery")), "Another checklist for the day itself."),
        (wording(kind(steps=tuple(reversed(kind().steps)))), "The steps come in another order."),
        (wording(kind(steps=kind().steps[:2])), "No step any more: "),
        (
            wording(
                kind(
                    steps=(
                        *kind().steps,
                        step("requested").model_copy(update={"slug": "extra", "word": "Extra"}),
                    )
                )
            ),
            "New step: Extra.",
        ),
    ],
)
def test_what_reads_differently_is_said(after: Pack, said: str) -> None:
    move = moved(after, ("requested", ""))
    assert move and not move.problem and said in " ".join(move.changes)


def test_a_checklist_that_is_no_more_is_said() -> None:
    move = moved(wording(kind("surgery", checklist="")), kind="surgery")
    assert move and move.changes == ("No checklist for the day itself.",)


def test_a_kind_that_is_gone_can_become_one_that_knows_every_step_taken() -> None:
    other = kind().model_copy(update={"slug": "approval", "word": "Approval"})
    lost = moved(wording(other, kind("prescription")), ("requested", ""), ("decided", "certified"))
    assert lost and lost.choices == (("approval", "Approval"),) and lost.changes == ()
    assert (
        "“MRI of the knee” (Authorization) is of a kind that the new version does not have." in lost.problem
    )
    assert "Choose what it becomes." in lost.problem
    alone = moved(wording(kind("prescription")), ("requested", ""))
    assert alone and not alone.choices and "finish it or drop it first" in alone.problem


def test_a_step_or_an_outcome_that_was_taken_keeps_the_request_where_it_is() -> None:
    for after in (
        wording(kind(steps=(step("requested"),))),
        with_step("decided", outcomes=step("decided").outcomes[1:]),
    ):
        move = moved(after, ("decided", "certified"))
        assert move and "took a step that the new version does not have" in move.problem


def test_what_neither_has_stays_and_what_comes_back_is_shown_again() -> None:
    neither = moved(wording(), ("requested", ""), before=wording())
    assert neither and not neither.problem and "does not have either" in neither.changes[0]
    again = moved(PACK, ("requested", ""), before=wording())
    assert again and again.changes == ("Its steps are shown again.",)


_kinds = st.lists(st.sampled_from(PACK.request_kinds), unique=True, max_size=5).map(tuple)
_taken = st.lists(
    st.sampled_from([(one.slug, "") for k in PACK.request_kinds for one in k.steps]), max_size=3
).map(tuple)


@given(_kinds, st.sampled_from(PACK.request_kinds), _taken)
def test_no_step_that_was_taken_falls_off(
    kinds: tuple[RequestKind, ...], own: RequestKind, taken: tuple[tuple[str, str], ...]
) -> None:
    after = wording(*kinds)
    move = moved(after, *taken, kind=own.slug)
    known = after.request_kind(own.slug)
    fits = known is not None and all(known.step(one) for one, _ in taken)
    assert bool(move and move.problem) == (not fits)
    for slug, _ in move.choices if move else ():
        chosen = after.request_kind(slug)
        assert chosen and all(chosen.step(one) for one, _ in taken)
