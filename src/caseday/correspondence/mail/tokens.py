"""In: an account that signs in with tokens. Out: one that is good now, renewed where it has expired (RFC 6749, 6)."""

import json
import ssl
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlsplit

from django.conf import settings

from caseday.access.rules.loopback import is_this_machine
from caseday.correspondence.actions.positions import note_trouble
from caseday.correspondence.actions.tokens import (
    claim_renewal,
    keep_tokens,
    note_ended,
    release_renewal,
    token_row,
)
from caseday.correspondence.keeping import SealBroken, unseal
from caseday.correspondence.mail import troubles
from caseday.correspondence.mail.troubles import Trouble
from caseday.correspondence.models import Account, AccountToken, FetchPosition

MARGIN = timedelta(seconds=60)
"""A token that ends so soon is renewed before it is used."""
_USUAL_SECONDS, _MOST_SECONDS = 3600, 30 * 86400
"""Where the provider does not say how long a token lives, and at most."""
_WAITS_SECONDS, _LOOKS = 0.25, 80
_TIMEOUT_SECONDS = 15.0
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class _Given:
    access: str
    refresh: str
    seconds: int


def is_renewed(account: Account) -> bool:
    return account.sign_in == Account.SignIn.OAUTH2 and bool(account.token_url)


def secret_of(account: Account, now: datetime, *, but: str = "") -> str:
    """Password or token to sign in with. `but`: a token that a server refused just now. Raises Trouble."""
    if is_renewed(account):
        return _token_of(account, now, but)
    return _unsealed(account.sealed_secret)


def _token_of(account: Account, now: datetime, but: str) -> str:
    for _ in range(_LOOKS):
        row = token_row(account)
        if found := _good(row, account, now, but):
            return found
        if claim_renewal(row, now=now):
            # Another may have been quicker between the look and the claim.
            row.refresh_from_db()
            if found := _good(row, account, now, but):
                release_renewal(row)
                return found
            return _renewed(row, account, now)
        time.sleep(_WAITS_SECONDS)
    raise troubles.too_slow(_host(account))


def _good(row: AccountToken, account: Account, now: datetime, but: str) -> str:
    if row.is_refused:
        raise troubles.sign_in_ended(_host(account))
    if not row.sealed_access or row.expires_at is None or row.expires_at <= now + MARGIN:
        return ""
    found = _unsealed(row.sealed_access)
    return "" if found == but else found


def _renewed(row: AccountToken, account: Account, now: datetime) -> str:
    try:
        given = _ask(account, _unsealed(row.sealed_refresh or account.sealed_secret))
    except Trouble as trouble:
        if isinstance(trouble, troubles.SignInEnded):
            note_ended(row)
        else:
            release_renewal(row)
        FetchPosition.objects.get_or_create(account=account)
        note_trouble(account.position, now=now, words=trouble.words)
        raise
    except BaseException:
        release_renewal(row)
        raise
    keep_tokens(
        row, access=given.access, refresh=given.refresh, expires_at=now + timedelta(seconds=given.seconds)
    )
    return given.access


def _ask(account: Account, refresh: str) -> _Given:
    host = _host(account)
    fields = {"grant_type": "refresh_token", "refresh_token": refresh}
    secret, basic = _unsealed(account.sealed_client_secret), None
    if secret:
        # Encoded first: RFC 6749, 2.3.1.
        basic = (quote_plus(account.client_id), quote_plus(secret))
    else:
        fields["client_id"] = account.client_id
    status, said = _posted(account.token_url, fields, basic)
    if status == 200:
        return _given(said, host)
    if status >= 500:
        raise troubles.tokens_away(host)
    code = str(said.get("error", ""))
    if code == "invalid_grant":
        raise troubles.sign_in_ended(host)
    if code == "invalid_client" or status == 401:
        raise troubles.client_refused(host)
    raise troubles.no_new_token(host, code[:40] if code.isascii() and code else str(status))


def _posted(url: str, fields: dict[str, str], basic: tuple[str, str] | None) -> tuple[int, dict[str, Any]]:
    """Status and what was said; nothing where that is no JSON object."""
    import httpx  # not in every process's memory

    host = urlsplit(url).hostname or ""
    if not url.startswith("https://") and not is_this_machine(host):
        raise troubles.needs_tls()
    context = ssl.create_default_context()
    if settings.MAIL_CERTIFICATES:
        context.load_verify_locations(settings.MAIL_CERTIFICATES)
    try:
        with (
            httpx.Client(timeout=_TIMEOUT_SECONDS, verify=context, trust_env=False) as client,
            client.stream(
                "POST", url, data=fields, auth=basic, headers={"Accept": "application/json"}
            ) as answer,
        ):
            body = _begin_of(answer)
            return answer.status_code, _object(body)
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        raise troubles.tokens_away(host) from None


def _begin_of(answer: Any) -> bytes:
    body = b""
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > _MOST_BYTES:
            return b""
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _given(said: dict[str, Any], host: str) -> _Given:
    access, refresh, seconds = said.get("access_token"), said.get("refresh_token"), said.get("expires_in")
    if not isinstance(access, str) or not access or str(said.get("token_type", "")).lower() != "bearer":
        raise troubles.no_new_token(host, "its answer holds none")
    known = str(seconds) if isinstance(seconds, (int, str)) else ""
    return _Given(
        access,
        refresh if isinstance(refresh, str) else "",
        min(int(known), _MOST_SECONDS)
        if known.isdecimal() and known.isascii() and len(known) < 12
        else _USUAL_SECONDS,
    )


def _unsealed(sealed: str) -> str:
    try:
        return unseal(sealed) if sealed else ""
    except SealBroken as problem:
        raise Trouble(str(problem), is_lasting=True) from None


def _host(account: Account) -> str:
    return urlsplit(account.token_url).hostname or account.token_url
