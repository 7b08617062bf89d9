"""Who sees a message: by its cases once it is filed, by its mailbox until then."""

import pytest

from caseday.correspondence.permissions import (
    can_change_account,
    can_file,
    can_switch_off,
    chain_of_account,
    chain_of_unfiled,
)
from caseday.correspondence.queries import get_message, messages_seen_by
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.kernel.errors import NotFound
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
EVERYBODY = ("nora", "carl", "susan", "adam", "audrey", "olive")


def _who_sees(cast: Cast, message_id: object) -> str:
    seen = [name for name in EVERYBODY if messages_seen_by(cast.viewer(name)).filter(pk=message_id).exists()]
    return " ".join(seen)


def test_unfiled_mail_of_the_agency_is_seen_by_whoever_works_on_cases(cast: Cast) -> None:
    message = make_message(make_account())
    assert _who_sees(cast, message.id) == "nora carl susan audrey olive"


def test_unfiled_mail_of_a_person_is_seen_by_them_their_cover_and_their_supervisor(cast: Cast) -> None:
    message = make_message(make_account(staff=cast.nora))
    assert _who_sees(cast, message.id) == "nora carl susan audrey"


def test_filed_mail_is_seen_by_who_sees_its_case(cast: Cast) -> None:
    message = make_message(make_account())
    file_on(message, make_case(cast.nora))
    assert _who_sees(cast, message.id) == "nora carl susan audrey"


def test_mail_on_two_cases_is_seen_by_both(cast: Cast) -> None:
    message = make_message(make_account(staff=cast.nora))
    file_on(message, make_case(cast.nora))
    file_on(message, make_case(cast.olive))
    assert _who_sees(cast, message.id) == "nora carl susan audrey olive"


def test_an_undone_filing_gives_no_sight(cast: Cast) -> None:
    message = make_message(make_account(staff=cast.nora))
    file_on(message, make_case(cast.olive), undone_at=message.at)
    assert _who_sees(cast, message.id) == "nora carl susan audrey"


def test_get_message_is_one_query_and_not_found_outside_sight(
    cast: Cast, django_assert_num_queries: object
) -> None:
    message = make_message(make_account(staff=cast.nora))
    nora = cast.viewer("nora")
    with django_assert_num_queries(1):
        assert get_message(nora, message.id).body.text == "How is he?"
    with pytest.raises(NotFound):
        get_message(cast.viewer("olive"), message.id)


def test_accounts_are_changed_by_their_owners_and_switched_off_by_administrators(cast: Cast) -> None:
    own, agency = make_account(staff=cast.nora), make_account(address="all@example.com")
    changed = {(name, can_change_account(cast.viewer(name), own)) for name in EVERYBODY}
    assert {name for name, allowed in changed if allowed} == {"nora"}
    assert can_change_account(cast.viewer("adam"), agency)
    assert not can_change_account(cast.viewer("nora"), agency)
    assert can_switch_off(cast.viewer("adam"), own)
    assert not can_switch_off(cast.viewer("carl"), own)
    assert can_file(cast.viewer("nora")) and not can_file(cast.viewer("adam"))


def test_events_stand_with_the_owner_or_the_agency(cast: Cast) -> None:
    own, agency = make_account(staff=cast.nora), make_account(address="all@example.com")
    assert chain_of_account(own).kind == chain_of_unfiled(make_message(own)).kind == "staff"
    assert chain_of_account(agency).kind == chain_of_unfiled(make_message(agency)).kind == "agency"
