"""Ending sessions, and releasing who is locked out."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.handlers.proxy import AxesProxyHandler

from caseday.access.models import AccessEntry
from caseday.access.permissions import can_manage_staff, require
from caseday.access.queries import get_staff
from caseday.access.viewer import Viewer


def end_sessions_of(staff_id: UUID, *, only: int | None = None) -> int:
    """Signs the person out: everywhere, or of one session (`only`). How many were ended."""
    sessions = UserSession.objects.filter(user=staff_id)
    if only is not None:
        sessions = sessions.filter(pk=only)
    ended = list(sessions)
    for session in ended:
        session.end()
    return len(ended)


def release_lockout(*, actor: Viewer, now: datetime, staff_id: UUID) -> int:
    """Forgets the failed sign-ins of the person; kept in the access log, as nothing of a record changes."""
    require(can_manage_staff(actor), "Only an administrator releases a sign-in. Ask yours.")
    staff = get_staff(actor, staff_id)
    released: int = AxesProxyHandler.reset_attempts(username=staff.email)
    _note(actor, now, "access:release_staff")
    return released


def remove_second_steps(*, actor: Viewer, now: datetime, staff_id: UUID) -> int:
    """For a lost phone: app, passkeys and recovery codes of the person are gone, and they are signed out everywhere."""
    require(can_manage_staff(actor), "Only an administrator removes a second step. Ask yours.")
    staff = get_staff(actor, staff_id)
    removed: int = Authenticator.objects.filter(user=staff).delete()[0]
    end_sessions_of(staff.pk)
    _note(actor, now, "access:remove_second_steps")
    return removed


def _note(actor: Viewer, now: datetime, page: str) -> None:
    if actor.staff_id:
        AccessEntry.objects.create(staff_id=actor.staff_id, page=page, seen_at=now, is_write=True)
