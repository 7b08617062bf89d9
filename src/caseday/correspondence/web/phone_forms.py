"""What the demonstration phone sends."""

from typing import Any

from django import forms as fields

from caseday.ui import forms

_LARGEST = 5 * 1024 * 1024
"""So much a text carries: https://www.twilio.com/docs/messaging/api/media-resource"""


class PhoneTextForm(forms.PlainForm):
    text = fields.CharField(
        label="Text", max_length=1600, required=False, widget=fields.Textarea(attrs={"rows": 2})
    )
    photo = fields.FileField(
        label="Photo", required=False, max_length=200, widget=fields.FileInput(attrs={"accept": "image/*"})
    )

    word = fields.CharField(max_length=10, required=False, widget=fields.HiddenInput)
    """Sent at once by a button of its own, whatever else is typed."""

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        if photo and photo.size > _LARGEST:
            raise fields.ValidationError("A text carries 5 MB at most. Choose a smaller photo.")
        return photo

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["text"] = given.get("word") or given.get("text", "")
        if not self.errors and not given.get("text") and not given.get("photo"):
            self.add_error("text", "Write something, or attach a photo.")
        return given
