"""The loop of a community resource in plain words: who may say what, and what one learns of the resource by it."""

COMMUNITY_RESOURCE = "community_resource"
"""The request kind of a pack, whose ladder the loop climbs."""
OFFERED, ANSWERED, REFERRED, CONNECTED, OUTCOME = "offered", "answered", "referred", "connected", "outcome"
AGENCY_ROLE = "community_agency"
WHO = ("client", "agency", "worker")
_WHO_OF = {
    OFFERED: ("worker",),
    ANSWERED: ("client",),
    REFERRED: ("worker", "client"),
    CONNECTED: ("client", "agency"),
    OUTCOME: ("client",),
}


def who_may_say(step: str) -> tuple[str, ...]:
    """Of a step that a program has added: anybody."""
    return _WHO_OF.get(step, WHO)


def learned_by(step: str, outcome: str, who: str) -> str:
    """What this says of the resource itself, as a kind of its notes; empty where it is about the client alone."""
    if step != CONNECTED or who == "worker":
        return ""
    return {"full": "full", "waiting_list": "full", "not_available": "closed"}.get(outcome, "")
