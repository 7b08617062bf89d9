"""Loads the person behind a session with what every request needs of the agency, in one query."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from caseday.access.queries import signed_in_staff
from caseday.kernel.ids import parse_id


class StaffBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Any:
        key = user_id if isinstance(user_id, UUID) else parse_id(str(user_id))
        staff = signed_in_staff(key) if key else None
        return staff if staff and self.user_can_authenticate(staff) else None
