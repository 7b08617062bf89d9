"""The list of cases: filters, pages by key, cost."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caseday.access.viewer import system_viewer
from caseday.cases import actions, queries
from caseday.cases.models import Identifier, SavedFilter
from caseday.cases.rules import CaseFilter
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id
from caseday.testing.make import make_case, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(nora, now):
    def names(viewer=nora, **wanted):
        page = queries.list_cases(viewer, CaseFilter(**wanted), now=now)
        return [row.case.person.family_name for row in page.rows]

    return names


@pytest.fixture
def three(cast, now):
    people = [make_person(family_name=name, given_name="Pat") for name in ("Adler", "Brandt", "Castro")]
    old, late, closed = (make_case(cast.nora, person=person, stage="active") for person in people)
    old.last_contact_at = now - timedelta(days=20)
    old.acuity = 3
    late.last_contact_at = now - timedelta(days=2)
    late.stage = "referral"
    late.status = "on_hold"
    closed.status = "closed"
    for case in (old, late, closed):
        case.save()
    Identifier.objects.create(case=old, kind="claim_number", value="WC-1-23", normalized="WC123")
    return old, late, closed


def test_closed_cases_are_not_listed_unless_asked_for(three, rows):
    assert rows() == ["Adler", "Brandt"]
    assert rows(status="closed") == ["Castro"]
    assert rows(status="all") == ["Adler", "Brandt", "Castro"]
    assert rows(status="on_hold") == ["Brandt"]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"stage": "referral"}, ["Brandt"]),
        ({"acuity": 3}, ["Adler"]),
        ({"program": "nothing"}, []),
        ({"silent_days": 14}, ["Adler"]),
        ({"text": "bra"}, ["Brandt"]),
        ({"text": "pat adl"}, ["Adler"]),
        ({"text": "wc 1 23"}, ["Adler"]),
        ({"text": "%"}, []),
        ({"worker": "me"}, ["Adler", "Brandt"]),
        ({"worker": "no id"}, ["Adler", "Brandt"]),
        ({"sort": "newest"}, ["Brandt", "Adler"]),
        ({"sort": "contact"}, ["Adler", "Brandt"]),
    ],
)
def test_filters_narrow_the_list(three, rows, wanted, names):
    assert rows(**wanted) == names


def test_a_colleague_without_sight_lists_nothing(three, rows, olive, susan, audrey, cast):
    assert rows(olive) == []
    assert rows(susan) == ["Adler", "Brandt"]
    assert rows(audrey) == ["Adler", "Brandt"]
    assert rows(susan, worker=str(cast.olive.pk)) == []
    assert rows(susan, worker="me") == []


def test_a_row_says_what_matters(three, nora, now):
    row = queries.list_cases(nora, CaseFilter(), now=now).rows[0]
    assert (row.number, row.stage, row.acuity, row.silent_days) == (
        "WC-1-23",
        "Active treatment",
        "High",
        20,
    )
    third = queries.list_cases(nora, CaseFilter(status="closed"), now=now).rows[0]
    assert (third.number, third.silent_days) == ("", None)


def test_a_later_apps_column_is_asked_once_for_the_page(three, nora, now):
    asked = []

    def extras(ids):
        asked.append(ids)
        return {ids[0]: "next"}

    page = queries.list_cases(nora, CaseFilter(), now=now, extras=extras)
    assert [row.extra for row in page.rows] == ["next", None]
    assert len(asked) == 1


@pytest.mark.parametrize("sort", ["name", "contact", "newest"])
def test_pages_by_key_show_every_case_once(cast, nora, now, sort):
    for number in range(23):
        person = make_person(family_name=f"Same{number % 4}", given_name="Pat")
        make_case(
            cast.nora, person=person, last_contact_at=now - timedelta(days=number % 3) if number % 2 else None
        )
    seen, after = [], ""
    for _ in range(10):
        page = queries.list_cases(nora, CaseFilter(sort=sort), now=now, after=after, limit=5)
        seen += [row.case.pk for row in page.rows]
        after = page.next_key
        if not after:
            break
    assert len(seen) == len(set(seen)) == 23


@pytest.mark.parametrize(
    "after", ["x", "AAAA", base64.b64encode(b'["a"]').decode(), base64.b64encode(b'["a","b","c"]').decode()]
)
def test_a_key_that_was_tampered_with_shows_the_first_page(three, nora, now, after):
    for sort in ("name", "contact", "newest"):
        assert queries.list_cases(nora, CaseFilter(sort=sort), now=now, after=after).rows


def test_the_list_costs_one_query_and_no_offset(cast, nora, now):
    for _ in range(7):
        make_case(cast.nora)
    page = queries.list_cases(nora, CaseFilter(), now=now, limit=3)
    with CaptureQueriesContext(connection) as asked:
        queries.list_cases(nora, CaseFilter(), now=now, after=page.next_key, limit=3)
    assert len(asked) == 1
    assert "OFFSET" not in asked[0]["sql"].upper()


def test_a_filter_is_kept_replaced_and_forgotten(nora, olive, now):
    kept = actions.save_filter(actor=nora, now=now, name=" Quiet ", query="silent_days=14")
    again = actions.save_filter(actor=nora, now=now, name="Quiet", query="silent_days=21")
    assert kept.pk == again.pk
    assert [(one.name, one.query) for one in queries.saved_filters(nora)] == [("Quiet", "silent_days=21")]
    with pytest.raises(NotFound):
        actions.forget_filter(actor=olive, now=now, filter_id=kept.pk)
    actions.forget_filter(actor=nora, now=now, filter_id=kept.pk)
    assert SavedFilter.objects.count() == 0


def test_a_filter_needs_a_name_and_a_person(nora, now):
    with pytest.raises(Invalid):
        actions.save_filter(actor=nora, now=now, name=" ", query="")
    with pytest.raises(NotFound):
        actions.save_filter(actor=system_viewer(), now=now, name="x", query="")
    with pytest.raises(NotFound):
        actions.forget_filter(actor=system_viewer(), now=now, filter_id=new_id())
