"""A report is drawn, changed by two, signed with the credentials of its day, and kept as a paper."""

from datetime import date, timedelta
from typing import Any

import pytest

from caseday.access.models import CaseEvent, License
from caseday.access.queries import verify_chains
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.compliance.actions import (
    ChangedMeanwhile,
    discard_report,
    draft_report,
    reports,
    save_report,
    sign_report,
)
from caseday.compliance.models import ProgramReport
from caseday.compliance.queries.reports import get_report, reports_of_case
from caseday.compliance.rules.merging import mark_of
from caseday.compliance.rules.report_sections import LONGEST
from caseday.compliance.tests.reporting import DAY, drafted, signed
from caseday.documents.models import Document, DocumentText
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = pytest.mark.django_db


def texts_of(report: ProgramReport) -> dict[str, str]:
    return {one["slug"]: one["text"] for one in report.sections}


def marks(report: ProgramReport) -> dict[str, str]:
    return {slug: mark_of(text) for slug, text in texts_of(report).items()}


def save(actor: Viewer, report: ProgramReport, read: Any = None, **texts: str) -> ProgramReport:
    return save_report(
        actor=actor,
        now=MONDAY_8,
        report_id=report.pk,
        texts=texts,
        read=marks(report) if read is None else read,
    )


def sign(actor: Viewer, report: ProgramReport, *, now: Any = MONDAY_8, **texts: str) -> ProgramReport:
    return sign_report(actor=actor, now=now, report_id=report.pk, texts=texts, read=marks(report))


def test_a_draft_has_the_headings_of_the_pack_drawn_from_the_file(case: Case, nora: Viewer) -> None:
    make_activity(case, kind="visit", minutes=45, summary="Walks with a cane", started_at=MONDAY_8 - DAY)
    report = drafted(nora, case)
    assert [one["word"] for one in report.sections][0] == "Since the last report"
    assert "1 visit (45 minutes)" in texts_of(report)["since"] and "cane" in texts_of(report)["since"]
    assert (report.covers_from, report.covers_until, report.due_on) == (None, MONDAY_8, date(2026, 3, 2))
    assert report.begun_by_id == nora.staff_id and CaseEvent.objects.get(verb="report_drafted")


def test_the_same_request_and_the_same_type_give_the_draft_that_is_there(
    case: Case, nora: Viewer, carl: Viewer
) -> None:
    id = new_id()
    first = drafted(nora, case, id=id)
    assert drafted(nora, case, id=id) == drafted(carl, case) == first
    discard_report(actor=nora, now=MONDAY_8, report_id=first.pk)
    assert drafted(nora, case, id=id) == first
    assert drafted(nora, case).pk != first.pk and ProgramReport.objects.count() == 2


def test_two_who_begin_at_once_get_one_draft(
    case: Case, nora: Viewer, carl: Viewer, monkeypatch: Any
) -> None:
    first, real, asked = drafted(nora, case), reports.draft_of, []

    def sees_none_at_first(*args: Any) -> Any:
        asked.append(args)
        return real(*args) if len(asked) > 1 else None

    monkeypatch.setattr(reports, "draft_of", sees_none_at_first)
    assert drafted(carl, case) == first
    monkeypatch.setattr(reports, "draft_of", lambda *_: None)
    with pytest.raises(Exception, match=r"(?i)unique"):
        drafted(carl, case)


def test_what_is_typed_is_kept_and_nothing_changed_writes_nothing(case: Case, nora: Viewer) -> None:
    report = save(nora, drafted(nora, case), since="She walks again.\r\n", unknown="x")
    assert texts_of(report)["since"] == "She walks again." and report.revision == 2
    assert save(nora, report, since="She walks again.").revision == 2
    assert CaseEvent.objects.filter(verb="report_changed").count() == 1


def test_what_two_write_is_not_lost(case: Case, nora: Viewer, carl: Viewer) -> None:
    report = drafted(nora, case)
    read = marks(report)
    save(carl, report, read, since="Carl was there.")
    both = save(nora, report, read, since=texts_of(report)["since"], next="See the surgeon")
    assert texts_of(both)["since"] == "Carl was there." and texts_of(both)["next"] == "See the surgeon"
    with pytest.raises(ChangedMeanwhile) as found:
        save(nora, report, read, since="Nora was there.", progress="Better")
    assert [(one.name, one.theirs, one.mine) for one in found.value.found] == [
        ("since", "Carl was there.", "Nora was there.")
    ]
    assert found.value.texts["progress"] == "Better" and found.value.by == nora.name
    settled = save(nora, get_report(nora, report.pk), since="Both were there.")
    assert texts_of(settled)["since"] == "Both were there."


def test_who_types_faster_than_their_page_hears_clashes_with_nobody_but_others(
    case: Case, nora: Viewer, carl: Viewer
) -> None:
    report = drafted(nora, case)
    read = marks(report)
    mine: Any = {"actor": nora, "now": MONDAY_8, "report_id": report.pk, "read": read, "page": "window 1"}
    save_report(**mine, texts={"since": "She walks", "next": "Call"})
    further = save_report(**mine, texts={"since": "She walks again", "next": "Call"})
    assert texts_of(further)["since"] == "She walks again"
    save(carl, further, since="Carl's")
    with pytest.raises(ChangedMeanwhile):
        save_report(**mine, texts={"since": "She walks again today"})
    with pytest.raises(ChangedMeanwhile):
        save_report(**{**mine, "page": "window 2"}, texts={"next": "Write"})


def test_a_text_that_is_too_long_is_refused(case: Case, nora: Viewer) -> None:
    with pytest.raises(Invalid, match="shorten it"):
        save(nora, drafted(nora, case), since="x" * (LONGEST + 1))


