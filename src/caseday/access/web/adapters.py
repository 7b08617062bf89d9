"""What we decide of django-allauth: no public sign-up, no mail, second factors encrypted, the host as passkey name."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from caseday.access.queries import get_agency
from caseday.access.web import screen_lock


class AccountAdapter(DefaultAccountAdapter):
    # One sentence for a wrong password and for an account that does not exist.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This email and password do not fit together. Check both and try again.",
        "invalid_login": "This email and password do not fit together. Check both and try again.",
        "too_many_login_attempts": "Too many tries. Wait 15 minutes, or ask your administrator to release you.",
        "incorrect_password": "That is not your password. Try again.",
        "enter_current_password": "That is not your present password. Try again.",
        "invalid_password_reset": "This link was used or is too old. Ask your administrator for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        screen_lock.open_screen(request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or it has run out. Wait for the next one and try again.",
        "cannot_delete_authenticator": "Your agency asks for a second step. Add another before you remove this one.",
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not get_agency().needs_second_factor:
            return True
        others = Authenticator.objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The passkey belongs to the host name that the person typed."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Caseday"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return "Passkey" if count == 0 else f"Passkey {count + 1}"


def _fernet() -> MultiFernet:
    """The first key encrypts; former secret keys still decrypt."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"caseday second factor")
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))
