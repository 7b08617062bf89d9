"""Every page that shows a case, or a client, says so to the access log: who, which case, which page."""

import pytest

from caseday.access.models import AccessEntry
from tests.access.addresses import Address, every_address
from tests.access.url_table import SIGHT, TABLE, WORKS
from tests.access.world import World, client_of

pytestmark = pytest.mark.django_db
# Of a client, who may have several cases or none; of a referral, which is no case yet.
WITHOUT_CASE = ("people:", "intake:")
SHOWS_A_CASE = [
    address
    for address in every_address()
    if address.name in TABLE
    and TABLE[address.name].opens in (SIGHT, WORKS)
    and TABLE[address.name].method == "get"
]


@pytest.mark.parametrize("address", SHOWS_A_CASE, ids=lambda address: address.name)
def test_it_is_logged(world: World, address: Address) -> None:
    row = TABLE[address.name]
    query = {name: world.values.get(value, value) for name, value in row.query.items()}
    answer = client_of(world.cast.nora).get(world.path_of(address), query)
    if answer.status_code >= 300:
        return
    seen = AccessEntry.objects.filter(staff_id=world.cast.nora.pk)
    assert seen.exists(), f"{address.name} shows a case: call access.sight.log_sight(request, case_id)"
    if not address.name.startswith(WITHOUT_CASE):
        assert world.value("case_id") in seen.values_list("case_id", flat=True)
