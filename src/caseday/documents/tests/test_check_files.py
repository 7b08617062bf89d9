"""The server killed between file and row, a lost or altered file: the check finds each, and mends what it may."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from caseday.access.viewer import Viewer
from caseday.documents.actions import check_files, copy_files_to, putting_in, take_files_from
from caseday.documents.files.store import Store
from caseday.documents.models import Document, DocumentFile
from caseday.kernel.errors import Invalid

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


def test_a_server_killed_between_file_and_row_leaves_what_the_check_finds(
    nora: Viewer, put_in: PutIn, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> Document:
        raise SystemExit

    monkeypatch.setattr(putting_in, "_write_down", killed)
    with pytest.raises(SystemExit):
        put_in(nora)
    assert not Document.objects.exists()
    (orphan,) = check_files().orphans
    make_old(store.root / orphan)
    assert check_files(mends=True).removed == [orphan] and check_files().orphans == []


def test_a_disk_that_is_really_full_leaves_nothing(store: Store, settings: object) -> None:
    """A limit on the size of files stands for a full disk: the write takes a part, then fails."""
    script = f"""
import resource, signal, django
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
django.setup()
from django.conf import settings
settings.DOCUMENTS_DIR = Path({str(store.root)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from django.core.files.uploadhandler import SkipFile
from django.test import RequestFactory
from caseday.documents.web.arrivals import IntoStore
handler = IntoStore(RequestFactory().get("/"))
handler.new_file("files", "big.pdf", "application/pdf", None)
try:
    handler.receive_data_chunk(b"x" * 250_000, 0)
except SkipFile:
    print(handler.problem)
handler.drop_all()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "disk of the server is full" in done.stdout, done.stderr
    assert list(store.arrivals()) == []


def test_a_store_takes_what_another_has(store: Store, tmp_path: Path, nora: Viewer, put_in: PutIn) -> None:
    put_in(nora, b"words", name="a.txt")
    assert copy_files_to(tmp_path / "copy") == []
    digests = [one.name for one in Store(tmp_path / "copy").walk()]
    Store(tmp_path / "copy").seal()
    assert len(digests) == 2 and not (tmp_path / "copy" / ".lock").exists()
    for path in list(store.walk()):
        path.unlink()
    take_files_from(tmp_path / "copy", digests)
    assert check_files().problems == []
    with pytest.raises(Invalid, match="missing"):
        take_files_from(tmp_path / "copy", ["0" * 64, "../x"])
    altered = Store(tmp_path / "copy").path_of(digests[0])
    altered.chmod(0o600)
    altered.write_bytes(b"forged")
    store.path_of(digests[0]).unlink()
    assert store.bring(digests, Store(tmp_path / "copy")) == [digests[0]] and list(store.arrivals()) == []
    store.path_of(digests[1]).unlink()
    assert copy_files_to(tmp_path / "third") == sorted(digests)
