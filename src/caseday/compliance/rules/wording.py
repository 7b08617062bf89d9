"""In: a check of a rule. Out: what is missing, or was late, in a short sentence."""

from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words, date_in_short
from caseday.programs.rules.documentation import PART_WORDS, Check, Rule, Standing

_ASKED = {
    "note_within_hours": "Note",
    "visit_every": "Visit",
    "contact_every": "Contact",
    "first_contact_within": "First contact",
    "plan_reviewed": "Review of the plan",
    "plan_signed": "Signatures under the plan",
    "document_on_file": "Paper",
    "assessment_within": "Assessment",
    "share_in_place": "Share of visits",
    "note_has": "Note",
}
PLACES = {
    "residence": "where the client lives",
    "school": "at school",
    "office": "in an office",
    "facility": "in a facility",
    "workplace": "at work",
    "community": "in the community",
}


def check_in_words(rule: Rule, check: Check, zone: ZoneInfo) -> str:
    """ "Visit of September 2026 missing", "Note was due on Oct 5, signed on Oct 8"."""
    if rule.kind == "note_has":
        return f"Note without {_lacks(check)}" if check.lacks else "Note says everything"
    if rule.kind == "share_in_place":
        count = len(check.proofs)
        share = check.lacks[0] if check.lacks else f"{count} visit{'' if count == 1 else 's'}"
        return f"{share} {PLACES.get(rule.place, rule.place)}, from {_day(check.since, zone)}"
    what = _ASKED[rule.kind]
    if check.standing == Standing.DUE:
        return f"{what} due by {_day(check.until, zone)}{_still(check)}"
    if check.standing == Standing.MET:
        return f"{what} on {_day(max(one.at for one in check.proofs), zone)}"
    if check.proofs and not check.lacks:
        say = _moment if rule.kind == "note_within_hours" else _day
        return f"{what} was due by {say(check.until, zone)}, done on {say(check.proofs[-1].at, zone)}"
    return f"{what} missing since {_day(check.until, zone)}{_still(check)}"


def _lacks(check: Check) -> str:
    return ", ".join(PART_WORDS.get(one, one.replace("_", " ")) for one in check.lacks)


def _still(check: Check) -> str:
    return f": {_lacks(check)}" if check.lacks else ""


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{_day(at, zone)}, {clock_words(at.astimezone(zone))}"


def _day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return date_in_short(local)
