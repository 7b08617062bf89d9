"""The number of somebody around the client opens the card of the call, on the case; what came of it stands there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.casefile.queries import kin_card
from caseday.cases.models import Case
from caseday.journal.models import Activity
from caseday.kernel.errors import NotFound
from caseday.kernel.ids import new_id
from caseday.people.models import HouseholdMember
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_contact_point, make_person

pytestmark = pytest.mark.django_db
CALL = "casefile:call"
SON = "+15125550161"


@pytest.fixture
def son(case: Case) -> HouseholdMember:
    return HouseholdMember.objects.create(
        person=case.person, name="Miguel Delgado", relation="son", phone=SON
    )


def test_the_number_on_the_call_sheet_and_on_the_clients_card_opens_theirs(
    case: Case, son: HouseholdMember, nora_client: Client
) -> None:
    address = f"{reverse(CALL)}?case={case.pk}&amp;member={son.pk}"
    sheet = nora_client.get(reverse("casefile:call_sheet", args=[case.pk])).content.decode()
    client_card = nora_client.get(reverse(CALL), {"case": case.pk, "role": "client"}).content.decode()
    assert f'hx-get="{address}"' in sheet and f'hx-get="{address}"' in client_card
    assert "son, may not be told" in client_card
    card = nora_client.get(address.replace("&amp;", "&")).content.decode()
    assert "Miguel Delgado" in card and f"tel:{SON}" in card
    assert "may not be told about the case" in card and case.person.full_name in card


def test_what_came_of_it_is_an_entry_of_the_case_and_the_next_card_says_so(
    case: Case, son: HouseholdMember, nora_client: Client, nora: Viewer, now: Any
) -> None:
    form = {
        "id": str(new_id()), "case": str(case.pk), "member": str(son.pk), "role": "family", "name": "Miguel Delgado",
        "result": "reached", "summary": "He drives her on Friday",
    }  # fmt: skip
    refused = nora_client.post(reverse(CALL), {**form, "summary": "x" * 2000})
    assert refused.status_code == 422 and "Miguel Delgado" in refused.content.decode()
    assert nora_client.post(reverse(CALL), form).status_code == 302
    entry = Activity.objects.get(summary="He drives her on Friday")
    assert (entry.case_id, entry.with_role, entry.with_name) == (case.pk, "family", "Miguel Delgado")
    assert kin_card(nora, case.pk, son.pk, now=now).last_contact == entry


def test_who_is_a_person_here_has_their_own_numbers_and_may_decline(
    case: Case, son: HouseholdMember, nora: Viewer, now: Any
) -> None:
    other = make_person(given_name="Miguel", family_name="Delgado")
    make_contact_point(other, "+15125550162", use="mobile")
    make_contact_point(other, SON, call_consent="declined")
    HouseholdMember.objects.filter(pk=son.pk).update(other=other, name="", may_be_told=True)
    card = kin_card(nora, case.pk, son.pk, now=now)
    assert (card.who, card.role_word) == (other.full_name, "Son")
    assert {(one.number, one.is_declined, one.note) for one in card.numbers} == {
        ("+15125550162", False, ""), (SON, True, ""),
    }  # fmt: skip
    nameless = HouseholdMember.objects.create(person=case.person, relation="neighbor")
    assert kin_card(nora, case.pk, nameless.pk, now=now).who == "Neighbor"


def test_it_is_found_on_their_case_alone_and_only_in_sight(
    cast: Cast, case: Case, son: HouseholdMember, nora: Viewer, olive: Viewer, now: Any
) -> None:
    other = make_case(cast.nora)
    for viewer, case_id in ((nora, other.pk), (olive, case.pk)):
        with pytest.raises(NotFound):
            kin_card(viewer, case_id, son.pk, now=now)
