"""Papers come along: beside the backup, once for all backups there; and a lost or altered file is named."""

import os
import shutil
from pathlib import Path

import pytest

from tests.server.running import run_caseday

pytestmark = pytest.mark.server

_PUT_IN = """
import sys, django
django.setup()
from caseday.access.models import Staff
from caseday.access.queries import viewer_for
from caseday.documents.actions import Arrival, put_in_document
from caseday.documents.keeping import the_store
from caseday.kernel import clock
arrival = the_store().new_arrival()
arrival.write_bytes(b"Seen on Monday. Walks well.")
nora = viewer_for(Staff.objects.get(email="nora@example.org"), now=clock.now())
put_in_document(actor=nora, now=clock.now(), files=[Arrival(arrival, "note.txt")])
"""


def put_in(agency: Path, **more: str) -> list[Path]:
    """Nora's note, and the PDF that was drawn of it."""
    import subprocess
    import sys

    env = {**os.environ, "CASEDAY_DATA_DIR": str(agency), "DJANGO_SETTINGS_MODULE": "caseday.config.settings"}
    subprocess.run([sys.executable, "-c", _PUT_IN], env={**env, **more}, check=True)
    return sorted((agency / "documents").glob("??/??/*"))


@pytest.fixture
def papers(agency: Path) -> list[Path]:
    return put_in(agency)


def test_a_restored_agency_has_its_papers(agency: Path, papers: list[Path], tmp_path: Path) -> None:
    done = run_caseday(agency, "backup", str(tmp_path / "stick"))
    assert done.returncode == 0, done.stderr
    copied = sorted((tmp_path / "stick" / "documents").glob("??/??/*"))
    assert [one.name for one in copied] == [one.name for one in papers] and len(papers) == 2
    stamps = [one.stat().st_mtime_ns for one in copied]
    assert run_caseday(agency, "backup", str(tmp_path / "stick" / "again.sqlite3")).returncode == 0
    assert [one.stat().st_mtime_ns for one in copied] == stamps

    new = tmp_path / "new"
    restored = run_caseday(new, "restore", done.stdout.strip(), "--yes")
    assert restored.returncode == 0, restored.stderr
    assert sorted(one.name for one in (new / "documents").glob("??/??/*")) == [one.name for one in papers]
    assert run_caseday(new, "verify").returncode == 0


def test_a_lost_or_altered_paper_is_named_and_comes_back_from_a_backup(
    agency: Path, papers: list[Path], tmp_path: Path
) -> None:
    backup = run_caseday(agency, "backup", str(tmp_path / "stick")).stdout.strip()
    papers[0].unlink()
    papers[1].chmod(0o600)
    papers[1].write_bytes(b"forged")
    done = run_caseday(agency, "verify")
    assert done.returncode == 1
    assert "file missing" in done.stdout and "file altered" in done.stdout
    assert "restore them from a backup" in done.stderr
    assert run_caseday(agency, "restore", backup, "--yes").returncode == 0
    assert run_caseday(agency, "verify").returncode == 0


def test_it_is_not_restored_without_its_papers_unless_agreed(
    agency: Path, papers: list[Path], tmp_path: Path
) -> None:
    backup = run_caseday(agency, "backup", str(tmp_path / "stick")).stdout.strip()
    shutil.rmtree(tmp_path / "stick" / "documents")
    refused = run_caseday(tmp_path / "new", "restore", backup)
    assert refused.returncode == 1 and papers[0].name in refused.stderr
    assert run_caseday(tmp_path / "new", "restore", backup, "--yes").returncode == 0


def test_files_without_a_paper_are_told_and_removed_when_they_are_old(
    agency: Path, papers: list[Path]
) -> None:
    orphan = papers[0].with_name("0" * 64)
    orphan.write_bytes(b"killed between file and row")
    os.utime(orphan, (1_700_000_000, 1_700_000_000))
    told = run_caseday(agency, "verify")
    assert told.returncode == 0 and "without a paper" in told.stdout and orphan.exists()
    mended = run_caseday(agency, "verify", "--mend")
    assert mended.returncode == 0 and "removed" in mended.stdout and not orphan.exists()
