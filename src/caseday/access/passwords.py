"""In: a password someone wants to set. Out: accepted, or what to do instead (Django's validator interface)."""

from django.core.exceptions import ValidationError

from caseday.access.models import Staff
from caseday.access.rules import weakness_of


class StrengthValidator:
    def validate(self, password: str, user: Staff | None = None) -> None:
        known = ["caseday", *([user.name, user.email] if user else [])]
        weak = weakness_of(password, known=known)
        if weak:
            raise ValidationError(str(weak), code="password_too_weak")

    def get_help_text(self) -> str:
        return "At least 12 characters that cannot be guessed: four or five unrelated words do well."
