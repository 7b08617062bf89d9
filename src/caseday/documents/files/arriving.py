"""A file on its way in: already on the disk beside the kept ones, not yet looked at."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Arrival:
    """`name` is what its sender called it; nothing is decided by it."""

    path: Path
    name: str

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
