"""Every address, asked for by everybody of the cast and by somebody who is not signed in."""

from collections import deque

import pytest
from django.db import transaction

from tests.access.addresses import Address, every_address
from tests.access.url_table import CAST, TABLE
from tests.access.world import World, client_of

pytestmark = pytest.mark.django_db
KNOWN = [address for address in every_address() if address.name in TABLE]
ADDRESSES = [address for address in KNOWN if TABLE[address.name].opens is not None]
FORMS = [address for address in KNOWN if TABLE[address.name].posts is not None]
OWN = [address for address in KNOWN if TABLE[address.name].opens is None]


def ask(world: World, address: Address, name: str | None, method: str) -> int:
    """What it answers; what it did is taken back, so that nobody finds what another left."""
    client = client_of(getattr(world.cast, name) if name else None)
    sent = {key: world.values.get(value, value) for key, value in TABLE[address.name].query.items()}
    with transaction.atomic():
        answer = getattr(client, method)(world.path_of(address), sent)
        transaction.set_rollback(True)
    if answer.streaming:
        deque(answer.streaming_content, maxlen=0)  # at its end its file is closed
    return int(answer.status_code)


def opened(answers: dict[str, int]) -> set[str]:
    return {name for name, status in answers.items() if status < 500 and status not in (403, 404, 405)}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = {address.name for address in every_address()}
    assert sorted(names - TABLE.keys()) == [], "add a row to tests/access/url_table.py"
    assert sorted(TABLE.keys() - names) == [], "these addresses are gone"


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_it_opens_for_whom_the_table_says_and_for_nobody_else(world: World, address: Address) -> None:
    row = TABLE[address.name]
    answers = {name: ask(world, address, name, row.method) for name in sorted(CAST)}
    assert opened(answers) == row.opens, answers
    refusals = {row.others} if isinstance(row.others, int) else set(row.others)
    assert {answers[name] for name in CAST - (row.opens or CAST)} <= refusals, answers


@pytest.mark.parametrize("address", FORMS, ids=lambda address: address.name)
def test_its_form_is_taken_from_whom_the_table_says_and_from_nobody_else(
    world: World, address: Address
) -> None:
    answers = {name: ask(world, address, name, "post") for name in sorted(CAST)}
    assert opened(answers) == TABLE[address.name].posts, answers


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_it_asks_a_stranger_to_sign_in(world: World, address: Address) -> None:
    row = TABLE[address.name]
    assert ask(world, address, None, row.method) == row.signed_out


@pytest.mark.parametrize("address", OWN, ids=lambda address: address.name)
def test_an_address_of_ones_own_account_answers_everybody_without_an_error(
    world: World, address: Address
) -> None:
    for name in (None, "nora", "adam"):
        assert ask(world, address, name, "get") < 500


def test_nobody_signs_themselves_up(world: World) -> None:
    answer = client_of(None).post(
        "/account/signup/", {"email": "eve@example.com", "password1": "a long password, four words"}
    )
    assert not type(world.cast.nora).objects.filter(email="eve@example.com").exists()
    assert answer.status_code < 500
