"""Forms that say which version of the record they show."""

from typing import Any

from django import forms


class Versioned(forms.Form):
    """After a conflict the form keeps what was typed and takes the stored version: saving again replaces it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def take_version(self, version: int) -> None:
        data: Any = self.data.copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data
