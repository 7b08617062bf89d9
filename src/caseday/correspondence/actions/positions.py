"""How far mailboxes have been read, and what keeps them from being read; beside the record, by jobs alone."""

from datetime import datetime

from caseday.correspondence.models import FetchPosition


def note_restart(position: FetchPosition, *, uid_validity: int) -> FetchPosition:
    """The server numbers its messages anew: all are looked at again, known ones are known by their Message-ID."""
    FetchPosition.objects.filter(pk=position.pk).update(uid_validity=uid_validity, last_uid=0)
    position.uid_validity, position.last_uid = uid_validity, 0
    return position


def note_read(position: FetchPosition, *, last_uid: int) -> None:
    """Only forward: another process may be further."""
    ahead = FetchPosition.objects.filter(
        pk=position.pk, uid_validity=position.uid_validity, last_uid__lt=last_uid
    )
    ahead.update(last_uid=last_uid)
    position.last_uid = max(position.last_uid, last_uid)


def note_all_well(position: FetchPosition, *, now: datetime) -> None:
    FetchPosition.objects.filter(pk=position.pk).update(fetched_at=now, failing_since=None, trouble="")


def note_trouble(position: FetchPosition, *, now: datetime, words: str) -> None:
    FetchPosition.objects.filter(pk=position.pk, failing_since=None).update(failing_since=now)
    FetchPosition.objects.filter(pk=position.pk).update(trouble=words[:300])
