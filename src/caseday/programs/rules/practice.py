"""In: plain values. Out: how closely what was asked of others is watched, where no law and no ladder names a time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pydantic import Field

from caseday.programs.rules.parts import Figure, Part, Reference


class Amount(Figure):
    """A number of days, units or parts, with its source."""

    count: int = Field(ge=1, le=366, description="how many")


def _usual(count: int) -> Amount:
    return Amount(count=count, basis="contract", verified=False)


class FollowUpPractice(Part):
    """What a pack leaves out is as usual."""

    approval_days: Amount = Field(
        default=_usual(14), description="days before it expires, an approval stands out"
    )
    approval_units: Amount = Field(default=_usual(2), description="units left: an approval stands out")
    approval_near_days: Amount = Field(
        default=_usual(3), description="days before it expires, an approval presses"
    )
    expired_days: Amount = Field(
        default=_usual(30), description="days after it expired, an approval still stands out"
    )
    checklist_days: Amount = Field(
        default=_usual(7), description="days before the day, a checklist that nobody has begun stands out"
    )
    checklist_near_days: Amount = Field(
        default=_usual(3), description="days before the day, a checklist that nobody has begun presses"
    )
    report_days: Amount = Field(
        default=_usual(14), description="days after the visit, a report that is not here is old"
    )
    new_date_days: Amount = Field(
        default=_usual(7), description="days without a new date, what was called off is late"
    )
    read_within: Amount = Field(
        default=_usual(2), description="days after it came, a paper that nobody has read or filed is late"
    )
    update_within: Amount = Field(
        default=_usual(1), description="working days after a visit, the adjuster's update is due"
    )
    clock_days: Amount = Field(
        default=_usual(7), description="days before it runs out, at most, a deadline stands out"
    )
    clock_last_part: Amount = Field(
        default=_usual(3), description="parts has its time, in the last of which it stands out"
    )
    window_every: Amount = Field(
        default=_usual(2), description="working days lie between two tries within a window"
    )
    verify_within: Amount = Field(
        default=_usual(2), description="working days after it was said, it is asked about again"
    )

    chart_visit_days: Amount = Field(
        default=_usual(14), description="days before a visit, a paper that nobody saw in the chart stands out"
    )
    chart_sent_days: Amount = Field(
        default=_usual(60),
        description="days after it was sent, a paper that nobody saw in the chart still stands out",
    )

    def is_closing(self, started_at: datetime, due_at: datetime, now: datetime) -> bool:
        """Of a running clock: in the last part of its time, at most so many days before, and ever after."""
        days = timedelta(days=self.clock_days.count)
        return due_at - now <= min(days, (due_at - started_at) / self.clock_last_part.count)

    def figures(self) -> list[tuple[str, Amount]]:
        """Each with the words behind its count: 14 "days before it expires ..."."""
        return [
            (str(field.description), getattr(self, name)) for name, field in type(self).model_fields.items()
        ]

    def references(self, sources: frozenset[str]) -> Iterable[Reference]:
        for name in sorted(self.model_fields_set):
            yield f"followup_practice.{name}.basis", getattr(self, name).basis, "citations", sources
