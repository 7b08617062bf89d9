"""A made and migrated agency, copied for each test."""

import shutil
from pathlib import Path

import pytest

from tests.server.running import run_caseday


@pytest.fixture(scope="session")
def made_agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one administrator, made as an operator makes it."""
    folder = tmp_path_factory.mktemp("agency")
    for arguments in (
        ["migrate"],
        ["user", "add", "adam@example.org", "--name", "Adam Ruiz", "--agency", "Hill Country"],
        ["user", "add", "nora@example.org", "--name", "Nora Bell", "--credentials", "RN, CCM"],
    ):
        done = run_caseday(folder, *arguments)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def agency(made_agency: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_agency, tmp_path / "agency"))
