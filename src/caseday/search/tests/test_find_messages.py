"""Messages are found by who may read them: on their cases, and while they wait."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from caseday.access.viewer import Viewer, system_viewer
from caseday.correspondence import actions
from caseday.correspondence.rules.incoming import Incoming, Party
from caseday.correspondence.tests.made import make_account
from caseday.search.actions import rebuild_index
from caseday.search.models import Entry, Kind
from caseday.search.queries import Found, find
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
SYSTEM = system_viewer("Mail")


def come_in(now: datetime, **values: object) -> object:
    known = {"channel": "email", "sender": Party("dana@example.org", "Dana Brook"), "at": now,
             "subject": "Question", "text": "The orthosis squeaks at night."}  # fmt: skip
    return actions.take_in(actor=SYSTEM, now=now, incoming=Incoming(**{**known, **values}))


def messages(viewer: Viewer, text: str) -> list[Found]:
    return [one for one in find(viewer, text) if one.kind == Kind.MESSAGE]


def test_what_waits_is_found_by_those_whose_inbox_it_is_in(
    cast: Cast, nora: Viewer, olive: Viewer, adam: Viewer, audrey: Viewer, now: datetime
) -> None:
    message = come_in(now)
    assert [one.subject_id for one in messages(nora, "orthosis")] == [message.pk]
    assert messages(olive, "squeaks") and messages(audrey, "squeaks") and not messages(adam, "squeaks")
    assert "squeaks" in messages(nora, "dana")[0].detail


def test_in_a_mailbox_of_ones_own_only_those_around_find_it(
    cast: Cast, nora: Viewer, carl: Viewer, olive: Viewer, now: datetime
) -> None:
    come_in(now, account_id=make_account(staff=cast.nora).pk)
    assert messages(nora, "orthosis") and messages(carl, "orthosis") and not messages(olive, "orthosis")


def test_on_a_case_it_is_found_with_the_case(
    cast: Cast, nora: Viewer, olive: Viewer, audrey: Viewer, now: datetime
) -> None:
    message, cases = come_in(now), [make_case(cast.nora), make_case(cast.nora)]
    ids = [one.pk for one in cases]
    actions.file_message(actor=nora, now=now, message_id=message.pk, case_ids=ids)
    (one,) = messages(nora, "orthosis")
    assert one.subject_id == message.pk and one.case_id in ids
    assert messages(audrey, "orthosis") and not messages(olive, "orthosis")
    for case_id in ids:
        actions.unfile(actor=nora, now=now, message_id=message.pk, case_id=case_id)
    assert messages(olive, "orthosis")
    assert Entry.objects.filter(kind=Kind.MESSAGE).count() == 1


def test_the_index_can_be_made_anew(cast: Cast, nora: Viewer, now: datetime) -> None:
    first = come_in(now)
    come_in(now + timedelta(hours=1), text="Nothing of the kind.", external_id="<2@example.org>")
    actions.file_message(actor=nora, now=now, message_id=first.pk, case_id=make_case(cast.nora).pk)
    before = set(Entry.objects.filter(kind=Kind.MESSAGE).values_list("subject_id", "text", "scope"))
    rebuild_index()
    assert set(Entry.objects.filter(kind=Kind.MESSAGE).values_list("subject_id", "text", "scope")) == before


def test_it_costs_the_same_however_many_are_found(
    cast: Cast, nora: Viewer, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        come_in(now, external_id=f"<{number}@example.org>")
    with django_assert_max_num_queries(15):
        assert len(messages(nora, "orthosis")) == 8
