"""When something presses, is old or late, is a figure of the program's pack."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from caseday.looseends.rules import (
    LooseEnd,
    appointment_awaiting_new_date,
    authorization_ending,
    checklist_not_begun,
    document_unread,
    report_missing,
)
from caseday.looseends.rules.asked_for import AskedFor

NOW = datetime(2026, 3, 20, 14, tzinfo=UTC)
TODAY = NOW.date()
ID = UUID(int=1)
ASKED = AskedFor(ID, "Therapy", ID, "Elena")
WHEN = {"now": NOW, "zone": ZoneInfo("UTC")}


def approval(expires_on: date, near_days: int) -> LooseEnd:
    facts = authorization_ending.Facts(
        asked=ASKED, kind="therapy", words="expires", expires_on=expires_on, is_used_up=False,
        opened_at=NOW, shown_days_before=14, near_days=near_days,
    )  # fmt: skip
    return authorization_ending.loose_ends([facts], **WHEN)[0]


def checklist(left: int, near_days: int) -> LooseEnd:
    facts = checklist_not_begun.Facts(ASKED, NOW + timedelta(days=left), left, NOW, near_days)
    return checklist_not_begun.loose_ends([facts], **WHEN)[0]


def report(age: int, old_days: int) -> LooseEnd:
    facts = report_missing.Facts(ASKED, TODAY - timedelta(days=age), old_days)
    return report_missing.loose_ends([facts], **WHEN)[0]


def undated(days: int, late_days: int) -> LooseEnd:
    facts = appointment_awaiting_new_date.Facts(
        appointment_id=ID, title="Visit", called_off_at=NOW - timedelta(days=days), called_off_by="", case_id=ID,
        client="Elena", office_id=None, office="", late_days=late_days,
    )  # fmt: skip
    return appointment_awaiting_new_date.loose_ends([facts], **WHEN)[0]


def unread(days: int, late_days: int) -> LooseEnd:
    facts = document_unread.Facts(ID, "MRI", "", NOW - timedelta(days=days), late_days, ID, "Elena")
    return document_unread.loose_ends([facts], **WHEN)[0]


@pytest.mark.parametrize(
    ("pressing", "not_yet"),
    [
        (approval(TODAY + timedelta(days=5), 5), approval(TODAY + timedelta(days=5), 4)),
        (checklist(5, 5), checklist(5, 4)),
        (report(6, 5), report(6, 6)),
        (undated(5, 5), undated(5, 6)),
        (unread(6, 5), unread(6, 6)),
    ],
)
def test_the_figure_of_the_pack_decides(pressing: LooseEnd, not_yet: LooseEnd) -> None:
    assert pressing.chip == "stop" != not_yet.chip
