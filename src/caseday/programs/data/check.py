"""Check pack files: every mistake with file, line, field and reason.

python -m caseday.programs.data.check my_pack.toml ...
"""

import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from caseday.programs.rules import PackError, read_clocks, read_pack


def known_clocks() -> frozenset[str]:
    """The deadlines by law that a pack may open."""
    folder = files("caseday.programs") / "packs" / "clocks"
    read = [read_clocks(one.read_text("utf-8"), name=one.name) for one in folder.iterdir()]
    return frozenset(clock.slug for one in read for clock in one.clocks)


def problems_in(path: Path) -> list[str]:
    try:
        read_pack(path.read_text("utf-8"), name=path.name, clocks=known_clocks())
    except PackError as error:
        return error.problems
    except OSError as error:
        return [f"{path.name}: {error.strerror}"]
    except UnicodeDecodeError:
        return [f"{path.name}: this is not text in UTF-8"]
    return []


def main(names: Sequence[str]) -> int:
    """1 where anything is wrong, or nothing was named."""
    for name in names:
        problems = problems_in(Path(name))
        sys.stdout.write(("\n".join(problems) or f"{name}: no mistakes") + "\n")
        if problems:
            return 1
    return 0 if names else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
