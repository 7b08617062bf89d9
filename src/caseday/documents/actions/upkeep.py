"""Files and rows that do not fit: found by `caseday verify`, mended where nothing can be lost."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from caseday.documents.files.store import Store, digest_of
from caseday.documents.keeping import the_store
from caseday.documents.models import DocumentFile
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
    for done, (sha256, document_id) in enumerate(sorted(wanted.items())):
        progress(done, len(wanted))
        _check(store, sha256, document_id, checked)
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
    rows = DocumentFile.objects.values_list("sha256", "document_id")
    return ((sha256, str(document_id)) for sha256, document_id in rows.iterator())


def _is_wanted_now(name: str) -> bool:
    """Written down since the check began."""
    return DocumentFile.objects.filter(sha256=name).exists()


def _check(store: Store, sha256: str, document_id: str, checked: FilesChecked) -> None:
    path = store.path_of(sha256)
    checked.files += 1
    if not path.is_file():
        checked.missing.append(f"{sha256} of paper {document_id}")
    elif digest_of(path)[0] != sha256:
        checked.altered.append(f"{sha256} of paper {document_id}")
