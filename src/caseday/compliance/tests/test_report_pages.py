"""Reports through their pages: what is typed is kept, or comes back with what lacks."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.compliance.actions import discard_report, save_report
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries.reports import get_report
from caseday.compliance.rules.merging import mark_of
from caseday.compliance.tests.reporting import DAY, drafted, make_reported_case, signed
from caseday.correspondence.models import Message
from caseday.documents.models import Document
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_monday(monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY_8 + timedelta(minutes=30))


@pytest.fixture
def case(cast: Any, settings: Any, tmp_path: Any) -> Any:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return make_reported_case(cast)


@pytest.fixture
def to(nora_client: Client) -> Callable[..., Any]:
    """`to("report", report)` asks; `to("sign_report", report, {...})` posts."""

    def send(name: str, of: Any, said: Any = None, **more: Any) -> Any:
        url = reverse(f"compliance:{name}", args=[of.pk])
        return nora_client.get(url) if said is None else nora_client.post(url, said, **more)

    return send


def page(answer: Any) -> str:
    return unescape(answer.content.decode())


def typed(report: ProgramReport, **texts: str) -> dict[str, str]:
    """As the form sends it: every heading, each with the mark of what was read."""
    kept = {one["slug"]: one["text"] for one in report.sections}
    said = {f"text-{slug}": texts.get(slug, text) for slug, text in kept.items()}
    return {**said, **{f"read-{slug}": mark_of(text) for slug, text in kept.items()}}


def test_a_report_goes_from_what_is_owed_to_whom_it_is_for(to: Any, case: Any) -> None:
    make_activity(case, kind="visit", summary="Walks with a cane")
    listed = page(to("reports", case))
    assert "Progress report" in listed and "16 days late" in listed and "for Adjuster" in listed
    answer = to("draft_report", case, {"type": "progress", "id": str(new_id())})
    report = ProgramReport.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("compliance:report", args=[report.pk])
    form = page(to("report", report))
    assert "Walks with a cane" in form and "What comes next, with dates" in form
    assert to("save_report", report, typed(report, next="See the surgeon")).status_code == 302
    assert "See the surgeon" in page(to("report", report)) and "Go on" in page(to("reports", case))
    report.refresh_from_db()
    assert to("sign_report", report, typed(report, progress="Walks a mile")).status_code == 302
    shown = page(to("report", report))
    assert "Walks a mile" in shown and "Nora Field" in shown and "dana@example.org" in shown
    (receipt,) = [part.split('"')[0] for part in shown.split('name="receiver" value="')[1:]]
    assert to("send_report", report, {"receiver": receipt}).status_code == 302
    assert Message.objects.count() == 1 and "Who has it" in page(to("report", report))
    assert "They have it already" in page(to("send_report", report, {"receiver": receipt}, follow=True))
    again = page(to("reports", case))
    assert "Written before" in again and "Dana Whitfield" in again and "Apr 1" in again


def test_the_paper_is_a_pdf_before_and_after_it_is_signed(to: Any, case: Any, nora: Any) -> None:
    assert to("report_pdf", drafted(nora, case, "initial")).content.startswith(b"%PDF")
    answer = to("report_pdf", signed(nora, case))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_typing_is_kept_and_the_page_learns_what_it_has_read(
    to: Any, case: Any, nora: Any, carl: Any
) -> None:
    report = drafted(nora, case)
    first = typed(report)
    save_report(actor=carl, now=MONDAY_8, report_id=report.pk, texts={"progress": "Carl's"})
    answer = to("keep_typing", report, {**first, "text-next": "Call"})
    assert answer.status_code == 200 and "Draft saved" in page(answer)
    assert f'id="read-next" value="{mark_of("Call")}"' in page(answer)
    assert f'id="read-progress" value="{first["read-progress"]}"' in page(answer)  # Carl's was not read yet
    assert {one["slug"]: one["text"] for one in get_report(nora, report.pk).sections}["progress"] == "Carl's"
    refused = to("keep_typing", report, {**first, "text-progress": "Nora's"})
    assert refused.status_code == 422 and "changed this while you wrote" in page(refused)


def test_two_texts_stand_side_by_side_until_somebody_puts_them_together(
    to: Any, case: Any, nora: Any, carl: Any
) -> None:
    report = drafted(nora, case)
    mine = typed(report, since="Nora's words", next="Nora's next")
    save_report(actor=carl, now=MONDAY_8, report_id=report.pk, texts={"since": "Carl's words"})
    answer = to("save_report", report, mine)
    shown = page(answer)
    assert answer.status_code == 422 and "Carl Cover changed this" in shown
    assert "Carl's words" in shown and "Nora's words" in shown and "Nora's next" in shown
    again = {**mine, "read-since": shown.split('id="read-since" value="')[1].split('"')[0]}
    assert to("save_report", report, again).status_code == 302
    report.refresh_from_db()
    assert report.sections[0]["text"] == "Nora's words"


def test_what_is_refused_keeps_what_was_typed(to: Any, case: Any, nora: Any) -> None:
    report = drafted(nora, case)
    answer = to("save_report", report, typed(report, since="x" * 20_001, next="Kept"))
    assert answer.status_code == 422 and "shorten it" in page(answer) and "Kept" in page(answer)
    nothing = to("sign_report", report, typed(report))
    assert nothing.status_code == 422 and "nothing to sign" in page(nothing)
    done = signed(nora, case, "initial")
    assert "Choose who gets it" in page(to("send_report", done, {"reason": "they asked"}))
    said = {"role": "adjuster", "name": "Dana", "how": "pigeon", "proof": "stamp 12", "id": str(new_id())}
    wrong = to("note_receipt", done, said)
    assert wrong.status_code == 422 and "stamp 12" in page(wrong)
    assert to("note_receipt", done, {**said, "how": "mail"}).status_code == 302
    assert ReportReceipt.objects.get().how == "mail" and "stamp 12" in page(to("report", done))


def test_a_draft_is_set_aside_and_stays_readable(to: Any, case: Any, nora: Any) -> None:
    report = drafted(nora, case)
    assert to("discard_report", report, {}).status_code == 302
    assert "set aside" in page(to("report", report))
    assert to("discard_report", report, {}).status_code == 422


def test_a_refused_sending_says_why(cast: Any, case: Any, nora: Any) -> None:
    report = signed(nora, case)
    client = Client()
    client.force_login(cast.carl)
    url = reverse("compliance:send_report", args=[report.pk])
    key = f"party:{case.parties.get().pk}"
    shown = page(client.post(url, {"receiver": key}, follow=True))
    assert "Not sent to Dana Whitfield" in shown and not Message.objects.exists()


def test_who_has_no_address_is_named_and_written_down(to: Any, case: Any, nora: Any) -> None:
    case.parties.update(email="")
    shown = page(to("report", signed(nora, case)))
    assert "no email address and no fax number of Dana Whitfield" in shown and "<details open>" in shown
    assert 'name="receiver"' not in shown
    case.parties.all().delete()
    assert "Nobody of this case is the adjuster" in page(to("report", signed(nora, case, "initial")))


def test_a_report_for_the_file_says_so(to: Any, cast: Any, nora: Any) -> None:
    home = make_case(cast.nora, program="family_services", case_type="assessment")
    report = drafted(nora, home, "finding")
    assert "for the file" in page(to("reports", home))
    answer = to("sign_report", report, typed(report, finding="No cause for worry"), follow=True)
    assert "This report is for the file" in page(answer) and Document.objects.count() == 1


def test_a_reader_sees_it_and_changes_nothing(cast: Any, case: Any, nora: Any) -> None:
    report = drafted(nora, case)
    save_report(actor=nora, now=MONDAY_8, report_id=report.pk, texts={"since": "She walks"})
    audrey = Client()
    audrey.force_login(cast.audrey)
    shown = page(audrey.get(reverse("compliance:report", args=[report.pk])))
    assert "She walks" in shown and 'name="text-' not in shown and "Sign</button>" not in shown
    assert "Draft<" not in page(audrey.get(reverse("compliance:reports", args=[case.pk])))
    done = signed(nora, case, "initial")
    assert "Send it" not in page(audrey.get(reverse("compliance:report", args=[done.pk])))


def test_outsiders_find_nothing(cast: Any, case: Any, nora: Any) -> None:
    report = drafted(nora, case)
    olive = Client()
    olive.force_login(cast.olive)
    for name, of in (("reports", case), ("report", report), ("report_pdf", report)):
        assert olive.get(reverse(f"compliance:{name}", args=[of.pk])).status_code == 404
    for name in (
        "save_report",
        "keep_typing",
        "sign_report",
        "discard_report",
        "send_report",
        "note_receipt",
    ):
        assert (
            olive.post(reverse(f"compliance:{name}", args=[report.pk]), {"receiver": "x"}).status_code == 404
        )


def test_pages_cost_the_same_for_many_reports(
    to: Any, case: Any, nora: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        done = signed(nora, case, "closure", now=MONDAY_8 - number * DAY)
    draft = drafted(nora, case)
    discard_report(actor=nora, now=MONDAY_8, report_id=drafted(nora, case, "initial").pk)
    to("reports", case)
    with django_assert_max_num_queries(30):
        to("reports", case)
    with django_assert_max_num_queries(26):
        to("report", draft)
    with django_assert_max_num_queries(75):
        to("report", done)
