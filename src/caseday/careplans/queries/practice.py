"""What a program asks of the plans of a case."""

from datetime import date, datetime
from typing import Any

from caseday.careplans.models import Intervention
from caseday.careplans.rules import PlanPractice, role_word
from caseday.cases.models import Assignment, Case, KeyDate, StageChange
from caseday.cases.queries import pack_of
from caseday.programs.queries import calendar_for
from caseday.programs.rules import Pack


def practice_of(case: Case, on: date, zone: Any) -> PlanPractice:
    """The first of the pack's rules that holds for the case on a day."""
    return practice_in(
        pack_of(case), jurisdiction=case.jurisdiction, case_type=case.case_type, on=on, zone=zone
    )


def practice_in(pack: Pack, *, jurisdiction: str, case_type: str, on: date, zone: Any) -> PlanPractice:
    held = (
        one for one in pack.plan_rules if one.holds(jurisdiction=jurisdiction, case_type=case_type, on=on)
    )
    return PlanPractice(next(held, None), calendar_for(jurisdiction, zone))


def signer_word(pack: Pack, role: str) -> str:
    """Who signs, as the program calls them."""
    own = {"client": pack.words.client, "worker": pack.words.worker, "guardian": pack.words.guardian}
    word = next((one.word for one in pack.party_roles if one.slug == role), own.get(role, ""))
    return f"{word[:1].upper()}{word[1:]}" or role_word(role)


def doer_words(one: Intervention, pack: Pack) -> str:
    """Who does it: by name, else as the program calls them."""
    own = {one.Who.WORKER.value: pack.words.worker, one.Who.CLIENT.value: pack.words.client}
    word = own.get(one.who)
    return one.who_name or (f"The {word}" if word else one.get_who_display())


def started_on(case: Case, starts: str, zone: Any) -> date | None:
    """The day from which a rule's time runs; None where that has not come. At most one query."""
    kind, _, slug = starts.partition(":")
    if kind == "date":
        found = KeyDate.objects.filter(case=case, kind=slug).order_by("on").first()
        return found.on if found else None
    moment = _moment(case, kind, slug)
    return moment.astimezone(zone).date() if moment else None


def _moment(case: Case, kind: str, slug: str) -> datetime | None:
    if kind == "stage":
        came = StageChange.objects.filter(case=case, stage=slug).order_by("at").first()
        return came.at if came else case.stage_at if case.stage == slug else None
    if kind == "accepted":
        begun = Assignment.objects.filter(case=case).order_by("from_at").first()
        return begun.from_at if begun else case.referred_at
    return case.referred_at
