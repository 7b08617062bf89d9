"""What others have for a number of the case: kept as they read it, and who has it wrong by what they read last."""

from datetime import timedelta

import pytest

from caseday.access.models import CaseEvent
from caseday.access.viewer import system_viewer
from caseday.cases import actions, queries
from caseday.cases.models import ReadBack
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import make_office, make_professional

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(case):
    return case.identifiers.get()


@pytest.fixture
def read(nora, now, number):
    def read_it(heard, *, later=0, actor=nora, **fields):
        at = now + timedelta(minutes=later)
        return actions.record_readback(actor=actor, now=at, identifier_id=number.pk, heard=heard, **fields)

    return read_it


def test_it_keeps_what_differs_in_words(read, case) -> None:
    kept = read("wc 44 11", with_name="Pat at the pharmacy", source_name="Dana Whitfield")
    assert (kept.is_same, kept.heard) == (False, "wc 44 11")
    assert kept.differences == "the 6th character: they have 1, ours is 7"
    event = CaseEvent.objects.filter(verb="number_read_back").get()
    assert "read back by Pat at the pharmacy: differs" in event.summary


def test_the_same_number_is_kept_as_the_same(read) -> None:
    kept = read(" wc-4417 ", with_name="Pat")
    assert (kept.is_same, kept.differences, kept.heard) == (True, "", "wc-4417")


def test_a_professional_stands_for_their_office(read) -> None:
    office = make_office()
    doctor = make_professional(office=office)
    assert read("WC-44-17", professional_id=doctor.pk).office == office
    assert read("WC-44-17", professional_id=make_professional().pk).office is None


def test_the_same_request_is_kept_once(read) -> None:
    id = new_id()
    assert read("WC-44-71", with_name="Pat", id=id) == read("WC-44-71", with_name="Pat", id=id)
    assert ReadBack.objects.count() == 1


@pytest.mark.parametrize(
    ("heard", "fields", "field"),
    [
        (" - ", {"with_name": "Pat"}, "heard"),
        ("9" * 81, {"with_name": "Pat"}, "heard"),
        ("WC-44-17", {"with_name": " "}, "with_name"),
        ("WC-44-17", {"office_id": new_id()}, "office"),
        ("WC-44-17", {"with_name": "Pat", "source_office_id": new_id()}, "office"),
    ],
)
def test_what_lacks_is_said(read, heard, fields, field) -> None:
    with pytest.raises(Invalid) as refused:
        read(heard, **fields)
    assert list(refused.value.problems) == [field]


def test_a_number_no_longer_used_is_not_read_back(read, nora, now, number) -> None:
    actions.retire_identifier(actor=nora, now=now, identifier_id=number.pk)
    with pytest.raises(Invalid, match="no longer used"):
        read("WC-44-17", with_name="Pat")


def test_only_who_sees_and_works_the_case_reads_back(read, olive, audrey) -> None:
    with pytest.raises(NotFound):
        read("WC-44-17", with_name="Pat", actor=olive)
    with pytest.raises(Refused):
        read("WC-44-17", with_name="Pat", actor=audrey)


def test_the_system_hears_nobody(read) -> None:
    with pytest.raises(Refused, match="Only a person"):
        read("WC-44-17", with_name="Pat", actor=system_viewer())


def test_who_read_it_right_later_is_no_longer_wrong(read, nora, case, number) -> None:
    office = make_office(name="Hillside Pharmacy")
    read("WC-44-11", office_id=office.pk, with_name="Pat")
    assert [one.name for one in queries.wrong_holders(case)] == ["Hillside Pharmacy, Pat"]
    read("WC-44-17", office_id=office.pk, with_name="Lee", later=5)
    assert queries.wrong_holders(case) == []
    assert [one.is_right for one in queries.holders_of(nora, number.pk)] == [True]


