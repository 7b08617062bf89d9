"""A provider's token endpoint on loopback, strict about RFC 6749: refresh grant (6), client sign-in (2.3.1), errors
(5.2), no caching (5.1). A refresh token is good once; used again, the whole sign-in ends (RFC 9700, 4.14.2).
Beside it RFC 7662: what a mail server asks about a token."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

CLIENT, CLIENT_SECRET = "caseday+office", "s3cret: ñ/%"
_FORM = "application/x-www-form-urlencoded"


class Provider:
    """`rotates`: each refresh gives a new refresh token. `fails`: status and body instead of an answer."""

    def __init__(self) -> None:
        self.user, self.seconds, self.rotates = "", 3600, True
        self.fails: tuple[int, bytes] | None = None
        self.is_public, self.slowly = False, 0.0
        self.refresh = secrets.token_urlsafe(24)
        self.spent: set[str] = set()
        self.good: dict[str, float] = {}
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def sign_in_again(self) -> str:
        self.refresh, self.spent = secrets.token_urlsafe(24), set()
        return self.refresh

    def withdraw(self) -> None:
        """Of every token that was given; the sign-in itself stays."""
        self.good.clear()

    def knows(self, user: str, token: str) -> bool:
        return user == self.user and self.good.get(token, 0) > time.time()

    def answer(self, headers: Any, body: str) -> tuple[int, dict[str, Any] | bytes]:
        with self._lock:
            time.sleep(self.slowly)
            status, said = self._answer(headers, body)
            self.asked.append(said.get("error", "ok") if isinstance(said, dict) else "broken")
            return status, said

    def _answer(self, headers: Any, body: str) -> tuple[int, dict[str, Any] | bytes]:
        if self.fails:
            return self.fails
        pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=True)
        given = dict(pairs)
        if (headers.get("Content-Type") or "").split(";")[0] != _FORM or len(given) != len(pairs):
            return 400, {"error": "invalid_request"}
        if not self._is_client(headers.get("Authorization") or "", given):
            return 401, {"error": "invalid_client"}
        if given.get("grant_type") != "refresh_token":
            return 400, {"error": "unsupported_grant_type" if given.get("grant_type") else "invalid_request"}
        if "refresh_token" not in given:
            return 400, {"error": "invalid_request"}
        return self._renewed(given["refresh_token"])

    def _is_client(self, authorization: str, given: dict[str, str]) -> bool:
        if self.is_public:
            return not authorization and given.get("client_id") == CLIENT
        kind, _, coded = authorization.partition(" ")
        if kind != "Basic" or "client_secret" in given:  # never both ways at once
            return False
        name, _, secret = base64.b64decode(coded).decode().partition(":")
        return (unquote_plus(name), unquote_plus(secret)) == (CLIENT, CLIENT_SECRET)

    def _renewed(self, refresh: str) -> tuple[int, dict[str, Any]]:
        if refresh in self.spent:
            self.refresh = ""
        if not self.refresh or refresh != self.refresh:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        token = secrets.token_urlsafe(24)
        self.good[token] = time.time() + self.seconds
        said = {"access_token": token, "token_type": "Bearer", "expires_in": self.seconds}
        if self.rotates:
            self.spent.add(refresh)
            self.refresh = said["refresh_token"] = secrets.token_urlsafe(24)
        return 200, said

    def introspect(self, body: str) -> dict[str, Any]:
        token = dict(parse_qsl(body)).get("token", "")
        is_good = self.good.get(token, 0) > time.time()
        return (
            {"active": True, "username": self.user, "token_type": "Bearer"} if is_good else {"active": False}
        )


@contextmanager
def token_server() -> Iterator[tuple[Provider, str]]:
    """The provider and the address it answers at."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            if self.path == "/introspect":
                self._say(200, provider.introspect(body))
            elif self.path == "/token":
                self._say(*provider.answer(self.headers, body))
            else:
                self._say(404, b"")

        def _say(self, status: int, said: dict[str, Any] | bytes) -> None:
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Cache-Control", "no-store")
            if status == 401:
                self.send_header("WWW-Authenticate", 'Basic realm="tokens"')
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
