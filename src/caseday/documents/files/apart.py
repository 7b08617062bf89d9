"""Opens files of others in a process of its own: little memory, little time, no secrets, and a crash harms nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from caseday.documents.files.kinds import Unusable

MEGABYTES, SECONDS = 2048, 60
EXHAUSTED = (
    "Opening the file takes more memory or time than a paper may. Print or split it as PDF, and upload that."
)
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV")
_SOURCE = str(Path(__file__).resolve().parents[3])


def _environment() -> dict[str, str]:
    """Nothing of the server's own: no key, no database."""
    kept = {
        name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("COVERAGE_")
    }
    paths = [_SOURCE, *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}


def run(line: str, megabytes: int, seconds: int) -> str:
    """What the child wrote; cut short where a limit, or the file, ended it."""
    command = [sys.executable, "-m", "caseday.documents.files.child", str(megabytes), str(seconds)]
    done = subprocess.run(
        command, input=line, env=_environment(), capture_output=True, text=True, timeout=seconds * 2
    )
    return done.stdout


def ask(task: str, *, megabytes: int = MEGABYTES, seconds: int = SECONDS, **asked: Any) -> dict[str, Any]:
    """The child's answer. Raises Unusable for a file that cannot be used, or that needs more than it may."""
    try:
        told = json.loads(run(json.dumps({"task": task, **asked}) + "\n", megabytes, seconds))
    except (subprocess.TimeoutExpired, ValueError):
        raise Unusable(EXHAUSTED) from None
    if "ok" not in told:
        raise Unusable(told.get("unusable") or EXHAUSTED)
    answer: dict[str, Any] = told["ok"]
    return answer
