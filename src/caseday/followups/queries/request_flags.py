"""What to check in a request: sides and numbers in its words that contradict the case."""

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import NumberFlag, flags_in
from caseday.followups.queries.requests import Followed


def flags_of_request(viewer: Viewer, followed: Followed) -> list[NumberFlag]:
    """In its title and facts, and in the reasons that were given; withdrawn ones left out."""
    row = followed.row
    reasons = [one.reason for one in followed.claims if one.reason and not one.withdrawn_at]
    return _flags(viewer, row.case, [*_words(row.title, row.side, row.body_part, row.reference), *reasons])


def flags_while_typed(
    viewer: Viewer, case: Case, *, title: str, side: str = "", body_part: str = "", reference: str = ""
) -> list[NumberFlag]:
    """The same before it is kept, of a case that the caller has fetched."""
    return _flags(viewer, case, _words(title, side, body_part, reference))


def _words(title: str, side: str, body_part: str, reference: str) -> list[str]:
    """ "MRI of the knee" and the side chosen beside it are read as one: "MRI of the knee, right"."""
    chosen = side if side in ("left", "right") else ""
    titled = f"{title.rstrip(' .')}, {chosen}" if chosen and not body_part else title
    return [titled, f"{chosen} {body_part}".strip() if chosen else "", reference]


def _flags(viewer: Viewer, case: Case, texts: list[str]) -> list[NumberFlag]:
    """Each thing once, however often it is written."""
    text = "\n".join(one for one in texts if one)
    once: dict[tuple[str, str], NumberFlag] = {}
    for one in flags_in(viewer, case, {"text": text}).get("text", []):
        once.setdefault((one.text.casefold(), one.words), one)
    return list(once.values())
