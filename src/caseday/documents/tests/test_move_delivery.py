"""What becomes of a paper that was sent: rules with plain values, then the taps."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer, system_viewer
from caseday.documents import actions
from caseday.documents.models import Delivery
from caseday.documents.queries.deliveries import sent_of
from caseday.documents.rules.deliveries import Move, Sent, chart_words, is_there, standing_of, standing_of_all
from caseday.documents.tests.made import make_delivery, make_document
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office, make_person, make_professional

NINE = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


@pytest.mark.parametrize(
    ("one", "kind", "words"),
    [
        (Sent("sent", NINE), "said", "sent, nobody saw it in the chart"),
        (Sent("received", NINE, said_at=NINE), "said", "received, they say"),
        (Sent("in_chart", NINE, verified_at=TEN), "ver", "in the chart"),
        (Sent("sent", NINE, denied_at=TEN), "stop", "they say they don't have it"),
        (Sent("received", NINE, said_at=TEN, denied_at=NINE), "said", "received, they say"),
        (Sent("in_chart", NINE, verified_at=NINE, denied_at=TEN), "stop", "they say they don't have it"),
        (Sent("failed", NINE, denied_at=TEN), "stop", "did not go through"),
    ],
)
def test_a_sending_says_where_it_stands(one: Sent, kind: str, words: str) -> None:
    assert (standing_of(one).kind, standing_of(one).words) == (kind, words)
    assert words.startswith(standing_of(one).short)


def test_a_paper_at_a_place_stands_as_its_sendings_say() -> None:
    first, again = Sent("sent", NINE), Sent("sent", TEN)
    assert standing_of_all([]).words == "never sent here"
    assert standing_of_all([first]).words == "sent, nobody saw it in the chart"
    assert standing_of_all([first, again]).words == "sent 2 times, nobody saw it in the chart"
    assert standing_of_all([Sent("sent", NINE, denied_at=NINE), again]).words.startswith("sent again")
    assert standing_of_all([first, Sent("failed", TEN)]).words == "did not go through"
    assert standing_of_all([Sent("in_chart", NINE, verified_at=TEN), again], where="on file").is_verified


def test_a_later_denial_counts_more_than_an_earlier_check() -> None:
    checked = Sent("in_chart", NINE, verified_at=NINE)
    assert is_there([checked]) and not is_there([checked, Sent("sent", NINE, denied_at=TEN)])
    assert is_there([Sent("in_chart", NINE, verified_at=TEN), Sent("sent", NINE, denied_at=NINE)])


def test_words_for_where_it_is_kept() -> None:
    assert [chart_words(kind) for kind in ("hospital", "insurer", "")] == [
        "in the chart",
        "on file",
        "with them",
    ]


moments = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
    lambda one: one.replace(tzinfo=UTC)
)
RANK = {"sent": 0, "received": 1, "in_chart": 2, "failed": 3}


@given(state=st.sampled_from(list(RANK)), said=moments, checked=moments, denied=moments)
def test_a_sending_only_moves_forward(state: str, said: Any, checked: Any, denied: Any) -> None:
    one = Sent(state, NINE, said, checked, denied)
    for move in one.moves - {Move.DENIED}:
        assert RANK[move] > RANK[state] or (one.is_denied and RANK[move] == RANK[state])
    assert state != "failed" or not one.moves
    assert (Move.DENIED in one.moves) == (state != "failed" and not one.is_denied)


@pytest.fixture
def sent(cast: Cast) -> Delivery:
    document = make_document(make_case(cast.nora))
    delivery: Delivery = make_delivery(document, office=make_office(name="Ridgeview"))
    return delivery


def mark(one: Delivery) -> str:
    one.refresh_from_db()
    return sent_of(one).mark


def test_it_goes_from_sent_to_received_to_in_the_chart(sent: Delivery, nora: Viewer, carl: Viewer) -> None:
    actions.say_received(actor=nora, now=NINE, delivery_id=sent.pk, seen=mark(sent), by=" Maria ")
    actions.verify_in_chart(
        actor=carl, now=TEN, delivery_id=sent.pk, seen=mark(sent), how="the nurse read from it"
    )
    sent.refresh_from_db()
    assert (sent.state, sent.said_by, sent.said_at, sent.verified_at) == ("in_chart", "Maria", NINE, TEN)
    assert sent.verified_by_id == carl.staff_id and sent.verified_how == "the nurse read from it"
    verbs = (
        CaseEvent.objects.filter(chain_id=sent.case_id).order_by("sequence").values_list("verb", flat=True)
    )
    assert list(verbs) == ["delivery_received", "delivery_in_chart"]


def test_the_second_of_two_people_is_told_what_the_first_did(
    sent: Delivery, nora: Viewer, carl: Viewer
) -> None:
    seen = mark(sent)
    actions.deny_delivery(actor=carl, now=NINE, delivery_id=sent.pk, seen=seen, by="Maria")
    with pytest.raises(actions.Moved) as problem:
        actions.say_received(actor=nora, now=TEN, delivery_id=sent.pk, seen=seen, by="Ann")
    said = str(problem.value)
    assert "Carl Cover changed this on Mar 2 at 9:00" in said
    assert "they say they don't have it (said Maria)" in said
    assert sent_of(sent).is_denied is False and Delivery.objects.get().said_by == ""


def test_what_the_other_marked_is_named_by_its_state(sent: Delivery, nora: Viewer, carl: Viewer) -> None:
    seen = mark(sent)
    actions.fail_delivery(actor=carl, now=NINE, delivery_id=sent.pk, seen=seen, reason="line busy")
    with pytest.raises(actions.Moved, match=r"failed \(line busy\)"):
        actions.deny_delivery(actor=nora, now=TEN, delivery_id=sent.pk, seen=seen)


def test_a_page_from_nowhere_is_told_to_look_again(sent: Delivery, nora: Viewer) -> None:
    with pytest.raises(actions.Moved, match="Look at it"):
        actions.deny_delivery(actor=nora, now=TEN, delivery_id=sent.pk, seen="in_chart")


def test_the_same_tap_twice_by_one_person_changes_nothing(sent: Delivery, nora: Viewer) -> None:
    seen = mark(sent)
    for now in (NINE, TEN):
        one = actions.deny_delivery(actor=nora, now=now, delivery_id=sent.pk, seen=seen)
    assert (one.denied_at, one.denied_by) == (NINE, "Ridgeview")
    assert CaseEvent.objects.filter(subject_id=sent.pk).count() == 1


def test_a_denial_keeps_what_was_said_before_and_a_check_settles_it(sent: Delivery, nora: Viewer) -> None:
    actions.verify_in_chart(actor=nora, now=NINE, delivery_id=sent.pk, seen=mark(sent), how="portal")
    actions.deny_delivery(actor=nora, now=TEN, delivery_id=sent.pk, seen=mark(sent), by="Ann")
    sent.refresh_from_db()
    assert sent.state == "in_chart" and sent.verified_how == "portal" and sent_of(sent).is_denied
    later = TEN + timedelta(hours=1)
    actions.verify_in_chart(actor=nora, now=later, delivery_id=sent.pk, seen=mark(sent), how="Ann found it")
    sent.refresh_from_db()
    assert sent_of(sent).is_verified and sent.denied_by == "Ann"


@pytest.mark.parametrize("move", ["say_received", "verify_in_chart", "fail_delivery", "deny_delivery"])
def test_a_failed_sending_stays_failed(sent: Delivery, nora: Viewer, move: str) -> None:
    actions.fail_delivery(actor=nora, now=NINE, delivery_id=sent.pk, seen="sent", reason="line busy")
    word = {"say_received": "by", "verify_in_chart": "how", "fail_delivery": "reason", "deny_delivery": "by"}[
        move
    ]
    with pytest.raises(Invalid, match="stays failed"):
        getattr(actions, move)(actor=nora, now=TEN, delivery_id=sent.pk, seen="failed", **{word: "x"})


def test_what_is_on_record_already_is_said(sent: Delivery, nora: Viewer) -> None:
    actions.say_received(actor=nora, now=NINE, delivery_id=sent.pk, seen="sent", by="Ann")
    with pytest.raises(Invalid, match="on record already"):
        actions.say_received(actor=nora, now=TEN, delivery_id=sent.pk, seen="received", by="Ann")


def test_each_move_asks_for_what_it_needs(sent: Delivery, nora: Viewer) -> None:
    base = {"actor": nora, "now": NINE, "delivery_id": sent.pk, "seen": "sent"}
    for action, name in (
        (actions.say_received, "by"),
        (actions.verify_in_chart, "how"),
        (actions.fail_delivery, "reason"),
    ):
        with pytest.raises(Invalid) as problem:
            action(**base, **{name: " \0 "})
        assert problem.value.problems.keys() == {name}


def test_an_auditor_sees_it_and_changes_nothing_and_an_outsider_does_not_see_it(
    sent: Delivery, audrey: Viewer, olive: Viewer
) -> None:
    with pytest.raises(Refused):
        actions.deny_delivery(actor=audrey, now=NINE, delivery_id=sent.pk, seen="sent")
    with pytest.raises(NotFound):
        actions.deny_delivery(actor=olive, now=NINE, delivery_id=sent.pk, seen="sent")


def test_sending_records_to_whom_how_and_the_proof(cast: Cast, nora: Viewer) -> None:
    document = make_document(make_case(cast.nora))
    doctor = make_professional(office=make_office())
    one_id = new_id()
    for _ in range(2):
        one = actions.send_document(
            actor=nora, now=TEN, document_id=document.pk, how="fax", professional_id=doctor.pk,
            sent_at=NINE, proof=" page 3  of 3 ok ", id=one_id,
        )  # fmt: skip
    assert (one.office_id, one.professional_id, one.proof, one.sent_at) == (
        doctor.office_id, doctor.pk, "page 3 of 3 ok", NINE,
    )  # fmt: skip
    event = CaseEvent.objects.get()
    assert event.verb == "document_sent" and event.happened_at == NINE and str(doctor) in event.summary


def test_a_thing_is_then_with_whom_it_was_given_to(cast: Cast, nora: Viewer) -> None:
    person = make_person(given_name="Rosa", family_name="Delgado")
    thing = make_document(make_case(cast.nora, person=person), "CD", is_thing=True)
    actions.send_document(actor=nora, now=TEN, document_id=thing.pk, how="hand", person_id=person.pk)
    thing.refresh_from_db()
    assert thing.whereabouts == "with Rosa Delgado"


def test_sending_asks_for_what_is_missing(cast: Cast, nora: Viewer) -> None:
    document = make_document(make_case(cast.nora))
    late = MONDAY_8 + timedelta(days=1)
    with pytest.raises(Invalid) as problem:
        actions.send_document(
            actor=nora, now=MONDAY_8, document_id=document.pk, how="pigeon", sent_at=late, to_name=" "
        )
    assert problem.value.problems.keys() == {"how", "to_name", "sent_at"}
    with pytest.raises(NotFound):
        actions.send_document(
            actor=nora, now=MONDAY_8, document_id=document.pk, how="fax", professional_id=new_id()
        )


def test_a_job_sends_nothing(cast: Cast) -> None:
    document = make_document(make_case(cast.nora))
    with pytest.raises(Refused, match="by people"):
        actions.send_document(
            actor=system_viewer(), now=NINE, document_id=document.pk, how="fax", to_name="Ridgeview"
        )


def test_an_unfiled_or_a_voided_paper_is_not_sent(cast: Cast, nora: Viewer) -> None:
    document = make_document(make_case(cast.nora))
    send = {"actor": nora, "now": NINE, "document_id": document.pk, "how": "fax", "to_name": "Ridgeview"}
    document.voided_at = NINE
    document.save()
    with pytest.raises(Invalid, match="voided"):
        actions.send_document(**send)
    document.voided_at, document.case = None, None
    document.save()
    with pytest.raises(Invalid, match="File the paper"):
        actions.send_document(**send)
