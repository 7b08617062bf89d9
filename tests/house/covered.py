"""Rules, queries and actions are covered to the last branch (from the combined .coverage); else ends with 1."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

LAYERS = {"rules", "queries", "actions"}


def _is_ruled(name: str) -> bool:
    path = Path(name)
    return bool(LAYERS & {path.stem, *path.parent.parts})


def _measure() -> dict[str, dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)], check=True)
        files: dict[str, dict[str, object]] = json.loads(report.read_text())["files"]
        return files


def main() -> int:
    lacking = 0
    for name, measured in sorted(_measure().items()):
        lines, branches = measured["missing_lines"], measured["missing_branches"]
        if _is_ruled(name) and (lines or branches):
            lacking += 1
            jumps = ", ".join(f"{a}->{b}" for a, b in branches)  # type: ignore[attr-defined]
            print(f"{name}: not run: lines {lines or 'none'}, branches {jumps or 'none'}")
    if lacking:
        print(f"{lacking} files of rules, queries or actions are not covered to the last branch")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
