"""In: a staff member. Out: a link by which they, once, set their password. An administrator hands it over."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from caseday.access.models import Staff


class LinkTokens(PasswordResetTokenGenerator):
    """A link dies when it was used, when the person signed in, and when their account changed or was closed."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}|{user.is_active}"

    def check_token(self, user: Any, token: str | None) -> bool:
        return bool(user and user.is_active) and super().check_token(user, token)


def one_time_path(staff: Staff) -> str:
    """Path of the link, good for PASSWORD_RESET_TIMEOUT seconds; the caller knows the host."""
    token = LinkTokens().make_token(staff)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": staff.pk.hex, "key": token})
