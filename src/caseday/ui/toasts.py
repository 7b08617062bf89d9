"""One line that says what was done, with a way back."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def say(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Shown on the next page, or by the present one if it asked through htmx. `undo_url` takes a POST."""
    messages.success(request, text, extra_tags=UNDO + undo_url if undo_url else "")


def warn(request: HttpRequest, text: str) -> None:
    """Stays until the reader closes it."""
    messages.error(request, text)
