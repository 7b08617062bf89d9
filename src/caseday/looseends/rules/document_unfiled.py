"""A paper that came in and belongs to no case yet: nobody else can find it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.looseends.rules.document_unread import Facts, paper_end
from caseday.looseends.rules.end import LooseEnd

RULE = "document_unfiled"


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [paper_end(RULE, "File", "no case yet", "documents:document", one, now, zone) for one in facts]
