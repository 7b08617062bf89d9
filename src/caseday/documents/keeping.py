"""Where the files of this agency are: one folder, in the data directory."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from caseday.documents.files.store import Store


def the_store() -> Store:
    return Store(Path(settings.DOCUMENTS_DIR))


@dataclass(frozen=True)
class Holder:
    """A table that names files of the store: `model` as "app.model", its `column`, and what one of it is called."""

    model: str
    column: str
    called: str


_holders = [Holder("documents.documentfile", "sha256", "paper")]


def register_files(model: str, column: str, *, called: str) -> None:
    """For a later app's `ready`: what its rows name is wanted, copied and exported as papers' files are."""
    holder = Holder(model, column, called)
    if holder not in _holders:
        _holders.append(holder)


def holders() -> tuple[Holder, ...]:
    return tuple(_holders)
