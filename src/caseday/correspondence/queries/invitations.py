"""What invitations of a message propose, and the appointments that were made of them."""

from dataclasses import dataclass
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.correspondence.queries.messages import get_message
from caseday.correspondence.rules.incoming import ANSWERS, Invitation, invitations_kept
from caseday.schedule.queries import Appointment, appointments_seen_by


@dataclass(frozen=True)
class Proposed:
    invitation: Invitation
    appointment: Appointment | None

    @property
    def is_cancelling(self) -> bool:
        return self.invitation.method == "CANCEL"

    @property
    def is_moved(self) -> bool:
        """Whether it is in the calendar at another time than the invitation says."""
        there = self.appointment
        return there is not None and there.starts_at != self.invitation.starts_at


def proposed_in(viewer: Viewer, message_id: UUID) -> list[Proposed]:
    """Two queries; NotFound outside the viewer's sight. The latest appointment of an event counts."""
    message = get_message(viewer, message_id)
    found = [one for one in invitations_kept(message.body.headers) if one.method not in ANSWERS]
    uids = {one.uid[:255] for one in found}
    made = appointments_seen_by(viewer).filter(source_uid__in=uids, staff=viewer.staff_id) if uids else ()
    by_uid = {one.source_uid: one for one in sorted(made, key=lambda one: one.pk)}
    return [Proposed(one, by_uid.get(one.uid[:255])) for one in found]
