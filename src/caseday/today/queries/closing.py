"""The close of a day: what it asks about, what was done, and what comes first tomorrow."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from caseday.access.models import CaseEvent, Staff
from caseday.access.viewer import Viewer
from caseday.journal.queries import WithoutNote, activities_without_note
from caseday.journal.queries.sums import sums_by_kind
from caseday.looseends.queries import LooseEnds, colleagues_for, loose_ends_for
from caseday.looseends.rules import LooseEnd, activity_without_note, appointment_unconfirmed, paper_needed
from caseday.schedule.queries import appointments_on, next_working_day, own_staff_ids
from caseday.today.queries.stops import stops_of
from caseday.today.rules import Stop
from caseday.today.rules.closing import Done, Sums, is_of_the_day, sums_of


@dataclass(frozen=True)
class ToWrite:
    """An activity without a note, with what is known of it already. `can_sign`: that is enough for a note."""

    end: LooseEnd
    known: WithoutNote

    @property
    def can_sign(self) -> bool:
        activity = self.known.activity
        return bool(activity.case_id and activity.summary.strip() and self.known.draft_id is None)


@dataclass(frozen=True)
class FirstLook:
    """Tomorrow, or the next day that is worked; `first` is where one goes or calls first."""

    on: date
    first: Stop | None
    stops: int
    to_confirm: list[LooseEnd]
    to_bring: list[LooseEnd]
    carry: list[tuple[Stop, str]]


@dataclass(frozen=True)
class Closing:
    """`asked` is what is open from today; `stays` is left where it is without being asked about."""

    on: date
    found: LooseEnds
    to_write: list[ToWrite]
    asked: list[LooseEnd]
    stays: list[LooseEnd]
    colleagues: dict[str, list[Staff]]
    sums: Sums
    tomorrow: FirstLook

    @property
    def closed_at(self) -> datetime | None:
        close = self.found.closing
        return close.closed_at if close and close.on == self.on else None


def closing_of(viewer: Viewer, *, now: datetime) -> Closing:
    """At most 30 queries."""
    zone = viewer.time_zone
    on = now.astimezone(zone).date()
    found = loose_ends_for(viewer, now=now)
    notes = {end.subject_id: end for end in found.of(activity_without_note.RULE)}
    known = activities_without_note(viewer, own_staff_ids(viewer)) if notes else []
    rest = [end for end in found.ends if end.subject_id not in notes]
    asked = [end for end in rest if is_of_the_day(end, today=on, zone=zone, carried=found.carried)]
    keys = {end.key for end in asked}
    return Closing(
        on=on,
        found=found,
        to_write=[ToWrite(notes[one.activity.pk], one) for one in known if one.activity.pk in notes],
        asked=asked,
        stays=[end for end in rest if end.key not in keys],
        colleagues=colleagues_for(viewer, asked, now=now),
        sums=_sums(viewer, on),
        tomorrow=_first_look(viewer, found, on),
    )


def _sums(viewer: Viewer, on: date) -> Sums:
    start = datetime.combine(on, time(), viewer.time_zone)
    end = start + timedelta(days=1)
    done = [Done(*one) for one in sums_by_kind(viewer.staff_id, start, end)]
    events = CaseEvent.objects.filter(
        recorded_at__gte=start, recorded_at__lt=end, actor_id=viewer.staff_id
    ).order_by()
    return sums_of(done, dict(events.values_list("verb").annotate(Count("pk"))))


def _first_look(viewer: Viewer, found: LooseEnds, on: date) -> FirstLook:
    day = next_working_day(on)
    stops = stops_of(viewer, appointments_on(viewer, day, own_staff_ids(viewer)), (), {})
    ahead = [one for one in stops if one.is_ahead and not one.is_all_day]
    mine = sorted((one for one in ahead if one.needs_worker), key=lambda one: one.leave_at or one.starts_at)
    return FirstLook(
        on=day,
        first=mine[0] if mine else None,
        stops=len(mine),
        to_confirm=found.of(appointment_unconfirmed.RULE),
        to_bring=found.of(paper_needed.RULE),
        carry=[(one, line) for one in ahead for line in one.carry],
    )
