"""The words that make a message urgent: what is looked for, added, switched off."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.correspondence import actions
from caseday.correspondence.queries.safety import ShownPhrase, abouts, safety_phrases
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id, parse_id
from caseday.people.rules.contact import LANGUAGES
from caseday.ui.toasts import say, warn

_PAGE = "correspondence:safety_phrases"


@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one of the agency's own."""
    if request.method == "GET":
        return _shown(request, {"language": "en", "about": "harm"}, {})
    typed = {name: request.POST.get(name, "")[:200] for name in ("phrase", "language", "about")}
    try:
        made = actions.add_safety_phrase(
            actor=request.viewer, now=clock.now(), id=parse_id(request.POST.get("id")), **typed
        )
    except Invalid as error:
        return _shown(request, typed, error.problems, status=422)
    say(request, f"Looked for from now on: {made.phrase}.")
    return redirect(_PAGE)


def _shown(
    request: HttpRequest, typed: dict[str, str], problems: dict[str, str], *, status: int = 200
) -> HttpResponse:
    found = safety_phrases(request.viewer)
    groups = [
        (
            language,
            LANGUAGES[language],
            [(about, _of(found, language, about)) for about in _abouts(found, language)],
        )
        for language in ("en", "es")
    ]
    context = {
        "groups": groups, "typed": typed, "problems": problems, "id": new_id(), "abouts": abouts(),
        "languages": [("en", LANGUAGES["en"]), ("es", LANGUAGES["es"])],
    }  # fmt: skip
    return render(request, "correspondence/safety_phrases.html", context, status=status)


def _abouts(found: list[ShownPhrase], language: str) -> list[str]:
    return list(dict.fromkeys(one.about for one in found if one.language == language))


def _of(found: list[ShownPhrase], language: str, about: str) -> list[ShownPhrase]:
    return [one for one in found if (one.language, one.about) == (language, about)]


@require_POST
def remove(request: HttpRequest, phrase_id: UUID) -> HttpResponse:
    actions.remove_safety_phrase(actor=request.viewer, now=clock.now(), phrase_id=phrase_id)
    say(request, "Not looked for any more.")
    return redirect(_PAGE)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """A shipped one off or on again."""
    is_off = request.POST.get("off") == "yes"
    phrase, language = request.POST.get("phrase", "")[:200], request.POST.get("language", "")[:10]
    try:
        actions.switch_safety_phrase(
            actor=request.viewer, now=clock.now(), phrase=phrase, language=language, is_off=is_off
        )
        say(request, "Switched off." if is_off else "Looked for again.")
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return redirect(reverse(_PAGE))
