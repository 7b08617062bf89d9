"""The wheel holds everything that a page needs, and nothing that only tests need."""

import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.server.running import Serving, environment_for

pytestmark = pytest.mark.server
ROOT = Path(__file__).resolve().parents[2]
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("caseday-*.whl"))


def files_beside_code() -> set[str]:
    """Templates, styles, scripts, packs and lists: every tracked or new file of the package that is no test."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "src/caseday"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = {line.removeprefix("src/") for line in listed.stdout.splitlines() if (ROOT / line).exists()}
    return {name for name in names if "/tests/" not in name and "/testing/" not in name}


def test_it_holds_every_file_of_the_package_and_no_test(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if not name.startswith("caseday-")}
    assert files_beside_code() - held == set()
    assert [name for name in held if "/tests/" in name or "/testing/" in name] == []


def test_it_names_the_program_and_the_python_that_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            name.rpartition("/")[2]: archive.read(name).decode()
            for name in archive.namelist()
            if "dist-info" in name
        }
    assert "caseday = caseday.cli:main" in texts["entry_points.txt"]
    assert "Requires-Python: >=3.11" in texts["METADATA"]


def test_what_is_installed_from_it_serves_its_pages(wheel: Path, tmp_path: Path) -> None:
    place, data = tmp_path / "installed", tmp_path / "data"
    data.mkdir()
    subprocess.run(
        [*PIP, "install", "--no-deps", "--target", str(place), str(wheel)], check=True, capture_output=True
    )
    more = {"PYTHONPATH": str(place)}
    asked = [sys.executable, "-c", "import caseday; print(caseday.__file__)"]
    said = subprocess.run(
        asked, env=environment_for(data, **more), capture_output=True, text=True, check=True
    )
    assert str(place) in said.stdout
    with Serving(data, more) as server:
        with urllib.request.urlopen(server.url + "account/sign-in/", timeout=30) as answer:
            page = answer.read().decode()
        style = next(part.split('"')[0] for part in page.split('href="') if ".css" in part.split('"')[0])
        with urllib.request.urlopen(server.url.rstrip("/") + style, timeout=30) as answer:
            assert answer.status == 200
            assert "immutable" in answer.headers["Cache-Control"]
