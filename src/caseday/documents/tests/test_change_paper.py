"""What is learned of a paper later, each with its event on the right case."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db.models import OuterRef

from caseday.access.models import CaseEvent
from caseday.access.queries import verify_chains
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case, Identifier
from caseday.documents.actions import (
    Facts,
    SameAgain,
    describe_document,
    file_document,
    look_at_document,
    move_thing,
    put_in_thing,
    void_document,
)
from caseday.documents.models import Delivery, Document
from caseday.documents.queries import (
    documents_of_case,
    documents_of_kind,
    has_document,
    kind_of,
    kind_word,
    kinds_for,
    recent_documents,
    suggestions_for,
    suggestions_for_each,
    things_in_hand,
    unfiled_documents,
    unread_documents,
)
from caseday.documents.queries.seen import case_of_document
from caseday.documents.tests.made import make_pdf
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office, make_person

pytestmark = pytest.mark.django_db
PutIn = Callable[..., Document]


def test_it_is_filed_and_the_case_knows(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    case, document = make_case(cast.nora), put_in(nora)
    assert unfiled_documents(nora) == [document] and case_of_document(document.pk) == []
    for _ in range(2):
        file_document(actor=nora, now=MONDAY_8, document_id=document.pk, case_id=case.pk)
    assert CaseEvent.objects.filter(chain_id=case.pk, verb="document_filed").count() == 1
    assert unfiled_documents(nora) == [] and unread_documents(nora) == [document]
    assert recent_documents(nora) == [document] and case_of_document(document.pk) == [case.pk]


def test_a_misfiled_paper_moves_and_both_cases_know(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    wrong, right = make_case(cast.nora), make_case(cast.nora)
    visit = make_appointment(wrong)
    document = put_in(nora, case_id=wrong.pk, facts=Facts(appointment_id=visit.pk))
    moved = file_document(actor=nora, now=MONDAY_8, document_id=document.pk, case_id=right.pk)
    assert (moved.case, moved.appointment) == (right, None)
    assert CaseEvent.objects.filter(chain_id=wrong.pk, verb="document_moved_away").exists()
    assert CaseEvent.objects.filter(chain_id=right.pk, verb="document_filed").exists()
    assert [str(one) for one in verify_chains().problems if "documents." in str(one)] == []


def test_a_paper_that_was_sent_stays_on_its_case(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    case, other = make_case(cast.nora), make_case(cast.nora)
    document = put_in(nora, case_id=case.pk)
    Delivery.objects.create(document=document, case=case, staff=cast.nora, how="fax", sent_at=MONDAY_8)
    with pytest.raises(Invalid, match="Void it here"):
        file_document(actor=nora, now=MONDAY_8, document_id=document.pk, case_id=other.pk)


def test_filing_notices_the_same_paper_and_guards_sight(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    case, data = make_case(cast.nora), make_pdf()
    first, second = put_in(nora, data, case_id=case.pk), put_in(nora, data)
    with pytest.raises(SameAgain) as noticed:
        file_document(actor=nora, now=MONDAY_8, document_id=second.pk, case_id=case.pk)
    assert noticed.value.documents == [first]
    filed = file_document(actor=nora, now=MONDAY_8, document_id=second.pk, case_id=case.pk, allows_same=True)
    assert filed.case == case
    with pytest.raises(NotFound):
        file_document(actor=nora, now=MONDAY_8, document_id=second.pk, case_id=make_case(cast.olive).pk)
    with pytest.raises(Refused):
        file_document(actor=cast.viewer("audrey"), now=MONDAY_8, document_id=second.pk, case_id=case.pk)


def test_it_is_described(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    document, office = put_in(nora, case_id=make_case(cast.nora).pk), make_office()
    facts = Facts(kind="visit_report", service_on=date(2026, 2, 20), from_office_id=office.pk)
    describe_document(actor=nora, now=MONDAY_8, document_id=document.pk, facts=facts)
    document.refresh_from_db()
    assert (document.title, kind_word(document), document.from_office) == ("report", "Visit report", office)
    kind = kind_of(document)
    assert kind and kind.is_report_of_visit and kind_of(put_in(nora)) is None
    received = Facts(title="Report of Feb 20", received_at=MONDAY_8.replace(hour=9))
    describe_document(actor=nora, now=MONDAY_8, document_id=document.pk, facts=received)
    document.refresh_from_db()
    assert (document.title, document.received_at.hour) == ("Report of Feb 20", 9)


def test_a_kind_that_a_later_pack_dropped_may_stay(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    document = put_in(nora, case_id=make_case(cast.nora).pk)
    Document.objects.filter(pk=document.pk).update(kind="papyrus")
    describe_document(
        actor=nora, now=MONDAY_8, document_id=document.pk, facts=Facts(kind="papyrus", title="x")
    )
    document.refresh_from_db()
    assert (document.kind, kind_word(document)) == ("papyrus", "Papyrus")
    assert {"visit_report", "letter"} <= {one.slug for one in kinds_for(None)}


def test_a_thing_moves(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    case = make_case(cast.nora)
    facts = Facts(title="CD", whereabouts="my car")
    thing = put_in_thing(actor=nora, now=MONDAY_8, facts=facts, case_id=case.pk)
    move_thing(actor=nora, now=MONDAY_8, document_id=thing.pk, whereabouts=" with  Dr. Farouk ")
    assert [one.whereabouts for one in things_in_hand(nora, case.pk)] == ["with Dr. Farouk"]
    with pytest.raises(Invalid, match="Say where"):
        move_thing(actor=nora, now=MONDAY_8, document_id=thing.pk, whereabouts=" ")
    with pytest.raises(Invalid, match="not a thing"):
        move_thing(actor=nora, now=MONDAY_8, document_id=put_in(nora).pk, whereabouts="x")


def test_the_first_look_counts_and_an_auditors_does_not(
    cast: Cast, nora: Viewer, audrey: Viewer, put_in: PutIn
) -> None:
    document = put_in(nora, case_id=make_case(cast.nora).pk)
    for viewer in (audrey, system_viewer()):
        assert look_at_document(actor=viewer, now=MONDAY_8, document_id=document.pk).looked_at is None
    for name in ("carl", "nora"):
        seen = look_at_document(actor=cast.viewer(name), now=MONDAY_8, document_id=document.pk)
    assert seen.looked_at_by == cast.carl and unread_documents(nora) == []
    assert unread_documents(audrey) == []


def test_a_voided_paper_stays_readable_and_counts_no_more(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    case = make_case(cast.nora)
    document = put_in(nora, case_id=case.pk, facts=Facts(kind="visit_report"))
    with pytest.raises(Invalid, match="Say why"):
        void_document(actor=nora, now=MONDAY_8, document_id=document.pk, reason=" ")
    for _ in range(2):
        void_document(actor=nora, now=MONDAY_8, document_id=document.pk, reason="Another person's")
    assert CaseEvent.objects.filter(chain_id=case.pk, verb="document_voided").count() == 1
    assert documents_of_case(nora, case.pk) == []
    assert documents_of_case(nora, case.pk, has_void=True)[0].void_reason == "Another person's"
    assert not documents_of_kind("visit_report", case).exists()
    with pytest.raises(Invalid, match="was voided"):
        describe_document(actor=nora, now=MONDAY_8, document_id=document.pk, facts=Facts())
    with pytest.raises(Refused):
        void_document(actor=cast.viewer("audrey"), now=MONDAY_8, document_id=document.pk, reason="x")


def test_whether_a_report_has_come_since(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    case, other = make_case(cast.nora), make_case(cast.nora)
    put_in(nora, case_id=case.pk, facts=Facts(kind="visit_report"))
    came = Case.objects.filter(has_document(["visit_report"], OuterRef("pk"), since=OuterRef("referred_at")))
    assert list(came.filter(pk__in=[case.pk, other.pk])) == [case]
    assert not documents_of_kind("visit_report", case, since=MONDAY_8.replace(hour=23)).exists()


def test_it_suggests_the_case_by_number_then_by_name(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    rosa = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Quintanilla"))
    other = make_case(cast.nora, person=make_person(given_name="Peter", family_name="Voss"))
    make_case(cast.olive, person=make_person(given_name="Rosa", family_name="Quintanilla"))
    by_case_number = put_in(nora, make_pdf(word=f"Re {other.number}; Rosa Quintanilla"))
    assert [one.case for one in suggestions_for(nora, by_case_number)] == [other, rosa]
    by_name = put_in(nora, make_pdf(word="QUINTANILLA, Rosa"))
    (one,) = suggestions_for(nora, by_name)
    assert (one.case, one.why) == (rosa, "the name stands in it")
    family_only = put_in(nora, make_pdf(word="Mrs. Quintanilla"))
    assert suggestions_for(nora, family_only)[0].why == "the family name stands in it"
    assert suggestions_for(nora, put_in(nora, make_pdf(word="Nobody known"))) == []
    out_of_sight = make_case(cast.olive)
    Identifier.objects.create(case=out_of_sight, kind="claim_number", value="ZX-90817", normalized="ZX90817")
    Identifier.objects.create(case=rosa, kind="claim_number", value="QQ-5512", normalized="QQ5512")
    assert suggestions_for(nora, put_in(nora, make_pdf(word="Claim ZX-90817"))) == []
    (by_claim,) = suggestions_for(nora, put_in(nora, make_pdf(word="Claim QQ-5512, Rosa Quintanilla")))
    assert by_claim.why == "claim number QQ-5512 stands in it"
    assert suggestions_for_each(nora, []) == {}
