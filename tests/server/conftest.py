"""A made and migrated agency, copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.server.running import run_caseday


@pytest.fixture(scope="session")
def made_agency(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Path:
    """A data directory with one administrator, made as an operator makes it."""
    folder = tmp_path_factory.mktemp("agency")
    shutil.copy(migrated_database, folder)
    for arguments in (
        ["user", "add", "adam@example.org", "--name", "Adam Ruiz", "--agency", "Hill Country"],
        ["user", "add", "nora@example.org", "--name", "Nora Bell", "--credentials", "RN, CCM"],
    ):
        done = run_caseday(folder, *arguments)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def agency(made_agency: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_agency, tmp_path / "agency"))
