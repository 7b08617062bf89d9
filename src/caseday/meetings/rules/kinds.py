"""Kinds of team meetings where a pack names none, and the roles that every meeting knows."""

from collections.abc import Iterable, Sequence

CLIENT_ROLE, FAMILY_ROLE, AGENCY_ROLE = "client", "family", "agency"
USUAL_KINDS: tuple[tuple[str, str], ...] = (
    ("team_meeting", "Team meeting"),
    ("case_conference", "Case conference"),
    ("family_meeting", "Family meeting"),
    ("care_plan_meeting", "Care plan meeting"),
    ("discharge_meeting", "Discharge meeting"),
    ("school_meeting", "School meeting"),
    ("mediation", "Mediation"),
)


def kind_word(kinds: Iterable[tuple[str, str]], slug: str) -> str:
    """A kind that the pack dropped since is still called by its usual word."""
    known = dict(USUAL_KINDS) | dict(kinds)
    return known.get(slug) or slug.replace("_", " ").capitalize() or "Team meeting"


def kinds_among(of_pack: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(of_pack) or USUAL_KINDS
