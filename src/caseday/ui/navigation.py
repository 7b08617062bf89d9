"""What every page's frame needs: who looks, and the places to go, in the order of the day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse

from caseday.kernel import clock


@dataclass(frozen=True)
class Place:
    label: str
    icon: str
    key: str
    url_name: str
    in_bottom_bar: bool = False
    also: str = ""
    """Where else its pages are: the beginning of their address."""
    is_for_workers: bool = False
    """Shown to case managers and supervisors alone."""
    url: str = ""
    is_current: bool = False
    count: int = 0
    """How much waits there, up to a hundred."""

    @property
    def count_words(self) -> str:
        return "99+" if self.count > 99 else str(self.count)


PLACES = (
    Place("Today", "sun", "g t", "today:today", in_bottom_bar=True),
    Place("Inbox", "inbox", "g i", "correspondence:inbox", in_bottom_bar=True, is_for_workers=True),
    Place("Loose ends", "queue-list", "g l", "looseends:list"),
    Place("Calls", "phone", "g k", "today:calls", in_bottom_bar=True),
    Place("Cases", "briefcase", "g c", "cases:list", in_bottom_bar=True, also="case/"),
    Place("Calendar", "calendar-days", "g a", "schedule:calendar"),
    Place("To-dos", "check-circle", "g f", "followups:list"),
    Place("Papers", "document-text", "g o", "documents:list"),
    Place("Journal", "pencil-square", "g j", "journal:list"),
    Place("Miles", "map", "g m", "reports:miles"),
    Place("Documentation", "clipboard-document-check", "g n", "compliance:caseload"),
    Place("Funds", "banknotes", "g u", "funding:list"),
    Place("Referrals", "inbox-arrow-down", "g r", "intake:list"),
    Place("People", "users", "g p", "people:list"),
    Place("Directory", "building-office-2", "g d", "directory:list"),
    Place("Import, export", "arrows-up-down", "g x", "exchange:home"),
    Place("Agency", "cog-6-tooth", "g y", "access:agency"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "captures": lambda: _is_worker(viewer),
        "now_text": lambda: clock.now().isoformat(timespec="milliseconds"),
        "places": _once(lambda: _with_counts(places_for(request.path), viewer)),
    }


_counts: dict[str, Callable[[Any], int]] = {}


def register_count(url_name: str, count: Callable[[Any], int]) -> None:
    """`count(viewer)` tells how much waits at this place, in one query; for an app's `ready`."""
    _counts[url_name] = count


def _with_counts(places: tuple[Place, ...], viewer: Any) -> tuple[Place, ...]:
    """Those that the viewer is shown; only what is registered is counted."""
    shown = (place for place in places if _is_worker(viewer) or not place.is_for_workers)
    return tuple(
        replace(place, count=_counts[place.url_name](viewer))
        if viewer and place.url_name in _counts
        else place
        for place in shown
    )


def _is_worker(viewer: Any) -> bool:
    return bool(viewer and (viewer.is_case_manager or viewer.is_supervisor))


def places_for(path: str) -> tuple[Place, ...]:
    """The places that exist, with the one that holds `path` marked: the longest address that begins it."""
    known = _known_places(get_script_prefix(), settings.ROOT_URLCONF)
    current = max((p.url for p in known if _holds(p, path)), key=len, default=None)
    return tuple(replace(p, is_current=p.url == current) for p in known)


def _holds(place: Place, path: str) -> bool:
    start = get_script_prefix()
    if place.also and path.startswith(start + place.also):
        return True
    return path == place.url or (place.url != start and path.startswith(place.url))


@cache
def _known_places(_prefix: str, _addresses: str) -> tuple[Place, ...]:
    return tuple(_resolved())


def _resolved() -> Iterator[Place]:
    for place in PLACES:
        try:
            yield replace(place, url=reverse(place.url_name))
        except NoReverseMatch:
            continue


def _once(draw: Callable[[], tuple[Place, ...]]) -> Callable[[], tuple[Place, ...]]:
    """Fragments do not show the frame, so it is drawn only when asked for, and once."""
    return cache(draw)
