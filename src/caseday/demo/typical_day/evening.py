"""What yesterday left over, and what was promised."""

from dataclasses import replace
from datetime import timedelta

from caseday.access.models import Coverage
from caseday.demo.clients import Told
from caseday.demo.history import at_hour, record_entry
from caseday.demo.typical_day.day import STORY, Day, finish, promise
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity, Draft


def leave_over_from_yesterday(day: Day) -> None:
    """Two calls without a note and a visit with a draft, as left last night (WC-05)."""
    for told_of in STORY["yesterday"]:
        fields = dict(told_of)
        key = fields.pop("person")
        told = day.told[key]
        draft, at = fields.pop("draft", ""), at_hour(day.yesterday, fields.pop("hour"))
        is_noted = fields.pop("is_noted_this_morning", False) and day.at(8.2) <= day.world.now
        if "office" in fields:
            fields["office"] = day.world.offices[fields["office"]]
        if fields["with_role"] == "client":
            fields["person"] = told.person
        fields.setdefault("with_name", told.parties["physician"].shown_name)
        activity = record_entry(day.world, told, at, is_noted=is_noted, result="reached", **fields)
        day.entries[f"yesterday {key}"] = activity
        if draft:
            _begin_draft(day, told, activity, draft)


def answer_overnight(day: Day) -> None:
    """A colleague covers the evening and takes a call; in the morning it has come in (WC-01)."""
    elena, ben = day.told["elena"], day.world.staff["ben"]
    night = day.today - timedelta(days=1)
    Coverage.objects.create(
        absent=elena.staff, covering=ben, from_on=day.yesterday.date(), to_on=night.date(), reason="On call"
    )
    record_entry(
        day.world,
        replace(elena, viewer=day.world.viewers["ben"], staff=ben),
        at_hour(night, 19.25),
        kind="call",
        with_role="client",
        with_name="Elena Vasquez",
        person=elena.person,
        minutes=6,
        result="reached",
        is_incoming=True,
        summary="Elena Vasquez asks which medicines to stop before surgery; told to ask the surgeon's office today.",
    )


def _begin_draft(day: Day, told: Told, activity: Activity, text: str) -> None:
    at = at_hour(day.yesterday, 12)
    sections = {"text": text}
    draft = Draft(activity=activity, author=told.staff, sections=sections, started_at=at, saved_at=at)
    day.world.ledger.put(draft)


def make_promises(day: Day) -> None:
    for told_of in STORY["promises"]:
        fields = dict(told_of)
        key, person, text = fields.pop("key", ""), fields.pop("person"), fields.pop("text")
        if "office" in fields:
            fields["office"] = day.world.offices[fields["office"]]
        followup = promise(day, person, text, fields.pop("hour", None), fields.pop("days", 0), **fields)
        if key == "cd":
            _get_the_cd(day, followup)


def _get_the_cd(day: Day, followup: FollowUp) -> None:
    day.play(9.15, lambda: finish(day, followup, "Lakeside Imaging has the CD ready at window 2"))
