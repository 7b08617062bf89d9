"""What a person types about a to-do."""

from datetime import datetime
from typing import Any

from django import forms as fields

from caseday.ui import forms


class TodoForm(forms.Form):
    text = fields.CharField(label="What", max_length=300, help_text="Begin with a verb: call, send, ask.")
    due_on = forms.DateField(label="By day", required=False)
    due_time = forms.TimeField(label="By hour", required=False)
    promised_to = fields.CharField(label="Promised to", max_length=120, required=False)
    case = fields.UUIDField(required=False, widget=fields.HiddenInput)

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, hour = cleaned.get("due_on"), cleaned.get("due_time")
        if hour and not day and "due_on" not in self.errors:
            self.add_error("due_on", "Name the day too.")
        cleaned["due_at"] = datetime.combine(day, hour, self.viewer.time_zone) if day and hour else None
        return cleaned


class DropForm(forms.PlainForm):
    reason = fields.CharField(label="Why need it not be done?", max_length=200)


class MoveForm(forms.PlainForm):
    due_on = forms.DateField(label="To which day")
