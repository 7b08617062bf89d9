"""Who said it, confirmed it or has the paper need not be told; who is not on the case cannot be."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.documents.models import Delivery, Document
from caseday.followups import actions, queries
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import Request
from caseday.followups.queries.open_work import open_work_of_requests
from caseday.followups.rules import Matrix, Own, Party, Receipt, ToldFact, matrix_of
from caseday.followups.tests.ladders import START, Talk
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office, make_party, make_professional

MUST = ("client", "physician", "review", "employer")
HERE = (Party("physician", UUID(int=71), UUID(int=72)), Party("review", UUID(int=73)))


def refused(**said: Any) -> Talk:
    talk = Talk()
    talk.say("requested", said_role="physician")
    talk.say("decided", "non_certified", **{"said_role": "review", "reason": "x", **said})
    return talk


def words(matrix: Matrix) -> dict[str, str]:
    """By role, how they know the latest."""
    return {
        row.role: cell.word if isinstance(cell, Own) else "told" if cell else ""
        for row in matrix.rows
        for cell in [row.cells[-1]]
    }


def test_who_said_it_need_not_be_told() -> None:
    talk = refused()
    matrix = matrix_of(talk.standing, MUST, [], HERE)
    assert words(matrix) == {"client": "", "physician": "", "review": "said it"}
    assert (matrix.not_told, matrix.absent) == (["client", "physician"], ("employer",))
    talk.say("decided", "non_certified", said_role="physician", said_by="Kim")
    assert matrix_of(talk.standing, MUST, [], HERE).not_told == ["client"]


def test_who_says_the_opposite_does_not_know_it_by_that() -> None:
    talk = refused()
    talk.say("decided", "certified", said_role="client", said_by="Elena")
    talk.say("decided", "non_certified", said_role="review", said_by="Bo")
    assert "client" in matrix_of(talk.standing, MUST, [], HERE).not_told


def test_who_confirmed_it_need_not_be_told_where_it_is_clear_who_that_was() -> None:
    talk = Talk()
    taken = talk.say("received", said_role="")
    talk.verify(taken)
    assert words(matrix_of(talk.standing, MUST, [], HERE))["review"] == "confirmed it"
    talk.change(talk.said[0], verified_how="has_it")
    assert words(matrix_of(talk.standing, MUST, [], HERE)) == {
        "client": "confirmed it", "physician": "", "review": "",
    }  # fmt: skip
    talk = Talk()
    talk.verify(talk.say("decided", "certified"))
    matrix = matrix_of(talk.standing, (*MUST, "adjuster"), [], [*HERE, Party("adjuster")])
    assert set(words(matrix).values()) == {""}
    talk.change(talk.said[0], verified_how="saw_paper")
    assert matrix_of(talk.standing, MUST, [], HERE).not_told == ["client", "physician", "review"]


@pytest.mark.parametrize(
    ("receipt", "role"),
    [
        ({"office_id": UUID(int=71)}, "physician"),
        ({"professional_id": UUID(int=72)}, "physician"),
        ({"office_id": UUID(int=71), "professional_id": UUID(int=99)}, "physician"),
        ({"role": "client"}, "client"),
        ({"office_id": UUID(int=99)}, ""),
        ({"professional_id": UUID(int=99)}, ""),
        ({}, ""),
    ],
)
def test_who_has_the_paper_of_it_need_not_be_told(receipt: dict[str, Any], role: str) -> None:
    talk = refused()
    came = [Receipt(talk.said[-1].id, START, **receipt), Receipt(UUID(int=5), START, role="physician")]
    known = words(matrix_of(talk.standing, MUST, [], HERE, came))
    assert [one for one, how in known.items() if how == "has the paper"] == ([role] if role else [])


def test_who_was_told_stays_also_when_gone_and_is_not_to_be_told_again() -> None:
    talk = refused()
    told = [ToldFact("employer", "phone", START), ToldFact("review", "phone", START + timedelta(days=1))]
    matrix = matrix_of(talk.standing, MUST, told, HERE)
    assert words(matrix) == {"client": "", "physician": "", "review": "told", "employer": ""}
    assert matrix.not_told == ["client", "physician"]
    assert matrix.absent == ("employer",)


def test_before_there_is_news_nobody_is_to_be_told() -> None:
    matrix = matrix_of(Talk().standing, MUST, [], HERE)
    assert matrix.not_told == [] and [row.cells for row in matrix.rows] == [(), (), ()]


# The page and the list of open work


@pytest.fixture
def case(cast: Cast) -> Case:
    case = make_case(cast.nora)
    for role in ("adjuster", "pharmacy"):
        make_party(case, role)
    make_party(
        case, "physician", professional=make_professional(office=make_office(name="Ridgeview")), name=""
    )
    make_party(case, "employer", to_on=date(2026, 1, 1))
    return case


@pytest.fixture
def rejected(case: Case, nora: Viewer) -> Request:
    letter = Document.objects.create(
        case=case, staff=case.assigned_to, kind="letter", title="Rejection", received_at=MONDAY_8
    )
    request = actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind="prescription", details=RequestDetails()
    )
    actions.claim_step(
        actor=nora, now=MONDAY_8, request_id=request.pk, step="covered", outcome="rejected", reason="x",
        also_skipped=True,
        said=Said(by="Kim", role="pharmacy", channel="phone", document_id=letter.pk),
    )  # fmt: skip
    return request


def not_told(viewer: Viewer, request: Request) -> list[str]:
    """The same on the page and in the list."""
    assert viewer.staff_id
    (row,) = open_work_of_requests(viewer, [viewer.staff_id], now=MONDAY_8, today=MONDAY_8.date())
    page = queries.get_followed(viewer, request.pk).matrix
    assert row.matrix == page or [one.role for one in row.matrix.rows] == [one.role for one in page.rows]
    assert row.matrix.not_told == page.not_told
    return page.not_told


def send(request: Request, **fields: Any) -> Delivery:
    claim = request.claims.exclude(document=None).get()
    assert claim.document
    values = {"state": "received", "said_at": MONDAY_8, **fields}
    return Delivery.objects.create(
        document=claim.document, case=request.case, staff=request.staff, how="fax", sent_at=MONDAY_8, **values
    )


@pytest.mark.django_db
def test_page_and_list_agree_on_who_knows(rejected: Request, case: Case, nora: Viewer) -> None:
    assert not_told(nora, rejected) == ["client", "physician", "adjuster"]
    send(rejected, office=case.parties.get(role="physician").professional.office)
    send(rejected, person=case.person)
    send(rejected, to_name="Ann")
    assert not_told(nora, rejected) == ["adjuster"]
    case.parties.filter(role="adjuster").update(to_on=date(2026, 3, 1))
    assert not_told(nora, rejected) == []


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"state": "sent"}, {"state": "failed"}, {"denied_at": MONDAY_8}])
def test_what_has_not_come_tells_nobody(rejected: Request, case: Case, nora: Viewer, fields: Any) -> None:
    send(rejected, person=case.person, **fields)
    assert "client" in not_told(nora, rejected)


@pytest.mark.django_db
def test_the_page_says_how_they_know_and_offers_who_is_missing(
    rejected: Request, case: Case, nora_client: Client
) -> None:
    send(rejected, person=case.person)
    case.parties.filter(role="adjuster").delete()
    page = nora_client.get(reverse("followups:request", args=[rejected.pk])).content.decode()
    assert "said it</span>" in page and "has the paper</span>" in page
    assert 'parties/new?role=adjuster">add the adjuster' in page
    form = nora_client.get(f"/cases/{case.pk}/parties/new?role=adjuster").content.decode()
    assert '<option value="adjuster" selected' in form
