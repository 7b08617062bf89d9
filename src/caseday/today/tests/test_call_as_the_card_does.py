"""The list of calls and the card that it opens mean the same person, at the same number."""

from datetime import datetime

import pytest

from caseday.access.viewer import Viewer
from caseday.casefile.queries import Callee, call_card
from caseday.cases.rules import direct_numbers, last_in_role
from caseday.kernel.ids import new_id
from caseday.looseends.rules import LooseEnd, Reach
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office, make_party, make_professional
from caseday.today.queries.calling import calls_of


@pytest.mark.django_db
def test_of_two_in_a_role_the_one_who_came_last_at_their_own_line(
    cast: Cast, nora: Viewer, now: datetime
) -> None:
    case, office = make_case(cast.nora), make_office(phone="+15125550150")
    for name, phone in (("Dana Before", "+15125550151"), ("Eli After", "+15125550152")):
        adjuster = make_professional(office=office, name=name, phone=phone, extension="7")
        make_party(case, "adjuster", professional=adjuster, name="")
    end = LooseEnd(
        "todo_due", new_id(), "Ask", "", MONDAY_8, "you", 1.0, "next", "due", case_id=case.pk, reach=Reach("adjuster")
    )  # fmt: skip
    (call,) = calls_of(nora, [end], now=now)
    card = call_card(nora, Callee(case.pk, role="adjuster"), now=now)
    assert card.who.startswith("Eli After") and "Eli After" in call.callee.name
    assert call.callee.number == card.numbers[0].number == "+15125550152 ext. 7"


def test_a_number_noted_on_the_case_comes_first() -> None:
    assert direct_numbers("+1", "+2", "") == ["+1", "+2"]
    assert direct_numbers("", "", "7") == []
    assert last_in_role([], "adjuster") is None
