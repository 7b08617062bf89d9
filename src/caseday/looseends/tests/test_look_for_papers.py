"""Papers that are not read, not filed, not where they are needed; numbers and work statuses that are wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier, ReadBack, WorkStatus
from caseday.documents.models import Delivery, Document
from caseday.documents.queries import open_work
from caseday.looseends.queries import find_loose_end
from caseday.looseends.tests.seen import DAY, HOUR, ends_of, labels, only
from caseday.programs.queries import get_pack
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_followup, make_office

pytestmark = pytest.mark.django_db
TUESDAY_9 = MONDAY_8 + DAY + HOUR


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, last_contact_at=MONDAY_8)


@pytest.fixture
def clinic() -> Any:
    return make_office(name="Spine Clinic", kind="physician_practice")


def paper(case: Case | None, **fields: Any) -> Document:
    values = {"title": "MRI of the knee", "kind": "imaging_report", "received_at": MONDAY_8 - 9 * DAY}
    staff = fields.pop("staff", None) or (case and case.assigned_to)
    read = {"looked_at": MONDAY_8} if case else {}
    return Document.objects.create(case=case, staff=staff, **{**values, **read, **fields})


def sent(document: Document, **fields: Any) -> Delivery:
    values = {"case": document.case, "staff": document.staff, "how": "fax", "sent_at": MONDAY_8 - 5 * DAY}
    return Delivery.objects.create(document=document, **{**values, **fields})


def test_a_paper_for_tomorrow_until_somebody_saw_it_in_the_chart(
    nora: Viewer, case: Case, clinic: Any
) -> None:
    one = paper(case)
    visit = make_appointment(case, starts_at=TUESDAY_9, office=clinic, title="Follow-up")
    end = only(nora, "paper_needed")
    assert end.title == "Bring 1 paper to Follow-up, tomorrow"
    assert end.why == "MRI of the knee (never sent here)"
    first, second = sent(one, office=clinic), sent(one, office=clinic, sent_at=MONDAY_8 - DAY)
    assert only(nora, "paper_needed").why == "MRI of the knee (sent 2 times, nobody saw it in the chart)"
    assert ends_of(nora, "delivery_not_verified") == []
    assert find_loose_end(nora, "paper_needed", visit.pk, now=MONDAY_8).title == end.title
    Delivery.objects.filter(pk=second.pk).update(state="in_chart", verified_at=MONDAY_8)
    assert ends_of(nora, "paper_needed") == [] and first.state == "sent"


def test_what_is_to_be_carried_is_named_first_and_the_rest_counted(
    nora: Viewer, case: Case, clinic: Any
) -> None:
    for kind in ("imaging_report", "non_certification", "work_status"):
        paper(case, kind=kind, title=kind)
    make_appointment(case, starts_at=TUESDAY_9, office=clinic, carry="work_status\n")
    end = only(nora, "paper_needed")
    assert end.title.startswith("Bring 3 papers to") and end.why.endswith(" and 1 more")


def test_visits_without_case_or_office_need_no_papers(cast: Cast, nora: Viewer, case: Case) -> None:
    paper(case)
    make_appointment(None, staff=cast.nora, starts_at=TUESDAY_9)
    make_appointment(case, starts_at=TUESDAY_9)
    assert ends_of(nora, "paper_needed") == []


def test_a_sending_matters_where_it_was_denied_or_a_visit_is_near(
    nora: Viewer, case: Case, clinic: Any
) -> None:
    one = sent(paper(case), office=clinic, state="received", said_at=MONDAY_8 - 4 * DAY)
    assert ends_of(nora, "delivery_not_verified") == []
    make_appointment(case, starts_at=MONDAY_8 + 8 * DAY, office=clinic)
    end = only(nora, "delivery_not_verified")
    assert (end.title, end.chip_words) == ("MRI of the knee: do they have it?", "received, they say")
    assert end.why == "Spine Clinic, sent 5 days ago, visit there Mar 10"
    assert labels(end) == ["They have it", "Call"]
    Delivery.objects.filter(pk=one.pk).update(denied_at=MONDAY_8)
    end = only(nora, "delivery_not_verified")
    assert (end.chip, end.chip_words, labels(end)[0]) == ("stop", "they say they don't have it", "Send again")
    assert end.next_actor == "you"
    again = sent(one.document, office=clinic, sent_at=MONDAY_8)
    assert ends_of(nora, "delivery_not_verified") == []
    assert only(nora, "delivery_not_verified", MONDAY_8 + DAY).subject_id == again.pk
    Delivery.objects.filter(pk=again.pk).update(state="in_chart", verified_at=MONDAY_8 + HOUR)
    assert ends_of(nora, "delivery_not_verified", MONDAY_8 + DAY) == []


def test_a_person_without_an_office_who_denies_it_is_not_called_by_the_list(nora: Viewer, case: Case) -> None:
    sent(paper(case), to_name="Dana Whitfield", denied_at=MONDAY_8, how="email")
    end = only(nora, "delivery_not_verified")
    assert (end.reach, end.why) == (None, "Dana Whitfield, sent 5 days ago")


def test_long_ago_or_to_somebody_without_a_chart_is_left_alone(nora: Viewer, case: Case, clinic: Any) -> None:
    employer = make_office(kind="employer")
    for office in (clinic, employer):
        make_appointment(case, starts_at=MONDAY_8 + 8 * DAY, office=office)
    sent(paper(case), office=clinic, sent_at=MONDAY_8 - 90 * DAY)
    sent(paper(case), office=employer)
    assert ends_of(nora, "delivery_not_verified") == []


@pytest.mark.parametrize(
    ("days", "fresh", "shown"), [(8, 60, False), (9, 60, True), (14, 4, False), (14, 5, True), (30, 60, True)]
)
def test_how_near_a_visit_and_how_old_a_sending_is_the_programs_figure(
    nora: Viewer, case: Case, clinic: Any, monkeypatch: pytest.MonkeyPatch, days: int, fresh: int, shown: bool
) -> None:
    practice = get_pack(case.program, on=MONDAY_8.date()).followup_practice
    for name, count in (("chart_visit_days", days), ("chart_sent_days", fresh)):
        figure = getattr(practice, name)
        assert figure.basis == "contract" and not figure.verified
        monkeypatch.setitem(practice.__dict__, name, figure.model_copy(update={"count": count}))
    sent(paper(case), office=clinic)
    make_appointment(case, starts_at=MONDAY_8 + 8 * DAY, office=clinic)
    assert bool(ends_of(nora, "delivery_not_verified")) == shown


def test_each_program_says_for_itself_though_all_are_asked_at_once(
    nora: Viewer, case: Case, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_work, "_longest_visit", lambda: 90 * DAY)
    sent(paper(case), office=clinic)
    make_appointment(case, starts_at=MONDAY_8 + 20 * DAY, office=clinic)
    assert ends_of(nora, "delivery_not_verified") == []


def test_unread_and_unfiled_papers(cast: Cast, nora: Viewer, carl: Viewer, olive: Viewer, case: Case) -> None:
    one = paper(case, looked_at=None, title="From Dr. Farouk")
    loose = paper(None, staff=cast.nora, title="Scan", kind="")
    paper(case, looked_at=None, is_thing=True)
    paper(case, looked_at=None, voided_at=MONDAY_8)
    end = only(nora, "document_unread")
    assert (end.title, end.why, end.chip) == (
        "Read: From Dr. Farouk", "Imaging report, received 9 days ago", "stop",
    )  # fmt: skip
    assert only(nora, "document_unfiled").title == "File: Scan"
    assert only(carl, "document_unfiled").subject_id == loose.pk
    assert ends_of(olive, "document_unread") == ends_of(olive, "document_unfiled") == []
    Document.objects.filter(pk=one.pk).update(looked_at=MONDAY_8)
    Document.objects.filter(pk=loose.pk).update(case=case, looked_at=MONDAY_8)
    assert ends_of(nora, "document_unread") == ends_of(nora, "document_unfiled") == []


def test_a_kind_is_named_for_an_unfiled_paper_too(cast: Cast, nora: Viewer) -> None:
    paper(None, staff=cast.nora, title="Scan", received_at=MONDAY_8)
    end = only(nora, "document_unfiled")
    assert (end.why, end.chip) == ("Imaging report, received today", "said")


def read_back(case: Case, heard: str, **fields: Any) -> ReadBack:
    number = Identifier.objects.filter(case=case).first() or Identifier.objects.create(
        case=case, kind="claim_number", value="TX-4471", normalized="TX4471"
    )
    values = {"staff": case.assigned_to, "read_at": MONDAY_8 - 2 * DAY, "is_same": heard == "TX-4471"}
    return ReadBack.objects.create(case=case, identifier=number, heard=heard, **{**values, **fields})


def test_a_wrong_number_is_out_until_they_read_it_back_right(nora: Viewer, case: Case) -> None:
    pharmacy = make_office(name="Barton Springs Pharmacy", kind="pharmacy")
    wrong = read_back(case, "TX-4477", office=pharmacy, source_name="Carrier")
    end = only(nora, "wrong_number_out")
    assert end.title == "Barton Springs Pharmacy: claim number is wrong there"
    assert (end.why, end.chip_words) == ("they have TX-4477, from Carrier", "read back 2 days ago")
    assert (end.taps[0].args, labels(end)) == ((case.pk, wrong.identifier_id), ["Read back", "Call"])
    chase = make_followup(
        case, until="read_back", until_identifier=wrong.identifier, office=pharmacy, due_on=MONDAY_8.date()
    )
    end = only(nora, "wrong_number_out")
    assert (end.followup_id, labels(end)) == (chase.pk, ["Read back", "No answer"])
    assert ends_of(nora, "chase_due") == []
    read_back(case, "TX 4471", office=pharmacy, read_at=MONDAY_8)
    assert ends_of(nora, "wrong_number_out") == []


def test_a_chase_for_another_number_speaks_for_itself(nora: Viewer, case: Case) -> None:
    wrong = read_back(case, "TX-4477", with_name="Kim")
    assert only(nora, "wrong_number_out").title == "Kim: claim number is wrong there"
    assert only(nora, "wrong_number_out").reach is None
    make_followup(case, until="read_back", until_identifier=wrong.identifier, office=make_office())
    assert "until they read the claim number back right" in only(nora, "chase_due").why


def test_a_holder_without_a_name_is_somebody(nora: Viewer, case: Case) -> None:
    read_back(case, "TX-4477")
    assert only(nora, "wrong_number_out").title.startswith("Somebody: ")


def status(case: Case, kind: str, from_on: date, until_on: date | None, by: str) -> WorkStatus:
    return WorkStatus.objects.create(
        case=case, staff=case.assigned_to, kind=kind, from_on=from_on, until_on=until_on, by_name=by,
        recorded_at=MONDAY_8,
    )  # fmt: skip


def test_a_work_status_that_ended_is_asked_about(nora: Viewer, case: Case) -> None:
    status(case, "modified", date(2026, 2, 1), date(2026, 2, 26), "Dr. Farouk")
    end = only(nora, "work_status_unclear")
    assert (end.title, end.chip_words) == ("What may they do at work?", "expired for 3 days")
    assert end.why == "Modified duty ended Feb 26; nothing says what holds since"
    assert labels(end) == ["Work status", "Call"]
    assert only(nora, "work_status_unclear", MONDAY_8 - 3 * DAY).chip_words == "expired"
    status(case, "full", date(2026, 2, 27), None, "Dr. Farouk")
    assert ends_of(nora, "work_status_unclear") == []


def test_two_physicians_who_contradict_are_asked_about(nora: Viewer, case: Case) -> None:
    status(case, "off", date(2026, 2, 20), date(2026, 3, 20), "Dr. Farouk")
    status(case, "modified", date(2026, 2, 25), date(2026, 3, 25), "Dr. Lee")
    end = only(nora, "work_status_unclear")
    assert (end.title, end.chip_words) == ("Which work status holds?", "unclear")


def test_papers_and_numbers_cost_the_same_for_many_cases(
    cast: Cast, nora: Viewer, clinic: Any, django_assert_max_num_queries: Callable
) -> None:
    for place in range(4):
        one = make_case(cast.nora)
        sent(paper(one), office=clinic, denied_at=MONDAY_8)
        make_appointment(one, starts_at=TUESDAY_9 + place * HOUR, office=clinic)
        read_back(one, "TX-4477", office=clinic)
        status(one, "off", date(2026, 2, 1), date(2026, 2, 20), "Dr. Lee")
    with django_assert_max_num_queries(19):
        assert len(ends_of(nora, "paper_needed")) == 4
