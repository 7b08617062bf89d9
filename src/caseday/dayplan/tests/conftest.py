"""Nora at home in Austin, with a case."""

import pytest

from caseday.access.models import Staff
from caseday.cases.models import Case
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_person


@pytest.fixture
def at_home(cast: Cast) -> Staff:
    cast.nora.home_latitude, cast.nora.home_longitude = 30.25, -97.75
    cast.nora.save()
    return cast.nora


@pytest.fixture
def case(at_home: Staff) -> Case:
    return make_case(at_home, person=make_person(given_name="Elena", family_name="Vasquez"))
