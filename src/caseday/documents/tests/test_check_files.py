"""The server killed between file and row, a lost or altered file: the check finds each, and mends what it may."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from caseday.access.viewer import Viewer
from caseday.documents.actions import check_files
from caseday.documents.files.store import Store
from caseday.documents.models import Document, DocumentFile

pytestmark = pytest.mark.django_db
PutIn = Callable[..., Document]


def make_old(path: Path) -> None:
    long_ago = time.time() - 7200
    os.utime(path, (long_ago, long_ago))


def forgotten(store: Store, data: bytes = b"killed before its row") -> Path:
    arrival = store.new_arrival()
    arrival.write_bytes(data)
    path = store.path_of(store.keep(arrival).sha256)
    make_old(path)
    return path


def test_what_fits_has_no_problem(nora: Viewer, put_in: PutIn) -> None:
    put_in(nora)
    seen: list[tuple[int, int]] = []
    checked = check_files(lambda done, total: seen.append((done, total)))
    assert (checked.files, checked.problems, checked.orphans, seen) == (1, [], [], [(0, 1)])


def test_a_file_without_a_row_is_named_and_removed_when_it_is_old(
    nora: Viewer, put_in: PutIn, store: Store
) -> None:
    put_in(nora)
    orphan, fresh = forgotten(store), store.new_arrival()
    fresh.write_bytes(b"still arriving")
    stale = store.new_arrival()
    stale.write_bytes(b"cut off")
    make_old(stale)

    checked = check_files()
    assert len(checked.orphans) == 3 and checked.removed == [] and orphan.exists()
    mended = check_files(mends=True)
    assert len(mended.removed) == 2
    assert not orphan.exists() and not stale.exists() and fresh.exists()
    assert check_files().files == 1


def test_an_orphan_that_is_wanted_again_stays(nora: Viewer, put_in: PutIn, store: Store) -> None:
    data = b"the same words once more"
    orphan = forgotten(store, data)
    document = put_in(nora, data, name="a.txt")
    assert orphan.exists() and DocumentFile.objects.filter(document=document, sha256=orphan.name).exists()
    assert not store.remove_if_old(orphan, older_than_seconds=3600)
    assert not store.remove_if_old(orphan.with_name("gone"), older_than_seconds=0)


def test_it_names_a_missing_and_an_altered_file(nora: Viewer, put_in: PutIn, store: Store) -> None:
    lost, altered = put_in(nora, b"lost words", name="a.txt"), put_in(nora, b"other words", name="b.txt")
    paths = [store.path_of(one.files.get(role="original").sha256) for one in (lost, altered)]
    paths[0].unlink()
    paths[1].chmod(0o600)
    paths[1].write_bytes(b"forged")
    problems = check_files().problems
    assert len(problems) == 2
    assert problems[0].startswith("file missing") and str(lost.pk) in problems[0]
    assert problems[1].startswith("file altered") and str(altered.pk) in problems[1]


def test_a_name_that_is_no_digest_leads_nowhere(store: Store) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        store.path_of("../../etc/passwd")
