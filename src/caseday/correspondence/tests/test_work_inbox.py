"""The inbox and the page of a message, over HTTP: what is shown, filed, set aside, undone, and to whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.cases.models import Case
from caseday.correspondence.models import Attachment, Filing, KnownSender, Message
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office, make_professional

pytestmark = pytest.mark.django_db
INBOX = "correspondence:inbox"
HTMX: Any = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def suggested(case: Case, confidence: int = 86) -> dict[str, Any]:
    return {"case": str(case.pk), "confidence": confidence, "why": ["number known", "name in the text"]}


def page_of(client: Client, url: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(url, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_row_says_who_what_and_where_it_may_belong(case: Case, cast: Cast, nora_client: Client) -> None:
    office = make_office(name="Meridian Claims")
    dana = make_professional(office=office, name="Dana Whitfield")
    hidden = make_case(cast.olive)
    message = make_message(
        make_account(), subject="Authorization", preview="It was approved today.", office=office, professional=dana,
        suggestions=[suggested(case), suggested(hidden)], warnings=["WC-44-71 is one off from WC-44-17"],
        safety_words="chest pain",
    )  # fmt: skip
    Attachment.objects.create(message=message, position=0, name="approval.pdf")
    page = page_of(nora_client, INBOX)
    for words in ("Dana Whitfield", "Meridian Claims", "Authorization", "It was approved today.", "86 %",
                  "number known, name in the text", "WC-44-71 is one off", "chest pain", "approval.pdf", "Email"):  # fmt: skip
        assert words in page, words
    assert f"File on {case.person.called}" in page
    assert str(hidden.pk) not in page
    assert "1<span" in page, "counted in the frame"


def test_one_tap_files_it_and_undo_takes_it_back(case: Case, nora_client: Client) -> None:
    message = make_message(make_account(), suggestions=[suggested(case)])
    url = reverse("correspondence:file", args=[message.pk])
    answer = nora_client.post(url, {"case": str(case.pk)}, **HTMX)
    assert (answer.status_code, answer.content) == (200, b"")
    undo_url = reverse("correspondence:unfile", args=[message.pk, case.pk])
    assert undo_url in answer.headers["HX-Trigger-After-Settle"]
    assert Filing.objects.get().case == case
    assert "Nothing waits" in page_of(nora_client, INBOX)
    nora_client.post(undo_url)
    message.refresh_from_db()
    assert message.state == "waiting"


def test_who_is_second_is_told_who_was_first(case: Case, cast: Cast, nora_client: Client) -> None:
    message = make_message(make_account())
    other = make_case(cast.nora)
    Filing.objects.create(message=message, case=other, how="hand", staff=cast.carl, filed_at=MONDAY_8)
    Message.objects.update(state="filed")
    answer = nora_client.post(
        reverse("correspondence:file", args=[message.pk]), {"case": str(case.pk)}, **HTMX
    )
    assert "Carl Cover filed it a moment ago" in answer.headers["HX-Trigger-After-Settle"]
    assert Filing.objects.get().case == other


def test_a_message_is_filed_from_its_own_page_too(case: Case, cast: Cast, nora_client: Client) -> None:
    message = make_message(make_account())
    url = reverse("correspondence:file", args=[message.pk])
    assert nora_client.post(url, {"case": ""}).status_code == 302
    assert not Filing.objects.exists()
    for one in (case, make_case(cast.nora)):
        assert nora_client.post(url, {"case": str(one.pk)}).status_code == 302
    assert Filing.objects.filter(undone_at=None).count() == 2
    page = page_of(nora_client, "correspondence:message", message.pk)
    assert page.count("by hand by Nora Field") == 2


def test_what_belongs_nowhere_is_set_aside_and_comes_back(nora_client: Client, case: Case) -> None:
    message = make_message(make_account())
    nora_client.post(reverse("correspondence:set_aside", args=[message.pk]), {"reason": "A newsletter"})
    assert "A newsletter" in page_of(nora_client, "correspondence:message", message.pk)
    nora_client.post(reverse("correspondence:take_back", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "waiting"
    file_on(message, case)
    nora_client.post(reverse("correspondence:set_aside", args=[message.pk]), **HTMX)
    message.refresh_from_db()
    assert message.state == "filed"


def test_it_is_said_that_no_answer_is_needed_and_taken_back(case: Case, nora_client: Client) -> None:
    message = make_message(make_account())
    file_on(message, case)
    assert "No answer needed" in page_of(nora_client, "correspondence:message", message.pk)
    nora_client.post(reverse("correspondence:no_answer", args=[message.pk]))
    message.refresh_from_db()
    assert message.answered_how == "not_needed"
    nora_client.post(reverse("correspondence:needs_answer", args=[message.pk]))
    message.refresh_from_db()
    assert message.answered_at is None


def test_a_flag_is_seen_once_somebody_says_so(case: Case, nora_client: Client) -> None:
    message = make_message(make_account(), safety_words="hurt myself")
    assert "I have read it" in page_of(nora_client, "correspondence:message", message.pk)
    nora_client.post(reverse("correspondence:safety_seen", args=[message.pk]))
    assert "Seen by Nora Field" in page_of(nora_client, "correspondence:message", message.pk)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"mine", "agency", "text"}),
        ({"whose": "mine"}, {"mine"}),
        ({"whose": "agency"}, {"agency", "text"}),
        ({"channel": "text"}, {"text"}),
        ({"flagged": "yes"}, {"text"}),
        ({"whose": "agency", "channel": "email"}, {"agency"}),
        ({"channel": "smoke"}, {"mine", "agency", "text"}),
    ],
)
def test_filters_narrow_it(query: dict[str, str], shown: set[str], cast: Cast, nora_client: Client) -> None:
    make_message(make_account(staff=cast.nora, address="n@example.com"), subject="Subject-mine")
    make_message(make_account(), subject="Subject-agency")
    make_message(
        make_account(kind="text", address="+15125550101"),
        channel="text",
        subject="Subject-text",
        safety_words="harm",
    )
    page = page_of(nora_client, INBOX, **query)
    assert {name for name in ("mine", "agency", "text") if f"Subject-{name}" in page} == shown


def test_a_full_inbox_is_paged_and_costs_the_same(
    cast: Cast, nora_client: Client, django_assert_max_num_queries: Any
) -> None:
    account, cases = make_account(), [make_case(cast.nora) for _ in range(4)]
    thread = make_message(account, at=MONDAY_8 - timedelta(days=2)).thread
    for number in range(64):
        make_message(
            account, thread=thread, subject=f"Number {number}.", at=MONDAY_8 - timedelta(minutes=number),
            suggestions=[suggested(one) for one in cases[:3]],
        )  # fmt: skip
    page_of(nora_client, INBOX)
    with django_assert_max_num_queries(15):
        first = page_of(nora_client, INBOX)
    assert "Number 29." in first and "Number 30." not in first
    after = first.split("after=")[1].split('"')[0]
    with django_assert_max_num_queries(15):
        answer = nora_client.get(reverse(INBOX), {"after": after}, **HTMX).content.decode()
    assert "Number 30." in answer and "Number 59." in answer and "<html" not in answer
    assert "Number 0." in page_of(nora_client, INBOX, after="nonsense")


def test_a_conversation_of_500_is_paged_both_ways(
    case: Case, nora_client: Client, django_assert_max_num_queries: Any
) -> None:
    account = make_account(kind="text", address="+15125550101")
    rows = [make_message(account, channel="text", text="Words 0.", at=MONDAY_8)]
    for number in range(1, 100):
        at = MONDAY_8 + timedelta(minutes=number)
        rows.append(
            make_message(account, channel="text", thread=rows[0].thread, text=f"Words {number}.", at=at)
        )
    for one in rows:
        file_on(one, case)
    page_of(nora_client, "correspondence:message", rows[-1].pk)
    with django_assert_max_num_queries(15):
        latest = page_of(nora_client, "correspondence:message", rows[-1].pk)
    assert "Words 99." in latest and "Words 70." in latest and "Words 69." not in latest
    with django_assert_max_num_queries(15):
        old = page_of(nora_client, "correspondence:message", rows[40].pk)
    assert "Words 40." in old and "Words 41." not in old
    url = reverse("correspondence:conversation", args=[rows[40].pk])
    earlier = nora_client.get(url, {"before": old.split("before=")[1].split('"')[0]}, **HTMX).content.decode()
    later = nora_client.get(url, {"after": old.split("after=")[1].split('"')[0]}, **HTMX).content.decode()
    assert "Words 10." in earlier and "Words 11." not in earlier
    assert "Words 41." in later and "Words 70." in later and "Later ones" in later
    assert "Words 40." in page_of(nora_client, "correspondence:conversation", rows[40].pk, before="x")


def test_it_says_how_it_is_known_who_wrote(case: Case, cast: Cast, nora_client: Client) -> None:
    office = make_office(name="Meridian Claims")
    message = make_message(make_account(), office=office)
    assert "stands in the directory" in page_of(nora_client, "correspondence:message", message.pk)
    KnownSender.objects.create(
        address="dana@example.org", office=office, staff=cast.carl, learned_at=MONDAY_8, times=3
    )
    page = page_of(nora_client, "correspondence:message", message.pk)
    assert "Meridian Claims: learned from Carl Cover on" in page
    assert "3 times" in page
    stranger = make_message(message.account, from_address="x@example.org", from_name="")
    assert "Filing it teaches Caseday" in page_of(nora_client, "correspondence:message", stranger.pk)


def test_who_has_no_sight_of_it_gets_404_and_who_files_nothing_no_inbox(
    case: Case, cast: Cast, olive_client: Client
) -> None:
    message = make_message(make_account())
    file_on(message, case)
    for name in ("message", "conversation"):
        assert olive_client.get(reverse(f"correspondence:{name}", args=[message.pk])).status_code == 404
    assert olive_client.post(reverse("correspondence:safety_seen", args=[message.pk])).status_code == 404
    adam = Client()
    adam.force_login(cast.adam)
    assert adam.get(reverse(INBOX)).status_code == 403
    assert reverse(INBOX) not in adam.get("/").content.decode()


def test_an_auditor_reads_and_is_offered_nothing_to_do(case: Case, cast: Cast) -> None:
    message = make_message(make_account())
    file_on(message, case)
    audrey = Client()
    audrey.force_login(cast.audrey)
    page = page_of(audrey, "correspondence:message", message.pk)
    assert "How is he?" in page
    assert "No answer needed" not in page and "Reply" not in page


def test_the_case_shows_what_was_written_on_it(case: Case, cast: Cast, nora_client: Client) -> None:
    account = make_account()
    for number in range(34):
        one = make_message(account, subject=f"Number {number}.", at=MONDAY_8 - timedelta(hours=number))
        file_on(one, case)
    sent = make_message(
        account, is_incoming=False, subject="Out", at=MONDAY_8 + timedelta(hours=1), staff=cast.nora,
        recipients=[{"address": "d@example.org", "name": "Dana", "as": "to"}],
    )  # fmt: skip
    file_on(sent, case)
    Message.objects.filter(pk=sent.pk).update(state="delivered")
    page = page_of(nora_client, "casefile:messages", case.pk)
    assert "to Dana" in page and "delivered" in page and "not answered" in page
    part = nora_client.get(
        reverse("casefile:messages", args=[case.pk]), {"part": "1"}, **HTMX
    ).content.decode()
    assert "Number 3." in part and "Number 4." not in part and "All messages" in part
    after = page.split("after=")[1].split('"')[0]
    older = nora_client.get(reverse("casefile:messages", args=[case.pk]), {"after": after}, **HTMX)
    assert "Number 33." in older.content.decode()
    assert "Nothing of this kind" in page_of(nora_client, "casefile:messages", case.pk, channel="fax")
