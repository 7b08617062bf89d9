"""What speaks against a message as it is written: facts of the file, judged by the rules."""

from datetime import datetime

from caseday.access.viewer import Viewer
from caseday.correspondence.rules.outgoing import Objection, Outgoing


def objections_to(viewer: Viewer, outgoing: Outgoing, now: datetime) -> list[Objection]:
    """Those that still stand; empty where it may leave. NotFound where its case is out of sight."""
    if not outgoing.text.strip():
        return [Objection("empty", "There is nothing in it yet. Write what you want to say.", "text")]
    return []