def test_it_is_held_against_the_number_as_it_is_now(read, nora, now, case, number) -> None:
    read("WC-44-11", with_name="Pat")
    actions.correct_identifier(
        actor=nora, now=now, identifier_id=number.pk, kind="claim_number", value="WC-44-11"
    )
    assert queries.wrong_holders(case) == []


def test_who_has_it_wrong_stands_first(read, nora, number) -> None:
    doctor = make_professional(name="Amina Farouk")
    read("WC-44-71", with_name="Pat")
    read("WC-44-17", professional_id=doctor.pk, later=1)
    held = queries.holders_of(nora, number.pk)
    assert [(one.name, one.office_name) for one in held] == [("Pat", "Pat"), ("Amina Farouk", "Amina Farouk")]


def test_others_with_the_same_source_are_named(read, nora) -> None:
    office = make_office(name="Summit Mutual")
    wrong = read("WC-44-11", with_name="Pat", source_name=" dana whitfield ")
    read("WC-44-11", with_name="Lee", source_name="Dana Whitfield", later=1)
    read("WC-44-11", with_name="Kim", source_office_id=office.pk, later=2)
    no_source = read("WC-44-11", with_name="Sam", later=3)
    assert [one.name for one in queries.same_source_holders(nora, wrong.pk)] == ["Lee"]
    assert [one.source for one in queries.holders_of(nora, wrong.identifier_id)][1] == "Summit Mutual"
    assert queries.same_source_holders(nora, no_source.pk) == []
    assert queries.same_source_holders(nora, new_id()) == []


def test_a_number_knows_its_issuer_and_warns_of_another_shape(nora, now, open_new) -> None:
    issuer = make_office(name="Summit Mutual")
    add = {"actor": nora, "now": now, "kind": "claim_number", "issuer_id": issuer.pk}
    for value in ("SM-100-1", "SM-100-2", "SM-101-7"):
        added = actions.add_identifier(**add, case_id=open_new().pk, value=value)
        assert added.shape_warning == ""
    (mask,) = issuer.identifier_masks.all()
    assert (mask.mask, mask.is_learned) == ("SM-999-9", True)
    odd = actions.add_identifier(**add, case_id=open_new().pk, value="5M-100-4")
    assert "look like SM-999-9" in queries.identifiers_of(odd.case)[0].shape_warning
    other_kind = actions.add_identifier(
        **{**add, "kind": "employee_number"}, case_id=odd.case_id, value="4711"
    )
    assert other_kind.shape_warning == ""


def test_an_issuer_is_of_the_directory_and_may_be_taken_back(nora, now, case, number) -> None:
    issuer = make_office()
    known = {
        "actor": nora,
        "now": now,
        "identifier_id": number.pk,
        "kind": number.kind,
        "value": number.value,
    }
    assert actions.correct_identifier(**known, issuer_id=issuer.pk).issuer == issuer
    assert actions.correct_identifier(**known).issuer is None
    with pytest.raises(Invalid) as refused:
        actions.correct_identifier(**known, issuer_id=new_id())
    assert "issuer" in refused.value.problems
    assert actions.learn_mask(actor=nora, now=now, office_id=issuer.pk, kind=number.kind) is None


def test_the_form_takes_an_issuer_of_the_directory_alone(nora_client, case) -> None:
    issuer = make_office(name="Summit Mutual")
    url = f"/cases/{case.pk}/identifiers/new"
    sent = {
        "identifiers-kind": "employee_number",
        "identifiers-value": "4711-A",
        "identifiers-issuer": "Nobody",
    }
    refused = nora_client.post(url, sent)
    assert refused.status_code == 422 and "No one office" in refused.content.decode()
    assert nora_client.post(url, {**sent, "identifiers-issuer": "Summit Mutual"}).status_code == 302
    added = case.identifiers.get(kind="employee_number")
    assert added.issuer == issuer
    shown = nora_client.get(f"/cases/{case.pk}/identifiers/{added.pk}").content.decode()
    assert 'value="Summit Mutual"' in shown
