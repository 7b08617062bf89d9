"""In: options. Out: how people sign in (django-allauth), who is locked out when (django-axes), how sessions end."""

from typing import Any

from caseday.config.options import Options

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "caseday.access.web.backend.StaffBackend",
]

AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "caseday.access.passwords.StrengthValidator"},
]

_ACCOUNT: dict[str, Any] = {
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "/",
    "PASSWORD_RESET_TIMEOUT": 3 * 24 * 60 * 60,
    "ACCOUNT_ADAPTER": "caseday.access.web.adapters.AccountAdapter",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_EMAIL_NOTIFICATIONS": False,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_LOGIN_ON_PASSWORD_RESET": True,
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
    "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
    "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": "caseday.access.onetime.LinkTokens",
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 900,
    # A first wall by address and account, kept in memory; the lock-out that counts is in the database (axes).
    "ACCOUNT_RATE_LIMITS": {"login": "60/m/ip", "login_failed": "30/m/ip,30/15m/key"},
    "ACCOUNT_FORMS": {
        "login": "caseday.access.web.forms.SignInForm",
        "reauthenticate": "caseday.access.web.forms.ReauthenticateForm",
        "change_password": "caseday.access.web.forms.ChangePasswordForm",
        "reset_password_from_key": "caseday.access.web.forms.SetPasswordForm",
    },
}

_SECOND_FACTOR: dict[str, Any] = {
    "MFA_ADAPTER": "caseday.access.web.adapters.SecondFactorAdapter",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_ALLOW_UNVERIFIED_EMAIL": True,
    "MFA_TOTP_ISSUER": "Caseday",
    # A phone's clock may be half a minute off.
    "MFA_TOTP_TOLERANCE": 1,
    "MFA_RECOVERY_CODE_COUNT": 10,
    "MFA_FORMS": {
        "authenticate": "caseday.access.web.forms.SecondFactorForm",
        "reauthenticate": "caseday.access.web.forms.SecondFactorAgainForm",
        "login_webauthn": "caseday.access.web.forms.PasskeySignInForm",
        "authenticate_webauthn": "caseday.access.web.forms.PasskeyStepForm",
        "reauthenticate_webauthn": "caseday.access.web.forms.PasskeyAgainForm",
        "add_webauthn": "caseday.access.web.forms.AddPasskeyForm",
    },
}

_LOCK_OUT: dict[str, Any] = {
    "AXES_HANDLER": "caseday.access.web.lockout.Handler",
    "AXES_USERNAME_CALLABLE": "caseday.access.web.lockout.username_of",
    "AXES_LOCKOUT_CALLABLE": "caseday.access.web.lockout.locked_out",
    "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"], "username"],
    "AXES_FAILURE_LIMIT": 8,
    "AXES_COOLOFF_TIME": 0.25,
    "AXES_RESET_ON_SUCCESS": True,
    # Trying on while locked out does not prolong it: else a stranger could keep somebody out for good.
    "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
    "AXES_ENABLE_ADMIN": False,
    "AXES_VERBOSE": False,
    "AXES_SENSITIVE_PARAMETERS": [
        "username",
        "ip_address",
        "login",
        "credential",
        "code",
        "csrfmiddlewaretoken",
    ],
}


def signin_from(options: Options) -> dict[str, Any]:
    return {
        "AUTHENTICATION_BACKENDS": AUTHENTICATION_BACKENDS,
        "AUTH_PASSWORD_VALIDATORS": AUTH_PASSWORD_VALIDATORS,
        **_ACCOUNT,
        **_SECOND_FACTOR,
        **_LOCK_OUT,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if options.behind_proxy else 0,
        "AXES_CLIENT_IP_CALLABLE": "caseday.access.web.lockout.address_of",
        "SESSION_ENGINE": "caseday.access.web.session_store",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_AGE": 14 * 60 * 60,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_FAILURE_VIEW": "django.views.csrf.csrf_failure",
    }
