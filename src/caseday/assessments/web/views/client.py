"""What the client sees on a one-time link: large type, one question a screen, no sign-in, no name, nothing to guess."""

import secrets
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from caseday.access.queries import get_agency
from caseday.assessments import actions, queries
from caseday.assessments.queries.links import hash_of_secret, is_finished_by
from caseday.assessments.rules import after, before
from caseday.assessments.web.client_words import WORDS
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import parse_id

COOKIE = "caseday_answering"
_MOST_MISSES, _WINDOW_SECONDS = 30, 600
_UNPROCESSABLE = 422


@login_not_required
@require_http_methods(["GET", "POST"])
def client(request: HttpRequest, token: str) -> HttpResponse:
    if _has_guessed_too_often(request):
        return _nothing(request)
    now, browser = clock.now(), request.COOKIES.get(COOKIE, "")
    try:
        link = queries.link_by_token(token, now=now)
    except NotFound:
        if browser and is_finished_by(token, browser):
            return _page(request, "thanks", _language(request))
        _note_miss(request)
        return _nothing(request)
    if not link.row.browser_hash:
        return _begin(request, token, link) if request.POST.get("do") == "begin" else _welcome(request, link)
    if not browser or link.row.browser_hash != hash_of_secret(browser):
        return _page(
            request, "elsewhere", _language(request, link), status=403, agency=get_agency(), link=link
        )
    return _asked(request, token, link) if request.method == "GET" else _answered(request, token, link)


def _address(token: str, item: str = "") -> str:
    address = reverse("assessments:client", args=[token])
    return f"{address}?{urlencode({'item': item})}" if item else address


def _welcome(request: HttpRequest, link: queries.OpenLink) -> HttpResponse:
    """A preview of a message opens the link too: it is begun by a tap, not by being looked at."""
    languages = link.sheet.instrument.languages
    return _page(
        request, "welcome", _language(request, link), agency=get_agency(), languages=languages, link=link
    )


def _begin(request: HttpRequest, token: str, link: queries.OpenLink) -> HttpResponse:
    browser, now = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32), clock.now()
    try:
        actions.begin_by_link(now=now, link=link, browser=browser, language=request.POST.get("language", ""))
    except queries.LinkElsewhere:
        return redirect(_address(token))
    answer = redirect(_address(token))
    lives = int((link.row.expires_at - now).total_seconds()) + 3600
    answer.set_cookie(
        COOKIE, browser, max_age=lives, path=reverse("assessments:client", args=["x"])[:-2], httponly=True,
        secure=request.is_secure(), samesite="Lax",
    )  # fmt: skip
    return answer


def _asked(request: HttpRequest, token: str, link: queries.OpenLink, **more: Any) -> HttpResponse:
    sheet, wanted = link.sheet, more.pop("wanted", request.GET.get("item", ""))
    rows = sheet.items
    found = next((one for one in rows if one.item.link_id == wanted), None)
    if found is None and wanted != "end" and sheet.next is not None:
        found = sheet.item(sheet.next)
    if found is None:
        last = rows[-1].item.link_id if rows else ""
        end: dict[str, Any] = {"left": sheet.missing, "crisis": _crisis(sheet), "last_link": last}
        return _page(request, "end", sheet.row.language, **end, **more)
    number = next(n for n, one in enumerate(rows, 1) if one.item == found.item)
    previous = before(sheet.instrument, sheet.answers, found.item.link_id)
    context: dict[str, Any] = {
        "link": link,
        "question": found,
        "number": number,
        "count": len(rows),
        "previous": previous,
    }
    crisis = _crisis(sheet)
    introduction = sheet.instrument.introduction.said_in(sheet.row.language)
    return _page(
        request, "question", sheet.row.language, introduction=introduction, crisis=crisis, **context, **more
    )


def _crisis(sheet: queries.Sheet) -> str:
    """What helps at once, from the moment that an answer gives cause."""
    texts = [one.rule.client_text for one in sheet.open_alerts if one.rule.client_text]
    return texts[0].said_in(sheet.row.language) if texts else ""


def _answered(request: HttpRequest, token: str, link: queries.OpenLink) -> HttpResponse:
    post, now, words = request.POST, clock.now(), WORDS[link.sheet.row.language]
    do, item = post.get("do", ""), post.get("item", "")
    if do == "begin":
        return redirect(_address(token))
    try:
        if do == "finish":
            actions.finish_by_link(now=now, link=link, leaves_open=True)
            return redirect(_address(token))
        value = None if do == "skip" else post.get("value")
        if value is None and do != "skip":
            raise Invalid({item: words["choose"]})
        actions.answer_by_link(now=now, link=link, item=item, value=value, id=parse_id(post.get("id")))
    except Invalid as error:
        if do == "finish":
            return _asked(request, token, link, wanted="end", problem=words["nothing"], status=_UNPROCESSABLE)
        problem = " ".join(error.problems.values())
        return _asked(request, token, link, wanted=item, problem=problem, typed=post.get("value", ""),
                      status=_UNPROCESSABLE)  # fmt: skip
    sheet = queries.link_by_token(token, now=now).sheet
    coming = after(sheet.instrument, sheet.answers, item)
    return redirect(_address(token, coming.link_id if coming else "end"))


def _language(request: HttpRequest, link: queries.OpenLink | None = None) -> str:
    wanted = request.GET.get("language", "")
    if wanted in WORDS:
        return wanted
    speaks_spanish = request.headers.get("Accept-Language", "").lower().startswith("es")
    if link is not None and (link.row.browser_hash or not speaks_spanish):
        return link.sheet.row.language
    return "es" if speaks_spanish else "en"


def _nothing(request: HttpRequest) -> HttpResponse:
    """Guessed, guessed too often, expired, used, taken back: one page for all, in both languages."""
    return _page(request, "nothing", "en", status=404, spanish=WORDS["es"])


def _page(
    request: HttpRequest, name: str, language: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    known = language if language in WORDS else "en"
    context |= {"words": WORDS[known], "language": known, "screen": name}
    answer = render(request, f"assessments/client_{name}.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _misses_of(request: HttpRequest) -> str:
    return f"assessments:misses:{hash_of_secret(request.META.get('REMOTE_ADDR', ''))}"


def _has_guessed_too_often(request: HttpRequest) -> bool:
    return cache.get(_misses_of(request), 0) >= _MOST_MISSES


def _note_miss(request: HttpRequest) -> None:
    key = _misses_of(request)
    if not cache.add(key, 1, _WINDOW_SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # it has run out in between
            cache.set(key, 1, _WINDOW_SECONDS)
