"""Which of the rows of a page is to be changed in its form."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from caseday.kernel.ids import parse_id


def chosen_of(request: HttpRequest, rows: Iterable[Any]) -> Any:
    """The one that `of` in the address names; None where it names none of them."""
    id = parse_id(request.GET.get("of"))
    return next((one for one in rows if one.pk == id), None)
