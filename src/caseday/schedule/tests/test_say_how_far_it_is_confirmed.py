from hypothesis import given
from hypothesis import strategies as st

from caseday.schedule.rules import CallResult, NextActor, Side, SideStanding, needed_sides, standing_of

R = CallResult


def standing(**results):
    return standing_of([SideStanding(name, result) for name, result in results.items()])


def test_confirmed_by_one_side_only_is_said_not_verified():
    result = standing(office=R.CONFIRMED, client=None)
    assert result.words == "confirmed by office, not by client"
    assert result.chip == "said"
    assert not result.is_confirmed


def test_several_missing_sides_are_all_named():
    words = standing(office=R.CONFIRMED, client=None, interpreter=R.LEFT_WORD).words
    assert words == "confirmed by office, not by client and interpreter"


def test_confirmed_by_everybody():
    result = standing(office=R.CONFIRMED, client=R.CONFIRMED)
    assert (result.words, result.chip, result.is_confirmed) == ("confirmed", "verified", True)


def test_a_wish_for_a_new_time_stands_before_everything():
    assert standing(office=R.CONFIRMED, client=R.ASKS_NEW_TIME).words == "client asks for a new time"
    both = standing(office=R.ASKS_NEW_TIME, client=R.ASKS_NEW_TIME)
    assert both.words == "office and client ask for a new time"
    assert both.chip == "stop"


def test_trying_is_not_confirming():
    assert standing(client=R.NO_ANSWER).words == "tried, not confirmed"
    assert standing(client=None).words == "not confirmed"


def test_nobody_to_ask_stands_in_nobodys_way():
    assert standing_of([]).is_confirmed


@given(st.sampled_from([None, *CallResult]))
def test_every_result_says_who_acts_next(result):
    side = SideStanding("client", result)
    assert (side.next.actor is NextActor.NOBODY) == side.is_confirmed
    assert side.next.what


def test_an_interpreter_is_asked_only_where_there_is_a_client_who_needs_one():
    assert needed_sides(has_client=True, has_office=True, needs_interpreter=True, needs_transport=True) == (
        Side.CLIENT,
        Side.OFFICE,
        Side.INTERPRETER,
        Side.TRANSPORT,
    )
    assert needed_sides(has_client=False, has_office=True, needs_interpreter=True) == (Side.OFFICE,)
