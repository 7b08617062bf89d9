"""The inbox: what came in and is on no case yet."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.sight import log_sight
from caseday.correspondence.queries.inbox import InboxFilter, inbox_page

ONLY_WORKERS = "Only case managers and supervisors file what comes in."
_KEYS = (
    ("j", "next", "Next message"),
    ("k", "previous", "Message before"),
    ("f", "first", "File on the first suggestion"),
    ("1", "first", "File on the first suggestion"),
    ("2", "second", "File on the second suggestion"),
    ("3", "third", "File on the third suggestion"),
    ("a", "aside", "Set aside"),
    ("u", "undo", "Undo the last step"),
)
_FILTERS = (
    ("Mine", {"whose": "mine"}),
    ("Agency", {"whose": "agency"}),
    ("Email", {"channel": "email"}),
    ("Text", {"channel": "text"}),
    ("Fax", {"channel": "fax"}),
    ("Voicemail", {"channel": "voicemail"}),
    ("Safety flag", {"flagged": "yes"}),
)


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """With htmx the rows alone, of the page that begins `after`."""
    require(can_work_on_cases(request.viewer), ONLY_WORKERS)
    asked = {name: request.GET.get(name, "") for name in ("whose", "channel", "flagged")}
    asked = {name: value for name, value in asked.items() if value}
    wanted = InboxFilter(asked.get("whose", ""), asked.get("channel", ""), asked.get("flagged") == "yes")
    after = request.GET.get("after", "")
    log_sight(request, None)
    context = {
        "page": inbox_page(request.viewer, wanted, after=after),
        "is_first": not after,
        "query": urlencode(asked),
        "filters": [(label, *_toggled(asked, one)) for label, one in _FILTERS],
        "keys": _KEYS,
        "here": request.get_full_path(),
    }
    template = "correspondence/_inbox_rows.html" if request.htmx else "correspondence/inbox.html"
    return render(request, template, context)


def _toggled(asked: dict[str, str], one: dict[str, str]) -> tuple[str, bool]:
    """The address with this filter on, or off where it is on; and whether it is."""
    is_on = all(asked.get(name) == value for name, value in one.items())
    rest = {name: value for name, value in asked.items() if name not in one}
    return urlencode(rest if is_on else {**asked, **one}), is_on
