"""The search box and its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from caseday.search.queries import Found, find

_ADDRESSES = {
    "person": ("people:person", "person_id"),
    "case": ("casefile:case", "case_id"),
    "identifier": ("casefile:case", "case_id"),
    "office": ("directory:office", "office_id"),
    "professional": ("directory:office", "office_id"),
    "entry": ("journal:activity", "subject_id"),
    "paper": ("documents:document", "subject_id"),
    "message": ("correspondence:message", "subject_id"),
    "part": ("careplans:part", "subject_id"),
    "plan": ("careplans:plan", "case_id"),
    "decision": ("advocacy:decision", "subject_id"),
    "effort": ("advocacy:effort", "subject_id"),
    "meeting": ("meetings:meeting", "subject_id"),
    "resource": ("directory:resource", "subject_id"),
}
_HEADINGS = {
    "person": "People",
    "case": "Cases",
    "identifier": "Identifiers",
    "office": "Offices",
    "professional": "Professionals",
    "entry": "Journal",
    "paper": "Papers",
    "message": "Messages",
    "part": "Care plans",
    "plan": "Care plans",
    "decision": "Decisions and advocacy",
    "effort": "Decisions and advocacy",
    "meeting": "Team meetings",
    "resource": "Community resources",
}


def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    found = find(request.viewer, text)
    context = {
        "text": text,
        "groups": _groups(found),
        "is_near": any(one.is_near for one in found),
        "count": len(found),
    }
    return render(request, "search/_found.html" if request.htmx else "search/search.html", context)


def _groups(found: list[Found]) -> list[tuple[str, list[tuple[Found, str]]]]:
    groups: dict[str, list[tuple[Found, str]]] = {}
    for one in found:
        groups.setdefault(_HEADINGS[one.kind], []).append((one, _address(one)))
    return list(groups.items())


def _address(one: Found) -> str:
    name, column = _ADDRESSES[one.kind]
    try:
        return reverse(name, args=[getattr(one, column)])
    except NoReverseMatch:  # a professional without an office
        return reverse("directory:list")
