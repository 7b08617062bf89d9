"""Files and rows that do not fit: found by `caseday verify`, mended where nothing can be lost."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from caseday.documents.files.store import Store, digest_of
from caseday.documents.keeping import Holder, holders, the_store
from caseday.kernel.errors import Invalid

OLD_SECONDS = 3600
"""A younger file without a row may be on its way in."""


@dataclass
class FilesChecked:
    files: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """What somebody has to act on; an orphan is harmless, and goes with `mend`."""
        return [
            *(f"file missing: {one} (restore it from a backup)" for one in self.missing),
            *(f"file altered: {one} (restore it from a backup)" for one in self.altered),
        ]


def check_files(
    progress: Callable[[int, int], None] = lambda done, total: None, *, mends: bool = False
) -> FilesChecked:
    """Every file that a row names is there and unaltered; every file there has a row. `mends` removes old orphans."""
    store, checked = the_store(), FilesChecked()
    wanted = dict(_wanted())
    for done, (sha256, owner) in enumerate(sorted(wanted.items())):
        progress(done, len(wanted))
        _check(store, sha256, owner, checked)
    for path in [*store.walk(), *store.arrivals()]:
        if path.name not in wanted and not _is_wanted_now(path.name):
            checked.orphans.append(str(path.relative_to(store.root)))
            if mends and store.remove_if_old(path, older_than_seconds=OLD_SECONDS):
                checked.removed.append(str(path.relative_to(store.root)))
    return checked


def copy_files_to(folder: Path) -> list[str]:
    """Every file that a row names, into a store of its own; what is there already is not copied again.

    Gives the digests of files that are gone here.
    """
    return copy_to(folder, digests_wanted())


def digests_wanted() -> set[str]:
    """Of every file that a row names."""
    return {sha256 for sha256, _ in _wanted()}


def copy_to(folder: Path, digests: Iterable[str]) -> list[str]:
    """Into a store there, what it lacks; gives the digests of files that are gone or altered here."""
    wanted = list(digests)
    return Store(folder).bring(wanted, the_store()) if wanted else []


def not_copied(folder: Path) -> int:
    """How many files that a row names are not in the store there."""
    there = Store(folder)
    return sum(1 for one in digests_wanted() if not there.has(one))


def take_files_from(folder: Path, digests: Iterable[str]) -> None:
    """Raises Invalid, before anything is written, where one is missing there or was altered."""
    wanted, source = set(digests), Store(folder)
    lacking = source.lacks(wanted)
    if lacking:
        raise Invalid(
            f"{len(lacking)} papers are missing in {folder} or were altered ({lacking[0]} ...). Use an untouched copy."
        )
    the_store().bring(wanted, source)


def _wanted() -> Iterator[tuple[str, str]]:
    """Digests, each with what it belongs to; of papers by the paper, else by the row."""
    for holder in holders():
        rows = _rows(holder).values_list(holder.column, "document_id" if holder.called == "paper" else "pk")
        yield from ((sha256, f"{holder.called} {owner}") for sha256, owner in rows.iterator())


def _rows(holder: Holder) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model(holder.model)._base_manager.exclude(**{holder.column: ""})
    return rows


def _is_wanted_now(name: str) -> bool:
    """Written down since the check began."""
    return any(_rows(one).filter(**{one.column: name}).exists() for one in holders())


def _check(store: Store, sha256: str, owner: str, checked: FilesChecked) -> None:
    path = store.path_of(sha256)
    checked.files += 1
    if not path.is_file():
        checked.missing.append(f"{sha256} of {owner}")
    elif digest_of(path)[0] != sha256:
        checked.altered.append(f"{sha256} of {owner}")
