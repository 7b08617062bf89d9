"""Exported from one database and imported into another, empty one, it is the same agency, down to each event's hash."""

import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from caseday.access.models import Staff
from caseday.access.queries import viewer_for
from caseday.access.viewer import system_viewer
from caseday.cases.models import Case
from caseday.dayplan.actions import plan_shown, set_wishes, tick_item
from caseday.dayplan.rules.wishes import Wishes
from caseday.demo.actions import SMALL, build_agency
from caseday.exchange.actions import export_agency
from caseday.exchange.archive import SEALED_FILE
from caseday.exchange.rules.passphrases import open_box
from caseday.people.actions import keep_ssn
from caseday.people.models import Person
from caseday.testing.make import MONDAY_8

WORDS = "violet anchor pickle thunder"


def _caseday(data_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """There the key of the installation is another."""
    env = {
        **os.environ,
        "CASEDAY_SECRET_KEY": "the key of another installation, long enough to be one",
        "CASEDAY_DATA_DIR": str(data_dir),
        "CASEDAY_DATABASE_URL": f"sqlite:///{data_dir}/caseday.sqlite3",
    }
    env["DJANGO_SETTINGS_MODULE"] = "caseday.config.settings"
    return subprocess.run(
        [sys.executable, "-m", "caseday.cli", *words], env=env, capture_output=True, text=True, timeout=300
    )


def _files_of(folder: Path) -> set[str]:
    """Those of papers in their folders included; the manifest tells when it was made, no two boxes are alike."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return found - {"manifest.json", SEALED_FILE}


def _decide_about_a_day() -> None:
    """Choices and wishes are people's own; plans are made anew from them."""
    maya = viewer_for(Staff.objects.get(email="maya@caseday.example"), now=MONDAY_8)
    set_wishes(actor=maya, now=MONDAY_8, wishes=Wishes(("drive_less",), lunch_minutes=45))
    tick_item(actor=maya, now=MONDAY_8, on=MONDAY_8.date(), key="lunch")
    plan_shown(maya, now=MONDAY_8)


def _write_down_a_number() -> None:
    person = Case.objects.filter(person__merged_into=None).order_by("pk")[0].person
    Person.objects.filter(pk=person.pk).update(ssn=Person.Ssn.UNKNOWN)
    keep_ssn(actor=system_viewer(), now=MONDAY_8, person_id=person.pk, number="219-09-9999")


def _opened(folder: Path) -> bytes:
    return open_box(json.loads((folder / SEALED_FILE).read_text()), WORDS)


@pytest.mark.django_db
def test_it_is_the_same_agency_in_another_database(tmp_path: Path, migrated_database: Path) -> None:
    build_agency(now=MONDAY_8.replace(microsecond=123456), size=SMALL)
    _decide_about_a_day()
    _write_down_a_number()
    export_agency(tmp_path / "first", now=MONDAY_8, passphrase=WORDS)
    other = tmp_path / "data"
    other.mkdir()
    shutil.copy(migrated_database, other)
    (tmp_path / "words").write_text(WORDS)
    with_words = ("--passphrase-file", str(tmp_path / "words"))
    assert "--without-sealed" in _caseday(other, "import", "agency", str(tmp_path / "first")).stderr
    taken = _caseday(other, "import", "agency", str(tmp_path / "first"), *with_words)
    assert taken.returncode == 0, taken.stderr
    assert _caseday(other, "export", str(tmp_path / "second"), *with_words).returncode == 0
    assert _opened(tmp_path / "second") == _opened(tmp_path / "first")
    assert b"219099999" in _opened(tmp_path / "first")
    names = _files_of(tmp_path / "first")
    assert any(name.startswith("documents/") for name in names)
    assert {name.split(".")[1] for name in names if name.startswith("dayplan.")} == {
        "planchoice",
        "planwishes",
    }
    assert _files_of(tmp_path / "second") == names
    _, differ, missing = filecmp.cmpfiles(tmp_path / "first", tmp_path / "second", names, shallow=False)
    assert (differ, missing) == ([], [])
    checked = _caseday(other, "verify")
    assert checked.returncode == 0, checked.stdout
    assert settings.DATABASES["default"]["NAME"] != str(other / "caseday.sqlite3")
