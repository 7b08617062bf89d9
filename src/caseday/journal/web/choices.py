"""What the journal's forms offer to choose from."""

from typing import Any

from django.http import HttpRequest

from caseday.cases.queries import pack_of
from caseday.journal.queries import cases_to_choose
from caseday.journal.web.forms import ActivityForm
from caseday.programs.queries import all_packs
from caseday.programs.rules import USUAL_PROGRAM

_MORE_ROLES = (
    "office",
    "colleague",
    "social_worker",
    "equipment",
    "school",
    "court",
    "shelter",
    "landlord",
    "nurse",
)


def roles_to_choose(case: Any, present: str = "") -> list[tuple[str, str]]:
    pack = pack_of(case) if case else next(one for one in all_packs() if one.slug == USUAL_PROGRAM)
    roles = [
        ("client", pack.words.client.capitalize()),
        *((one.slug, one.word) for one in pack.party_roles),
    ]
    known = dict(roles)
    roles += [(role, role.replace("_", " ").capitalize()) for role in _MORE_ROLES if role not in known]
    if present and present not in dict(roles):
        roles.append((present, present.replace("_", " ").capitalize()))
    return roles


def correction_form(request: HttpRequest, activity: Any, data: Any = None) -> ActivityForm:
    return ActivityForm(
        data,
        initial=ActivityForm.initial_of(activity),
        cases=cases_to_choose(request.viewer, activity),
        roles=roles_to_choose(activity.case, activity.with_role),
        is_signed=activity.noted_at is not None,
        prefix="entry",
    )
