"""Calendar feeds: made and revoked here, read by calendars at their secret address."""

from hashlib import sha256
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseday.access.permissions import require
from caseday.access.queries import get_agency, viewer_for
from caseday.kernel import clock
from caseday.kernel.errors import NotFound
from caseday.schedule import actions
from caseday.schedule.queries import feed_by_token, feed_document, feeds_of
from caseday.schedule.web.forms import FeedForm
from caseday.ui.toasts import say

_LONGEST_TOKEN = 100


@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """The address is in this one answer only: afterwards nobody can read it, a new one has to be made."""
    viewer, now = request.viewer, clock.now()
    require(viewer.can_write, "Only staff who keep a calendar can publish it.")
    form = FeedForm(request.POST or None, allows_titles=get_agency().feed_shows_details)
    address = ""
    if request.method == "POST" and form.is_valid():
        _, token = actions.make_feed(actor=viewer, now=now, **form.cleaned_data)
        address = request.build_absolute_uri(reverse("schedule:feed", args=[token]))
        form = FeedForm(allows_titles=get_agency().feed_shows_details)
    context = {
        "form": form,
        "feeds": feeds_of(viewer),
        "address": address,
        "webcal": "webcal" + address.removeprefix("https").removeprefix("http"),
    }
    answer = render(request, "schedule/feeds.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def revoke(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    actions.revoke_feed(actor=request.viewer, now=clock.now(), feed_id=feed_id)
    say(request, "The address is dead. Remove the calendar from the devices that had it.")
    return redirect("schedule:feeds")


@login_not_required
@csrf_exempt
@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """Needs no session. Unchanged since the reader's last visit: 304."""
    now = clock.now()
    try:
        feed = feed_by_token(token[:_LONGEST_TOKEN])
    except NotFound:
        raise Http404 from None
    owner = viewer_for(feed.staff, now=now)
    document = feed_document(owner, feed, agency_shows_details=get_agency().feed_shows_details, now=now)
    actions.note_feed_read(feed, now=now)
    etag = f'"{sha256(document).hexdigest()[:32]}"'
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}
    answer: HttpResponse
    if etag in known:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(document, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="caseday.ics"'
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
