"""What went where: history, words of proof, what nobody has verified yet."""

from datetime import timedelta

import pytest

from caseday.access.viewer import Viewer
from caseday.documents import queries
from caseday.documents.queries.receivers import receiver_ids, receiver_key, receivers_for
from caseday.documents.tests.made import make_delivery, make_document
from caseday.kernel.errors import NotFound
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_office,
    make_party,
    make_person,
    make_professional,
)

LATER = MONDAY_8 + timedelta(days=1)


def test_the_history_of_a_paper_and_of_an_office(
    cast: Cast, nora: Viewer, olive: Viewer, audrey: Viewer
) -> None:
    office, document = make_office(), make_document(make_case(cast.nora))
    first, again = (
        make_delivery(document, office=office),
        make_delivery(document, office=office, sent_at=LATER),
    )
    assert queries.deliveries_of_document(nora, document.pk) == [again, first]
    assert queries.deliveries_of_office(nora, office.pk) == [again, first]
    assert queries.deliveries_of_office(audrey, office.pk) == [again, first]
    assert queries.deliveries_of_office(olive, office.pk) == []
    with pytest.raises(NotFound):
        queries.deliveries_of_document(olive, document.pk)
    with pytest.raises(NotFound):
        queries.get_delivery(olive, first.pk)


@pytest.mark.parametrize(
    ("how", "fax", "proof", "words"),
    [
        (
            "hand",
            "",
            "handed to Ann",
            "handed over “MRI of the left shoulder” on Monday, March 2, 2026 at 14:00 to ",
        ),
        ("fax", "+15125550199", "", ", (512) 555-0199. There is no proof on record."),
        ("fax", "", "", "to Ridgeview. There"),
    ],
)
def test_the_proof_can_be_read_out(cast: Cast, how: str, fax: str, proof: str, words: str) -> None:
    one = make_delivery(
        make_document(make_case(cast.nora)),
        office=make_office(name="Ridgeview", fax=fax),
        how=how,
        proof=proof,
    )
    assert words in queries.proof_words(one, one.sent_at)


def test_to_nobody_that_is_known(cast: Cast) -> None:
    one = make_delivery(make_document(make_case(cast.nora)))
    assert "14:00. There" in queries.proof_words(one, one.sent_at) and queries.receiver_of(one) == ""


def test_the_receiver_is_named_with_the_office(cast: Cast) -> None:
    document, office = make_document(make_case(cast.nora)), make_office(name="Ridgeview")
    doctor = make_professional()
    assert (
        queries.receiver_of(make_delivery(document, office=office, professional=doctor))
        == "Amina Farouk, MD, Ridgeview"
    )
    assert (
        queries.receiver_of(make_delivery(document, office=office, to_name="Records")) == "Records, Ridgeview"
    )
    assert queries.receiver_of(make_delivery(document, office=office, to_name="Ridgeview")) == "Ridgeview"


def test_whom_a_paper_may_go_to(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Delgado"))
    office, employer, place = (
        make_office(name="Ridgeview"),
        make_office(name="Mill"),
        make_office(name="Imaging"),
    )
    doctor, alone = make_professional(office=office), make_professional(name="Bo Lee")
    wife = make_person(given_name="Eva", family_name="Delgado")
    for fields in (
        {"professional": doctor}, {"professional": alone}, {"office": employer}, {"person": wife}, {"name": "Only a name"},
        {"office": make_office(name="Gone"), "to_on": MONDAY_8.date()},
    ):  # fmt: skip
        make_party(case, **{"name": "", **fields})
    make_appointment(case, office=place)
    make_appointment(case, office=office)
    labels = dict(receivers_for(nora, case))
    assert set(labels.values()) == {
        "Amina Farouk, MD · Ridgeview", "Ridgeview", "Bo Lee, MD", "Mill", "Eva Delgado", "Imaging",
        "Rosa Delgado (client)",
    }  # fmt: skip
    assert labels[f"office:{place.pk}"] == "Imaging"


def test_a_key_names_whom_it_stands_for(cast: Cast) -> None:
    one_id = new_id()
    assert receiver_ids(f"office:{one_id}") == {"office_id": one_id}
    assert receiver_ids("") == receiver_ids("office:x") == receiver_ids(f"agency:{one_id}") == {}
    document, doctor = make_document(make_case(cast.nora)), make_professional()
    assert receiver_key(make_delivery(document, professional=doctor)) == (
        f"professional:{doctor.pk}",
        str(doctor),
    )
    assert receiver_key(make_delivery(document, to_name="Ann")) == ("", "Ann")
