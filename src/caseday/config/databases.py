"""In: options. Out: what Django needs to know about the database, the mail server and the text gateway."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from caseday.config.options import Options, is_loopback

# FULL: a write that was acknowledged survives a power cut. IMMEDIATE: writers queue up instead of failing late.
_SQLITE: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-1000"
    ),
}


def database_from(options: Options) -> dict[str, Any]:
    if options.is_sqlite:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": options.sqlite_path,
            "OPTIONS": dict(_SQLITE),
            "CONN_MAX_AGE": None,
        }
    url = urlsplit(options.database_url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": _postgresql_options(url.query),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _postgresql_options(query: str) -> dict[str, Any]:
    """What every page asks (access/spelled.py) is planned once a connection, after so many times; behind a pooler that
    hands its connections round by transaction, `?prepare_threshold=none` turns that off."""
    given: dict[str, Any] = dict(parse_qsl(query))
    threshold = given.pop("prepare_threshold", "3")
    return {**given, "prepare_threshold": int(threshold) if threshold.isdigit() else None}


def email_from(options: Options) -> dict[str, Any]:
    """Without a mail server nothing is sent, and nothing pretends that it was."""
    if not options.email_url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    url = urlsplit(options.email_url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname or "",
        "EMAIL_PORT": url.port or 587,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp" and bool(url.username),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "DEFAULT_FROM_EMAIL": options.email_from,
    }


def text_gateway_from(options: Options) -> dict[str, str]:
    """Empty values where none is set: then no text leaves, and no webhook is answered."""
    return {
        "provider": options.text_gateway,
        "url": options.text_gateway_url,
        "account": options.text_account_sid,
        "token": options.text_auth_token.get_secret_value(),
        "number": options.text_number,
    }


def mail_out_from(options: Options) -> dict[str, Any]:
    """How messages about cases leave where a mailbox has no server of its own; empty values where nothing is set.

    TLS always, other than to this machine: `smtp://` begins in the clear and is sealed by STARTTLS.
    """
    url = urlsplit(options.email_url)
    is_here = is_loopback(url.hostname or "") and not url.username
    return {
        "host": url.hostname or "",
        "port": url.port or (465 if url.scheme == "smtps" else 587),
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "security": "tls" if url.scheme == "smtps" else "none" if is_here else "starttls",
        "from": options.email_from,
        "provider": options.email_provider,
        "provider_key": options.email_provider_key.get_secret_value(),
    }
