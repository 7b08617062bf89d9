"""A second process for a mailbox with much in it, so that two cores take in: `python -m ...mail.helper`, one JSON
line a message in, one number out. It ends with the one that started it, whose standard input it reads."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.correspondence.mail.parsing import Where

FROM = 400
"""So many messages are worth its start, a second or two."""
_FAILED = "failed"


class Helper:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, raw: Path, where: Where, now: datetime) -> None:
        asked = {
            "raw": str(raw),
            "received_at": where.received_at.isoformat(),
            "zone": where.zone.key,
            "account_id": str(where.account_id),
            "source": where.source,
            "now": now.isoformat(),
        }
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()

    def answer(self) -> int:
        """Of the one that was asked first. Raises RuntimeError where it could not be taken in."""
        assert self._process.stdout
        said = self._process.stdout.readline().strip()
        if not said.isdigit():
            raise RuntimeError("a message could not be taken in beside")
        return int(said)

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self._process.communicate(timeout=10)
        self._process.kill()
        self._process.wait()


@contextmanager
def helper_for(messages: int) -> Iterator[Helper | None]:
    """None where there are too few messages for one, or one core."""
    if messages < FROM or (os.cpu_count() or 1) < 2:
        yield None
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "caseday.correspondence.mail.helper"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    helper = Helper(process)
    try:
        yield helper
    finally:
        helper.end()


def main() -> None:
    os.umask(0o077)  # what is written here concerns nobody else on this machine
    import django

    django.setup()
    for line in sys.stdin:
        sys.stdout.write(f"{_taken(json.loads(line))}\n")
        sys.stdout.flush()


def _taken(asked: dict[str, str]) -> int | str:
    from caseday.correspondence.mail.taking import log, take_file

    where = Where(
        received_at=datetime.fromisoformat(asked["received_at"]),
        zone=ZoneInfo(asked["zone"]),
        account_id=UUID(asked["account_id"]),
        source=asked["source"],
    )
    try:
        return take_file(Path(asked["raw"]), where, datetime.fromisoformat(asked["now"]))
    except Exception:
        log.exception("a message could not be taken in")
        return _FAILED


if __name__ == "__main__":
    main()
