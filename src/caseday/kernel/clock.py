"""The only place that reads the time. Views, jobs and the command line ask here and pass `now` on."""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The present moment, in UTC; shifted only in a demonstration that is set to another hour."""
    return datetime.now(UTC) + _offset


def shift_to(moment: datetime) -> None:
    """Let the clock run from `moment` on, for this process (demonstrations and browser tests)."""
    global _offset
    _offset = moment - datetime.now(UTC)


def shift_by(offset: timedelta) -> None:
    global _offset
    _offset = offset
