"""Days that a calendar can hold."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator

from caseday.ui import forms

_NEAR = "Choose a day between 2000 and 2099."


class DayField(forms.DateField):
    """Bounded, so that no time zone can push a moment off the calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators += [
            MinValueValidator(date(2000, 1, 1), _NEAR),
            MaxValueValidator(date(2099, 12, 31), _NEAR),
        ]
