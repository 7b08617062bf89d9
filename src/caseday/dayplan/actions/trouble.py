"""Whether a map server answers: kept, so that a page can say so without asking it."""

from __future__ import annotations

from datetime import datetime

from caseday.dayplan.models import ServerTrouble


def note_trouble(*, now: datetime, server: str, words: str) -> None:
    ServerTrouble.objects.update_or_create(
        server=server,
        defaults={"words": words[:120], "last_at": now},
        create_defaults={"words": words[:120], "since": now, "last_at": now},
    )


def over_trouble(*, server: str) -> None:
    ServerTrouble.objects.filter(server=server).delete()
