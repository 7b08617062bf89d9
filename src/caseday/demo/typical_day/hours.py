"""What happened by the present hour, scene by scene (the field day of the acceptance scenario)."""

from typing import Any

from caseday.access.record import case_chain
from caseday.demo.history import record_entry
from caseday.demo.typical_day.day import STORY, Day, call, confirm
from caseday.schedule.models import VisitStep


def live_the_morning(day: Day) -> None:
    day.play(8.6, lambda: confirm(day, "sofia", "office", "Front desk", day.at(8.6)))
    day.play(8.75, lambda: confirm(day, "elena", "office", "Pre-admission nurse", day.at(8.75)))
    _visit_steps(day)


def _visit_steps(day: Day) -> None:
    """Sets off 9:26, arrives 9:50, waits twice, sees the physician at 11:00, done 11:30 (WC-09 to WC-14)."""
    marcus, appointment = day.told["marcus"], day.appointments["marcus"]
    steps: tuple[tuple[float, str, dict[str, Any]], ...] = (
        (9.45, "set_off", {}),
        (9.85, "arrived", {"arrived_at": day.at(9.85)}),
        (10.5, "waiting", {"waiting_since": day.at(10.5)}),
        (11, "with_provider", {"with_provider_at": day.at(11), "waiting_since": None, "waited_minutes": 30}),
        (11.5, "done", {"done_at": day.at(11.5)}),
    )
    for hour, kind, values in steps:
        if day.at(hour) <= day.world.now:
            step = VisitStep(appointment=appointment, kind=kind, at=day.at(hour), staff=marcus.staff)
            states = {} if kind == "set_off" else {"state": kind}
            day.world.ledger.add(
                case_chain(marcus.case.id), f"visit_{kind}", marcus.viewer, day.at(hour), step,
                summary=f"{appointment.title}: {kind.replace('_', ' ')}", updates=states | values, of=appointment,
            )  # fmt: skip
    day.play(11.5, lambda: _after_the_visit(day))


def _after_the_visit(day: Day) -> None:
    marcus, appointment = day.told["marcus"], day.appointments["marcus"]
    day.entries["visit"] = record_entry(
        day.world,
        marcus,
        day.at(10),
        kind="visit",
        with_role="physician",
        with_name="Helen Marchetti, MD",
        appointment=appointment,
        office=appointment.office,
        minutes=90,
        miles=13,
        result="reached",
        place="Ridgeview Orthopedics",
        summary="Dr. Marchetti recommends a transfer of care; modified duty continues. Handed over the MRI "
        "report, which was not in the chart.",
        text="Met Marcus Bell before the visit: reports swelling after four hours of standing, pain 4 of 10. "
        "The imaging CD was brought. "
        "Physician reviewed the MRI report, handed over at this visit; it had not been in the chart. "
        "Options discussed: therapy, injection, "
        "surgical opinion. Worker prefers a surgical opinion. Modified duty continues. Front office "
        "states the referral for the transfer of "
        "care was put in today. Follow up with the receiving office over one to two weeks.",
    )


def make_the_calls(day: Day) -> None:
    for told_of in STORY["calls"]:
        fields = dict(told_of)
        person, hour, role = fields.pop("person"), fields.pop("hour"), fields.pop("role")
        if "office" in fields:
            fields["office"] = day.world.offices[fields["office"]]
        if role == "client":
            fields["person"] = day.told[person].person
        call(day, person, hour, role, fields.pop("name"), fields.pop("summary"), **fields)


def live_the_afternoon(day: Day) -> None:
    day.play(13.55, lambda: _cancel_darnell(day))


def _cancel_darnell(day: Day) -> None:
    darnell, appointment = day.told["darnell"], day.appointments["darnell"]
    at = day.at(13.5)
    day.world.ledger.update(
        case_chain(darnell.case.id),
        "appointment_cancelled",
        darnell.viewer,
        at,
        appointment,
        state="awaiting_new_date",
        set_off_at=day.at(12.9),
        arrived_at=day.at(13.4),
        cancelled_at=at,
        cancelled_by="Front desk, said by the patient this morning",
        cancel_reason="Patient cancelled this morning",
        notice_minutes=240,
        needs_new_date=True,
    )
    day.entries["cancelled"] = record_entry(
        day.world,
        darnell,
        at,
        is_noted=False,
        kind="visit",
        with_role="physician",
        with_name="Mona Ellis",
        appointment=appointment,
        office=appointment.office,
        minutes=15,
        miles=9,
        result="reached",
        place="Colorado River Spine Clinic",
        summary="Told at the desk that the visit was cancelled this morning. Handed over the non-certification. "
        "The report of six weeks ago is still not ready.",
    )
