"""A text's file that came later than its text."""

from datetime import datetime
from uuid import UUID

from caseday.access.record import change
from caseday.access.viewer import system_viewer
from caseday.correspondence.actions.papers import put_papers_later
from caseday.correspondence.actions.receipts import RECEIPTS, chain_of_message
from caseday.correspondence.models import Attachment
from caseday.correspondence.queries.text_accounts import text_gateway
from caseday.correspondence.texts.media import LOST, fetch
from caseday.correspondence.texts.port import MediaLink
from caseday.documents.keeping import the_store


def bring_text_file(*, now: datetime, message_id: UUID, position: int, url: str, is_last: bool) -> bool:
    """Whether there is nothing left to try. The message's case gets its paper as with any other file."""
    rows = Attachment.objects.filter(message=message_id, position=position, sha256="").select_related(
        "message"
    )
    row, gateway = rows.first(), text_gateway()
    if row is None:
        return True
    if gateway is None:
        return False
    found = fetch(gateway, MediaLink(url, row.media_type, row.name))
    if found.file.path is not None:
        kept = the_store().keep(found.file.path)
        _note(now, row, "file_came_later", sha256=kept.sha256, size_bytes=kept.size_bytes, refusal="")
        put_papers_later(row.message)
        return True
    if found.again_url and not is_last:
        return False
    _note(now, row, "file_given_up", refusal=f"The gateway did not hand out the file. {LOST}")
    return True


def _note(now: datetime, row: Attachment, verb: str, **fields: object) -> None:
    with change(
        verb, actor=system_viewer(RECEIPTS), now=now, chain=chain_of_message(row.message), subject=row.message,
        summary=row.name,
    ) as record:  # fmt: skip
        record.update(row, **fields)