def test_it_is_signed_with_the_credentials_of_that_day_and_becomes_a_paper(
    case: Case, cast: Cast, nora: Viewer
) -> None:
    License.objects.create(staff=cast.nora, kind="rn", number="1", issued_on=date(2020, 1, 1))
    report = sign(nora, drafted(nora, case), since="She walks again.")
    paper = Document.objects.get()
    assert report.state == "signed" and report.document == paper and report.sent_at is None
    assert report.signature.startswith("Nora Field") and "RN" in report.signature
    assert paper.title == "Progress report, Jan 31, 2026 to Mar 2, 2026" and paper.case_id == case.pk
    text = DocumentText.objects.get().text
    assert "She walks again." in text and report.signature in text and "Draft" not in text
    assert verify_chains().holds


def test_signed_again_it_is_the_one_that_is_there(case: Case, nora: Viewer, carl: Viewer) -> None:
    report = drafted(nora, case)
    first = sign(nora, report, since="Done")
    assert sign(nora, report, since="Done") == first and Document.objects.count() == 1
    with pytest.raises(Invalid, match="signed and stays"):
        sign(carl, report, since="Done")
    with pytest.raises(Invalid, match="signed and stays"):
        save(nora, report, since="More")


def test_an_empty_report_is_not_signed(case: Case, nora: Viewer) -> None:
    report = drafted(nora, case)
    with pytest.raises(Invalid, match="nothing to sign"):
        sign(nora, report, **dict.fromkeys(texts_of(report), ""))


def test_what_changes_while_it_is_signed_stops_the_signing(
    case: Case, nora: Viewer, carl: Viewer, monkeypatch: Any
) -> None:
    report, real = drafted(nora, case), reports.draw_report

    def carl_writes(sheet: Any) -> bytes:
        save(carl, get_report(carl, report.pk), next="Call the surgeon")
        return real(sheet)

    monkeypatch.setattr(reports, "draw_report", carl_writes)
    with pytest.raises(Invalid, match="changed while you signed"):
        sign(nora, report, since="Done")
    assert get_report(nora, report.pk).state == "draft"

    def carl_sets_it_aside(sheet: Any) -> bytes:
        discard_report(actor=carl, now=MONDAY_8, report_id=report.pk)
        return real(sheet)

    monkeypatch.setattr(reports, "draw_report", carl_sets_it_aside)
    with pytest.raises(Invalid, match="set aside"):
        sign(nora, get_report(nora, report.pk), since="Done")


def test_one_who_signs_first_is_who_signed(case: Case, nora: Viewer, carl: Viewer, monkeypatch: Any) -> None:
    report, real = drafted(nora, case), reports.draw_report

    def carl_signs(sheet: Any) -> bytes:
        monkeypatch.setattr(reports, "draw_report", real)
        sign(carl, get_report(carl, report.pk))
        return real(sheet)

    monkeypatch.setattr(reports, "draw_report", carl_signs)
    with pytest.raises(Invalid, match="signed and stays"):
        sign(nora, report, since="Done")
    assert get_report(nora, report.pk).signed_by_id == carl.staff_id


def test_a_report_for_nobody_outside_is_done_once_it_is_signed(cast: Cast, case: Case, nora: Viewer) -> None:
    home = make_case(cast.nora, program="family_services", case_type="assessment")
    report = signed(nora, home, "finding")
    assert report.sent_at == MONDAY_8
    (row,) = [
        one for one in reports_of_case(nora, home.pk, now=MONDAY_8).rows if one.owed.type.slug == "finding"
    ]
    assert row.is_done and row.owed.due_on is None


def test_the_next_one_begins_where_the_last_one_ends(case: Case, nora: Viewer) -> None:
    make_activity(
        case, kind="visit", summary="Told already", started_at=MONDAY_8 - DAY, recorded_at=MONDAY_8 - DAY
    )
    signed(nora, case)
    later = MONDAY_8 + 20 * DAY
    make_activity(case, kind="visit", summary="New since", started_at=later - DAY, recorded_at=later - DAY)
    again = drafted(nora, case, now=later)
    assert again.covers_from == MONDAY_8
    assert "New since" in texts_of(again)["since"] and "Told already" not in texts_of(again)["since"]


def test_a_draft_that_was_set_aside_cannot_be_written_in(case: Case, nora: Viewer) -> None:
    report = drafted(nora, case)
    assert discard_report(actor=nora, now=MONDAY_8, report_id=report.pk).state == "discarded"
    with pytest.raises(Invalid, match="set aside"):
        discard_report(actor=nora, now=MONDAY_8, report_id=report.pk)


def test_who_may_not_write_is_refused_and_outsiders_find_nothing(
    case: Case, nora: Viewer, audrey: Viewer, olive: Viewer
) -> None:
    report = drafted(nora, case)
    with pytest.raises(Refused):
        drafted(audrey, case, "initial")
    with pytest.raises(Refused):
        save(audrey, report, since="x")
    for act in (
        lambda: drafted(olive, case),
        lambda: save(olive, report, since="x"),
        lambda: get_report(olive, new_id()),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        draft_report(actor=nora, now=MONDAY_8, case_id=case.pk, report_type="nothing")


def test_the_last_report_is_written_on_a_closed_case_too(case: Case, nora: Viewer) -> None:
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=MONDAY_8 - timedelta(hours=1))
    assert signed(nora, case, "closure").state == "signed"
    rows = reports_of_case(nora, case.pk, now=MONDAY_8 + 90 * DAY).rows
    assert {one.days_late for one in rows} == {0}
