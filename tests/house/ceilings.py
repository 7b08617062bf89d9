"""The house's ceilings: length of functions and files, empty names, apps that do not introduce themselves.

Run by `make check`; prints each breach and ends with 1.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FUNCTION, FILE, TEST_FILE = 40, 400, 500
EMPTY_NAMES = {"utils", "helpers", "common", "services", "managers", "misc"}
ROOT = Path(__file__).resolve().parents[2]


def sources() -> list[Path]:
    folders = [ROOT / name for name in ("src", "tests", "bench")]
    return sorted(p for folder in folders for p in folder.rglob("*.py") if "migrations" not in p.parts)


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts


def breaches_of(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    tree = ast.parse(text, str(path))
    lines = text.count("\n")
    if lines > (ceiling := TEST_FILE if is_test(path) else FILE):
        yield f"{lines} lines, the ceiling is {ceiling}: make it a package of the same name"
    if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES:
        yield f"the name {path.stem!r} says nothing: name the verb or the thing"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION:
                yield f"line {node.lineno}: {node.name} has {length} lines, the ceiling is {FUNCTION}"
    yield from _introduction(path, tree)


def _introduction(path: Path, tree: ast.Module) -> Iterator[str]:
    if path.name == "__init__.py" and path.parent.parent == ROOT / "src" / "caseday":
        words = ast.get_docstring(tree) or ""
        if path.parent.name != "testing" and not (words.startswith("In:") and "Out:" in words):
            yield "open the app with two lines, `In: ...` and `Out: ...`"


def main() -> int:
    found = [f"{path.relative_to(ROOT)}: {breach}" for path in sources() for breach in breaches_of(path)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
