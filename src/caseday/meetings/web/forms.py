"""What people type about a meeting. It checks and translates; it never saves."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms as fields
from django.core.validators import MaxValueValidator, MinValueValidator

from caseday.access.viewer import Viewer
from caseday.meetings.rules import MeetingPlan
from caseday.schedule.queries import office_named
from caseday.schedule.rules import resolve_local
from caseday.ui import forms

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_NEAR = "Choose a day between 2000 and 2099."


class DayField(forms.DateField):
    """Bounded, so that no time zone can push a moment off the calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators += [MinValueValidator(_FIRST, _NEAR), MaxValueValidator(_LAST, _NEAR)]


class PlanForm(forms.Form):
    kind = fields.ChoiceField(label="Kind of meeting")
    purpose = fields.CharField(label="What for", max_length=300, required=False)
    day = DayField()
    starts = forms.TimeField(label="Begins")
    minutes = fields.IntegerField(label="Minutes", min_value=1, max_value=720, initial=60)
    where = fields.CharField(
        label="Where", max_length=240, required=False, help_text="An office of the directory, else an address."
    )  # fmt: skip
    link = fields.CharField(
        label="Video call", max_length=490, required=False, widget=fields.URLInput(),
        help_text="The whole address, beginning with https://.",
    )  # fmt: skip
    dial_in = fields.CharField(label="Or dial in", max_length=120, required=False)

    def __init__(self, *args: Any, kinds: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["kind"].choices = list(kinds)

    def plan(self) -> MeetingPlan:
        said = self.cleaned_data
        office = office_named(said["where"]) if said["where"] else None
        zone_name = (office.time_zone if office else "") or self.viewer.zone_name
        starts_at = resolve_local(datetime.combine(said["day"], said["starts"]), ZoneInfo(zone_name))
        return MeetingPlan(
            kind=said["kind"],
            purpose=said["purpose"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=said["minutes"]),
            time_zone=zone_name,
            office_id=office.pk if office else None,
            place="" if office else said["where"],
            link=said["link"],
            dial_in=said["dial_in"],
        )


def initial_of(meeting: Any) -> dict[str, Any]:
    one = meeting.appointment
    local = one.starts_at.astimezone(ZoneInfo(one.time_zone))
    place = "" if one.place == "Video or phone call" else one.place
    return {
        "kind": meeting.kind,
        "purpose": meeting.purpose,
        "day": local.date(),
        "starts": local.time(),
        "minutes": int((one.ends_at - one.starts_at).total_seconds() // 60),
        "where": one.office.name if one.office else place,
        "link": meeting.link,
        "dial_in": meeting.dial_in,
    }


class CallOffForm(forms.PlainForm):
    party = fields.ChoiceField(
        label="Whose doing", choices=[("client", "The client's"), ("office", "Somebody else's"), ("worker", "Ours")]
    )  # fmt: skip
    reason = fields.CharField(label="Why", max_length=200)
    needs_new_date = fields.BooleanField(label="A new date is wanted", required=False, initial=True)


class Beside:
    """Several of these stand on one page, so each names its fields by its own name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s", **kwargs})


class ActionForm(Beside, forms.Form):
    text = fields.CharField(label="What is to be done", max_length=240)
    owner = fields.ChoiceField(label="Who", required=False)
    other = fields.CharField(label="Or somebody else", max_length=160, required=False)
    due_on = DayField(label="By", required=False)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose"), *owners, ("other", "Somebody else")]


class DecisionForm(Beside, forms.Form):
    text = fields.CharField(label="What was decided", max_length=600)
    dissent = fields.CharField(label="Who did not agree", max_length=300, required=False)


class TopicForm(Beside, forms.Form):
    topic = fields.CharField(label="On what people differ", max_length=300)


class CameForm(Beside, forms.Form):
    name = fields.CharField(label="Somebody else came", max_length=160)
    role_word = fields.CharField(label="Who they are", max_length=120, required=False)


class NextForm(Beside, forms.PlainForm):
    next_at = forms.DateTimeField(label="Next meeting", required=False)


class PositionForm(Beside, forms.Form):
    who = fields.CharField(label="Who", max_length=160)
    wants = fields.CharField(
        label="Wants", max_length=4000, widget=fields.Textarea(attrs={"rows": 2}), help_text="In their words."
    )  # fmt: skip
    because = fields.CharField(
        label="Because", max_length=4000, required=False, widget=fields.Textarea(attrs={"rows": 2})
    )


class StepForm(Beside, forms.Form):
    text = fields.CharField(
        label="What was tried", max_length=4000, widget=fields.Textarea(attrs={"rows": 2})
    )
    result = fields.CharField(
        label="What came of it", max_length=4000, required=False, widget=fields.Textarea(attrs={"rows": 2})
    )


class SettleForm(Beside, forms.PlainForm):
    state = fields.ChoiceField(label="How it stands")
    outcome = fields.CharField(
        label="In words", max_length=4000, required=False, widget=fields.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, states: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = list(states)
