"""Mail leaves over a real SMTP server once, with proof; every fault leaves a state that says what to do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from caseday.correspondence.actions.opting import opt_out
from caseday.correspondence.actions.outcomes import claim_next, note_handing_over, retry_message
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.keeping import seal
from caseday.correspondence.models import Account, Message, Sending
from caseday.correspondence.rules.tries import CLAIM_LASTS, WAITS
from caseday.correspondence.sending import loop, smtp
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.tests.made import file_on, make_message
from caseday.correspondence.tests.outgoing_made import (
    ROSA,
    email_to_client,
    make_mailbox,
    reachable,
    to_client,
)
from caseday.documents.models import Delivery
from caseday.documents.tests.made import keep_pdf, make_document
from caseday.testing.make import make_case, make_party
from tests.mail.mail_server import Told, mail_server

pytestmark = pytest.mark.django_db
FAX = "+15125550150"


@pytest.fixture
def server() -> Iterator[tuple[Told, int]]:
    with mail_server() as started:
        yield started


@pytest.fixture
def told(server: tuple[Told, int], cast: Any) -> Told:
    make_mailbox(cast.nora, smtp_port=server[1], fax_domain="fax.example.net", signature="Nora at work")
    return server[0]


@pytest.fixture
def case(cast: Any, told: Told) -> Any:
    case = make_case(cast.nora)
    reachable(case)
    return case


@pytest.fixture
def paper(case: Any, settings: Any, tmp_path: Any) -> Any:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    document = make_document(case, "Report")
    keep_pdf(document)
    return document


def queued(actor: Any, case: Any, now: Any, **fields: Any) -> Message:
    return queue_message(actor=actor, now=now, outgoing=email_to_client(case, **fields))


def state(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, Sending.objects.get(message=message).state


def test_it_arrives_as_it_was_written_with_its_papers_and_proof(
    told: Told, nora: Any, case: Any, now: Any, paper: Any
) -> None:
    words = "Hello Rosa,\n.a line that begins with a dot\nSeñora, ¿cómo está?"
    read = frozenset({f"not_read:{paper.title}"})
    message = queued(nora, case, now, text=words, document_ids=(paper.pk,), confirmed=read)
    assert send_due(now) == 1
    assert state(message) == ("sent", "sent")
    mail = told.mails[0]
    assert (
        mail["Message-ID"] == f"<{message.external_id}>" and mail["To"] == f"{case.person.full_name} <{ROSA}>"
    )
    assert mail["From"] == "Nora Field <nora@example.com>" and mail["Subject"] == "Hello"
    body = mail.get_body().get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    assert body.startswith(words) and body.rstrip().endswith("Nora at work")
    files = [one.get_filename() for one in mail.iter_attachments()]
    assert files == ["Report.pdf"]
    proof = Delivery.objects.get().proof
    assert "250 2.0.0 Ok: queued as 4711" in proof and message.external_id in proof
    assert send_due(now) == 0 and told.tries == 1


def test_copies_and_a_conversation_travel_in_the_headers(told: Told, nora: Any, case: Any, now: Any) -> None:
    make_party(case, "adjuster", name="Dana", email="dana@example.com")
    account = Account.objects.get()
    first = make_message(
        account, at=now - timedelta(hours=3), external_id="one@x", subject="Hi", state="filed"
    )
    came = make_message(
        account, at=now - timedelta(hours=1), external_id="two@x", thread=first.thread, state="filed"
    )
    file_on(came, case)
    to = (to_client(case), to_client(case, "dana@example.com", kind="cc", role="adjuster", person_id=None))
    queued(nora, case, now, to=to, reply_to_id=came.pk)
    send_due(now)
    mail = told.mails[0]
    assert mail["In-Reply-To"] == "<two@x>" and mail["References"] == "<one@x> <two@x>"
    assert "dana@example.com" in mail["Cc"] and sorted(told.taken[0].rcpt_tos) == ["dana@example.com", ROSA]


def test_a_refused_mail_fails_at_once_and_says_why(
    told: Told, nora: Any, case: Any, now: Any, paper: Any
) -> None:
    told.says = ["550 5.1.1 No such mailbox"]
    message = queued(nora, case, now, document_ids=(paper.pk,), confirmed=frozenset({"not_read:Report"}))
    send_due(now)
    assert state(message) == ("failed", "failed")
    assert (
        "No such mailbox" in message.sending.trouble
        and "No such mailbox" in Delivery.objects.get().fail_reason
    )
    told.says = ["250 OK"]
    retry_message(actor=nora, now=now, message_id=message.pk)
    send_due(now)
    assert state(message) == ("sent", "sent") and Delivery.objects.get().state == "sent"


def test_one_refused_receiver_keeps_it_from_all(told: Told, nora: Any, case: Any, now: Any) -> None:
    make_party(case, "adjuster", name="Dana", email="dana@example.com")
    told.to_receivers["dana@example.com"] = "550 Unknown"
    to = (to_client(case), to_client(case, "dana@example.com", kind="cc", role="adjuster", person_id=None))
    message = queued(nora, case, now, to=to)
    send_due(now)
    assert state(message) == ("failed", "failed") and told.taken == []
    assert "dana@example.com" in message.sending.trouble


def test_a_server_that_asks_to_wait_gets_it_later_once(told: Told, nora: Any, case: Any, now: Any) -> None:
    told.says = ["451 Try again later", "250 OK"]
    message = queued(nora, case, now)
    send_due(now)
    assert state(message) == ("queued", "queued") and "It is tried again" in message.sending.trouble
    assert send_due(now) == 0
    send_due(now + WAITS[0])
    assert state(message) == ("sent", "sent") and len(told.taken) == 1


def test_after_the_last_try_it_is_given_up_visibly(told: Told, nora: Any, case: Any, now: Any) -> None:
    told.says = ["451 Never"]
    message, at = queued(nora, case, now), now
    for wait in (*WAITS, timedelta(0)):
        assert send_due(at) == 1
        at += wait
    assert state(message) == ("failed", "failed") and told.tries == len(WAITS) + 1
    assert send_due(at + timedelta(days=9)) == 0


def test_a_break_after_the_end_leaves_it_unsure_and_never_sends_it_again(
    told: Told, nora: Any, case: Any, now: Any
) -> None:
    told.says = ["drop"]
    message = queued(nora, case, now)
    for later in (0, 1, 60, 3000):
        send_due(now + timedelta(minutes=later))
    assert state(message) == ("failed", "unsure") and len(told.taken) == 1


def test_a_slow_answer_leaves_it_unsure(told: Told, nora: Any, case: Any, now: Any, monkeypatch: Any) -> None:
    told.seconds = 3
    known = loop.server_of
    monkeypatch.setattr(loop, "server_of", lambda account, now, **more: _hasty(known(account, now, **more)))
    message = queued(nora, case, now)
    send_due(now)
    assert state(message) == ("failed", "unsure")


def _hasty(server: Any) -> Any:
    from dataclasses import replace

    return replace(server, answer_timeout=0.3)


def test_a_break_before_the_end_is_tried_again(told: Told, nora: Any, case: Any, now: Any) -> None:
    told.drops_before_data = True
    message = queued(nora, case, now)
    send_due(now)
    assert state(message) == ("queued", "queued") and told.taken == []
    told.drops_before_data = False
    send_due(now + WAITS[0])
    assert state(message) == ("sent", "sent") and len(told.taken) == 1


def test_no_server_at_all_is_tried_again(nora: Any, case: Any, now: Any) -> None:
    Account.objects.update(smtp_port=1)
    message = queued(nora, case, now)
    send_due(now)
    assert state(message) == ("queued", "queued") and "can't be reached" in message.sending.trouble


def test_whoever_wrote_stop_meanwhile_gets_nothing(told: Told, nora: Any, case: Any, now: Any) -> None:
    message = queued(nora, case, now)
    opt_out(actor=nora, now=now, address=ROSA, channel="email")
    send_due(now)
    assert state(message) == ("failed", "failed") and told.tries == 0


def test_a_fax_goes_to_the_gateway_with_a_cover(
    told: Told, nora: Any, case: Any, now: Any, paper: Any
) -> None:
    to = (to_client(case, FAX),)
    asks = frozenset({f"not_in_file:{FAX}", "not_read:Report"})
    message = queued(nora, case, now, channel="fax", to=to, document_ids=(paper.pk,), confirmed=asks)
    send_due(now)
    assert state(message) == ("sent", "sent")
    assert told.taken[0].rcpt_tos == ["15125550150@fax.example.net"]
    files = list(told.mails[0].iter_attachments())
    assert [one.get_filename() for one in files] == ["fax-cover.pdf", "Report.pdf"]
    assert all(one.get_content().startswith(b"%PDF") for one in files)  # type: ignore[attr-defined]


def test_a_fax_without_its_gateway_fails_in_words(told: Told, nora: Any, case: Any, now: Any) -> None:
    message = queued(
        nora,
        case,
        now,
        channel="fax",
        to=(to_client(case, FAX),),
        confirmed=frozenset({f"not_in_file:{FAX}"}),
    )
    Account.objects.update(fax_domain="")
    send_due(now)
    assert state(message) == ("failed", "failed") and "fax gateway" in message.sending.trouble


def test_a_file_that_is_gone_fails_in_words(
    told: Told, nora: Any, case: Any, now: Any, paper: Any, settings: Any, tmp_path: Any
) -> None:
    message = queued(nora, case, now, document_ids=(paper.pk,), confirmed=frozenset({"not_read:Report"}))
    settings.DOCUMENTS_DIR = tmp_path / "elsewhere"
    send_due(now)
    assert state(message) == ("failed", "failed") and "missing from the store" in message.sending.trouble


def test_a_fault_of_ours_keeps_no_other_message_from_leaving(
    told: Told, nora: Any, case: Any, now: Any, monkeypatch: Any
) -> None:
    broken, fine = queued(nora, case, now), queued(nora, case, now)
    known = loop.parcel_of

    def parcel_of(message: Message, at: Any) -> Any:
        if message.pk == broken.pk:
            raise RuntimeError("a fault")
        return known(message, at)

    monkeypatch.setattr(loop, "parcel_of", parcel_of)
    assert send_due(now) == 2
    assert state(fine) == ("sent", "sent") and state(broken) == ("queued", "queued")


def test_a_fault_while_handing_over_leaves_it_unsure(
    told: Told, nora: Any, case: Any, now: Any, monkeypatch: Any
) -> None:
    def hand_over(server: Any, *, before_end: Any, **rest: Any) -> str:
        before_end()
        raise RuntimeError("a fault")

    monkeypatch.setattr(smtp, "hand_over", hand_over)
    message = queued(nora, case, now)
    send_due(now)
    assert state(message) == ("failed", "unsure")


def test_what_was_settled_meanwhile_stays(
    told: Told, nora: Any, case: Any, now: Any, monkeypatch: Any
) -> None:
    known = smtp.hand_over

    def hand_over(server: Any, **rest: Any) -> str:
        said = known(server, **rest)
        Sending.objects.update(state="delivered")
        return said

    monkeypatch.setattr(smtp, "hand_over", hand_over)
    message = queued(nora, case, now)
    send_due(now)
    assert state(message) == ("queued", "delivered")


def test_a_fault_after_it_was_settled_changes_nothing(
    told: Told, nora: Any, case: Any, now: Any, monkeypatch: Any
) -> None:
    def hand_over(server: Any, **rest: Any) -> str:
        Sending.objects.update(state="stopped")
        raise RuntimeError("a fault")

    monkeypatch.setattr(smtp, "hand_over", hand_over)
    message = queued(nora, case, now)
    send_due(now)
    assert state(message)[1] == "stopped"


@pytest.mark.parametrize(
    "was_handing_over, expected", [(False, ("sent", "sent")), (True, ("failed", "unsure"))]
)
def test_what_a_dead_process_left_behind_is_sent_or_unsure(
    told: Told, nora: Any, case: Any, now: Any, was_handing_over: bool, expected: tuple[str, str]
) -> None:
    message = queued(nora, case, now)
    claimed = claim_next(now)
    assert claimed is not None and claim_next(now) is None
    if was_handing_over:
        note_handing_over(claimed)
    assert send_due(now + CLAIM_LASTS - timedelta(seconds=1)) == 0
    send_due(now + CLAIM_LASTS + timedelta(seconds=1))
    assert state(message) == expected and len(told.taken) == (0 if was_handing_over else 1)


def test_without_any_server_it_waits_and_says_who_sets_one(
    told: Told, nora: Any, case: Any, now: Any, settings: Any
) -> None:
    message = queued(nora, case, now)
    Account.objects.update(smtp_host="")
    settings.MAIL_OUT = {**settings.MAIL_OUT, "host": "", "provider": ""}
    send_due(now)
    assert state(message) == ("queued", "queued") and "No mail server" in message.sending.trouble


def test_the_agencys_server_carries_what_no_mailbox_does(
    server: tuple[Told, int], cast: Any, nora: Any, now: Any, settings: Any
) -> None:
    settings.MAIL_OUT = {
        "host": "127.0.0.1", "port": server[1], "user": "", "password": "", "security": "none", "provider": "",
        "from": "office@example.com", "provider_key": "",
    }  # fmt: skip
    case = make_case(cast.nora)
    reachable(case)
    message = queued(nora, case, now)
    send_due(now)
    assert (
        state(message) == ("sent", "sent") and server[0].mails[0]["From"] == "Nora Field <office@example.com>"
    )


def test_a_mailbox_signs_in_with_its_sealed_password(told: Told, nora: Any, case: Any, now: Any) -> None:
    with mail_server(
        auth_require_tls=False, auth_required=True, authenticator=Told.sign_in.__get__(told)
    ) as (other, port):
        Account.objects.update(smtp_port=port, user_name="nora", sealed_secret=seal("right"))
        message = queued(nora, case, now)
        send_due(now)
        assert state(message) == ("sent", "sent") and len(other.taken) == 1


def test_a_password_that_opens_no_more_says_what_to_do(told: Told, nora: Any, case: Any, now: Any) -> None:
    Account.objects.update(user_name="nora", sealed_secret="broken")
    message = queued(nora, case, now)
    send_due(now)
    assert (
        state(message) == ("queued", "queued")
        and "Type the account's password again" in message.sending.trouble
    )


def test_a_claim_that_was_lost_on_the_way_sends_nothing(
    told: Told, nora: Any, case: Any, now: Any, monkeypatch: Any
) -> None:
    """So slow that another process has taken it over: the end of the data does not go out."""
    known = loop.parcel_of

    def parcel_of(message: Message, at: Any) -> Any:
        Sending.objects.update(claimed_at=now + timedelta(hours=1))
        return known(message, at)

    monkeypatch.setattr(loop, "parcel_of", parcel_of)
    message = queued(nora, case, now)
    send_due(now)
    assert told.taken == [] and state(message) == ("queued", "sending")
