"""What a file in the store says, before it is a paper; for the system, which looks at mail that is on no case yet."""

from pathlib import Path

from caseday.documents.files import apart
from caseday.documents.files.kinds import Unusable
from caseday.documents.keeping import the_store

_SECONDS = 20


def words_of_kept(sha256: str, name: str) -> str:
    """Page after page; "" for a scan, and for what cannot be opened. Opens the file in a process of its own."""
    store = the_store()
    if not store.has(sha256):
        return ""
    made: Path = store.new_arrival()
    try:
        asked = apart.ask(
            "take", paths=[str(store.path_of(sha256))], names=[name], made=str(made), seconds=_SECONDS
        )
    except Unusable:
        return ""
    finally:
        made.unlink(missing_ok=True)
    return "\n".join(asked["texts"])
