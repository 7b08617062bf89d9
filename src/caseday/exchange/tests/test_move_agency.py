"""Exported from one database and imported into another, empty one, it is the same agency, down to each event's hash."""

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from caseday.demo.actions import SMALL, build_agency
from caseday.exchange.actions import export_agency
from caseday.testing.make import MONDAY_8


def _caseday(data_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "CASEDAY_DATA_DIR": str(data_dir),
        "CASEDAY_DATABASE_URL": f"sqlite:///{data_dir}/caseday.sqlite3",
    }
    env["DJANGO_SETTINGS_MODULE"] = "caseday.config.settings"
    return subprocess.run(
        [sys.executable, "-m", "caseday.cli", *words], env=env, capture_output=True, text=True, timeout=300
    )


def _files_of(folder: Path) -> set[str]:
    """Those of papers in their folders included; the manifest tells when it was made."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return found - {"manifest.json"}


@pytest.mark.django_db
def test_it_is_the_same_agency_in_another_database(tmp_path: Path, migrated_database: Path) -> None:
    build_agency(now=MONDAY_8.replace(microsecond=123456), size=SMALL)
    export_agency(tmp_path / "first", now=MONDAY_8)
    other = tmp_path / "data"
    other.mkdir()
    shutil.copy(migrated_database, other)
    taken = _caseday(other, "import", "agency", str(tmp_path / "first"))
    assert taken.returncode == 0, taken.stderr
    assert _caseday(other, "export", str(tmp_path / "second")).returncode == 0
    names = _files_of(tmp_path / "first")
    assert any(name.startswith("documents/") for name in names)
    assert _files_of(tmp_path / "second") == names
    _, differ, missing = filecmp.cmpfiles(tmp_path / "first", tmp_path / "second", names, shallow=False)
    assert (differ, missing) == ([], [])
    checked = _caseday(other, "verify")
    assert checked.returncode == 0, checked.stdout
    assert settings.DATABASES["default"]["NAME"] != str(other / "caseday.sqlite3")
