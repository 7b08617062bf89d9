"""A loose end about somebody who can be written to begins the message, with case and addressee filled in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.kernel.ids import new_id
from caseday.looseends.queries import with_writing
from caseday.looseends.rules import LooseEnd, Reach, Tap
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_case,
    make_contact_point,
    make_followup,
    make_office,
    make_party,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def end(case: Case | None, reach: Reach | None, *taps: Tap, **fields: Any) -> LooseEnd:
    return LooseEnd(
        "todo_due", new_id(), "Call", "", MONDAY_8, "you", 1.0, "next", "due", case_id=case.pk if case else None,
        reach=reach, taps=taps, **fields,
    )  # fmt: skip


def to(viewer: Viewer, one: LooseEnd) -> str:
    (found,) = with_writing(viewer, [one])
    return next((dict(tap.query)["to"] for tap in found.taps if tap.label == "Write"), "")


def test_whoever_would_be_called_is_written_to(case: Case, nora: Viewer) -> None:
    office = make_office(email="desk@clinic.example")
    doctor = make_professional(office=office, email="doc@clinic.example")
    make_party(case, "physician", professional=doctor, name="")
    make_party(case, "pharmacy", office=make_office(fax="+15125550150"), name="")
    son = make_person()
    make_contact_point(son, "son@example.org", system="email")
    make_party(case, "guardian", person=son, name="")
    named = make_party(case, "employer", name="Ines", email="ines@example.org")
    assert to(nora, end(case, Reach("physician"))) == f"professional:{doctor.pk}"
    assert to(nora, end(case, Reach(office_id=office.pk))) == f"professional:{doctor.pk}"
    assert (
        to(nora, end(case, Reach("physician", new_id(), is_role_first=True))) == f"professional:{doctor.pk}"
    )
    assert to(nora, end(case, Reach("pharmacy"))).startswith("office:")
    assert to(nora, end(case, Reach("guardian"))) == f"person:{son.pk}"
    assert to(nora, end(case, Reach("employer"))) == f"party:{named.pk}"


def test_the_client_is_written_to_unless_they_declined(case: Case, nora: Viewer) -> None:
    point = make_contact_point(case.person, text_consent="declined")
    assert to(nora, end(case, Reach("client"))) == "" == to(nora, end(case, Reach()))
    point.text_consent = "granted"
    point.save()
    assert to(nora, end(case, Reach("client"))) == f"person:{case.person_id}" == to(nora, end(case, Reach()))
    assert to(nora, end(case, Reach("client", new_id()))) == ""


def test_who_has_no_address_and_what_can_be_answered_already_get_no_second_tap(
    case: Case, nora: Viewer, audrey: Viewer
) -> None:
    make_party(case, "employer", name="Ines")
    make_contact_point(case.person)
    answer = Tap("Answer", "correspondence:message", new_id())
    for one in (
        end(case, Reach("employer")),
        end(case, None),
        end(None, Reach("client")),
        end(case, Reach("client"), answer),
    ):
        assert with_writing(nora, [one]) == [one]
    mine = end(case, Reach("client"))
    assert with_writing(audrey, [mine]) == [mine]
    mixed = [end(case, None), mine, end(case, Reach("client"), answer)]
    assert [len(one.taps) for one in with_writing(nora, mixed)] == [0, 1, 1]


def test_the_request_goes_with_it(case: Case, nora: Viewer) -> None:
    make_contact_point(case.person)
    (found,) = with_writing(nora, [end(case, Reach("client"), request_id=(asked := new_id()))])
    assert dict(found.taps[-1].query)["request"] == str(asked)


def test_the_list_offers_it_and_the_page_for_writing_knows_whom(
    cast: Cast, case: Case, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    from caseday.kernel import clock

    now = clock.now()
    make_contact_point(case.person, "rosa@example.org", system="email", email_consent="granted")
    make_followup(
        case,
        text="Ask how she is",
        reach_role="client",
        due_at=now - timedelta(days=1),
        due_on=now.date() - timedelta(days=1),
    )
    client.force_login(cast.nora)
    page = client.get("/loose-ends/").content.decode()
    address = page.split('href="/messages/write?')[1].split('"')[0].replace("&amp;", "&")
    written = client.get(f"/messages/write?{address}").content.decode()
    assert "rosa@example.org" in written and case.person.full_name in written
