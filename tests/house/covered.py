"""Rules, queries and actions are covered to the last branch by the tests of apps (.coverage.json); else ends with 1."""

import json
import sys
from pathlib import Path

LAYERS = {"rules", "queries", "actions"}
MEASURED = Path(".coverage.json")
"""What slipcover wrote: `files` by name, each with missing lines and branches; a branch to 0 leaves the function."""


def _is_ruled(name: str) -> bool:
    path = Path(name)
    return bool(LAYERS & {path.stem, *path.parent.parts})


def main() -> int:
    measured = json.loads(MEASURED.read_text())
    percent = measured["summary"]["percent_covered_display"]
    print(f"lines and branches covered by the tests of apps, percent: {percent}")
    lacking = 0
    for name, file in sorted(measured["files"].items()):
        lines, branches = file["missing_lines"], file["missing_branches"]
        if _is_ruled(name) and (lines or branches):
            lacking += 1
            jumps = ", ".join(f"{a}->{b}" for a, b in branches)
            print(f"{name}: not run: lines {lines or 'none'}, branches {jumps or 'none'}")
    if lacking:
        print(f"{lacking} files of rules, queries or actions are not covered to the last branch")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
