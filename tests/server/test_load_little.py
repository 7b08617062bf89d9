"""What only some work needs is loaded with that work: in memory it would be three times, in every process."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.running import environment_for

pytestmark = pytest.mark.server
_LOADED = (
    "import sys; from caseday.cli import serving, start; start.make_ready(); serving.load_application();"
    "print(*sorted({one.split('.')[0] for one in sys.modules}))"
)
HEAVY = {
    "PIL", "anymail", "holidays", "httpx", "icalendar", "img2pdf", "imap_tools", "matplotlib", "numpy", "ocrmypdf",
    "openpyxl", "ortools", "pandas", "pikepdf", "pillow_heif", "pypdfium2", "pyvrp", "rich", "simple_icd_10_cm",
    "tnefparse", "twilio", "typst", "zipcodes",
}  # fmt: skip


def test_a_web_process_loads_no_library_of_rare_work(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], env=environment_for(tmp_path), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) & HEAVY == set()
