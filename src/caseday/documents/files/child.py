"""The process in which files of others are opened: `python -m caseday.documents.files.child`, asked by `apart`.

In: one JSON line on standard input. Out: one JSON line, the answer or why the file cannot be used.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from caseday.documents.files.kinds import Unusable


def _take(asked: dict[str, Any]) -> dict[str, Any]:
    from caseday.documents.files.taking import take

    return take([Path(one) for one in asked["paths"]], asked["names"], Path(asked["made"]))


def _draw(asked: dict[str, Any]) -> dict[str, Any]:
    from caseday.documents.files.pdfs import draw_pages

    path, folder = Path(asked["path"]), Path(asked["folder"])
    return {"drawn": draw_pages(path, asked["numbers"], asked["width"], folder)}


TASKS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"take": _take, "draw": _draw}


def answer(line: str) -> dict[str, Any]:
    asked = json.loads(line)
    try:
        return {"ok": TASKS[asked["task"]](asked)}
    except Unusable as problem:
        return {"unusable": str(problem)}
    except (MemoryError, RecursionError):
        return {"exhausted": True}


def limit(megabytes: int, seconds: int) -> None:
    """Memory and processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    limit(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps(answer(sys.stdin.readline())))


if __name__ == "__main__":
    main()
