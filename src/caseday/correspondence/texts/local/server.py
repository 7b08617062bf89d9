"""The local gateway's two faces over HTTP: Twilio's API, and the phones (`/phone/`). Loopback alone, signed in."""

import base64
import binascii
import contextlib
import hmac
import json
import re
import threading
import time
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from caseday.correspondence.texts.local.hooks import Caller
from caseday.correspondence.texts.local.state import API, Picture, State, Text

_MOST_BYTES = 12 * 1024 * 1024
_PAGE = 50
_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
Fields = Mapping[str, Sequence[str]]
Answer = tuple[int, Any]


class LocalGateway:
    """`hook_url` is the webhook for incoming texts. `pause_seconds` lies between the receipts of a text."""

    def __init__(
        self,
        *,
        account: str,
        token: str,
        number: str,
        hook_url: str = "",
        port: int = 0,
        pause_seconds: float = 0.02,
        hold_seconds: float = 0.5,
    ) -> None:
        self.state = State(account, [number])
        self.token, self.number, self.hold_seconds = token, number, hold_seconds
        self.caller = Caller(account, token, hook_url, pause_seconds)
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self.server.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> "LocalGateway":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.caller.wait()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def phone(self, number: str) -> "Phone":
        return Phone(self, number)

    def create(self, fields: Fields) -> Answer | None:
        """A text over the API. None: the connection ends without an answer, and the text was taken."""
        fault = self.state.next_fault()
        if fault == "429":
            return _refusal(429, 20429)
        if fault == "500":
            return 500, "<html>oops</html>"
        if code := self.state.problem_of(fields):
            return _refusal(400, code)
        text = self.state.take(fields)
        if fault == "early":
            self.caller.tell_now(text, fault)
        else:
            self.caller.tell(text, fault)
        if fault == "timeout":
            time.sleep(self.hold_seconds)
            return None
        return 201, "" if fault == "garbage" else {**text.plain(self.state.account), "status": "queued"}

    def hear(self, from_: str, body: str, pictures: Sequence[Picture] = (), *, times: int = 1) -> list[int]:
        """A phone sends a text; the webhook is called so many times. The statuses that it answered (0: not reached)."""
        text = self.state.hear(from_, self.number, body, pictures)
        answered = []
        for _ in range(times):
            status, said = self.caller.hand_over(text, self.base_url)
            answered.append(status)
            for one in said:
                self.state.reply(text, one)
        return answered


class Phone:
    """The other side, for tests: a number that texts ours."""

    def __init__(self, gateway: LocalGateway, number: str) -> None:
        self.gateway, self.number = gateway, number

    def text(self, body: str, *pictures: Picture, times: int = 1) -> list[int]:
        return self.gateway.hear(self.number, body, pictures, times=times)

    @property
    def shown(self) -> list[str]:
        """What others' texts on it say, oldest first."""
        return [one.body for one in self.gateway.state.of_phone(self.number) if one.from_ != self.number]


def run(**options: Any) -> None:
    """In the calling process until it is ended."""
    with contextlib.suppress(KeyboardInterrupt):
        LocalGateway(**options).server.serve_forever()


def _refusal(status: int, code: int) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return status, {"code": code, "message": "refused", "more_info": more, "status": status}


def _handler_of(gateway: LocalGateway) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        local = gateway

    return Handler


class _Handler(BaseHTTPRequestHandler):
    local: LocalGateway
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: texts and numbers are in no log."""

    def do_GET(self) -> None:
        self._answer(self._read)

    def do_POST(self) -> None:
        self._answer(self._write)

    def _answer(self, ask: Any) -> None:
        self.close_connection = True
        body = self._body()
        if body is None:
            self._send((413, {}))
        elif not self._is_signed_in():
            self._send(_refusal(401, 20003))
        else:
            self._send(ask(body))

    def _body(self) -> bytes | None:
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(length) if length <= _MOST_BYTES else None

    def _is_signed_in(self) -> bool:
        wanted = base64.b64encode(f"{self.local.state.account}:{self.local.token}".encode()).decode()
        return hmac.compare_digest(self.headers.get("Authorization", "").encode(), f"Basic {wanted}".encode())

    def _send(self, answer: Answer | None) -> None:
        if answer is None:
            return
        status, said = answer
        kind, body = "application/json", b""
        if isinstance(said, Picture):
            kind, body = said.media_type, said.content
        elif isinstance(said, str):
            kind, body = "text/html", said.encode()
        else:
            body = json.dumps(said).encode()
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "1")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

    def _write(self, body: bytes) -> Answer | None:
        path = urlsplit(self.path).path
        if path == f"{API}/{self.local.state.account}/Messages.json":
            return self.local.create(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            asked = json.loads(body)
            if path == "/phone/texts":
                return 200, {"answered": self.local.hear(asked["from"], asked["text"], _pictures(asked))}
            if path == "/phone/faults":
                self.local.state.ask_for(asked)
                return 200, {}
        except (ValueError, KeyError, TypeError, binascii.Error):
            return 400, {}
        return _refusal(404, 20404)

    def _read(self, _body: bytes) -> Answer:
        url = urlsplit(self.path)
        asked = parse_qs(url.query)
        base = f"{API}/{self.local.state.account}/Messages"
        if url.path == "/phone/texts":
            shown = self.local.state.of_phone(_one(asked, "number"))
            return 200, [_on_phone(one) for one in shown]
        if url.path == f"{base}.json":
            return 200, self._page(asked, base)
        sids = _SID.findall(url.path)
        text = (
            self.local.state.get(sids[1 if sids[:1] == [self.local.state.account] else 0]) if sids else None
        )
        if text and url.path == f"{base}/{text.sid}.json":
            return 200, text.plain(self.local.state.account)
        picture = next((one for one in text.pictures if one.sid == sids[-1]), None) if text else None
        if picture:
            return 200, picture
        return _refusal(404, 20404)

    def _page(self, asked: Fields, base: str) -> dict[str, Any]:
        found = self.local.state.listed(
            to=_one(asked, "To"), from_=_one(asked, "From"), sent_from=_one(asked, "DateSent>")
        )
        size, page = int(_one(asked, "PageSize") or _PAGE), int(_one(asked, "Page") or 0)
        shown = found[page * size : (page + 1) * size]
        query = "&".join(f"{name}={_quoted(values[0])}" for name, values in asked.items() if name != "Page")
        more = len(found) > (page + 1) * size
        return {
            "messages": [one.plain(self.local.state.account) for one in shown],
            "page": page,
            "page_size": size,
            "next_page_uri": f"{base}.json?{query}&Page={page + 1}" if more else None,
        }


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


def _one(asked: Fields, name: str) -> str:
    return (asked.get(name) or ("",))[-1]


def _pictures(asked: Mapping[str, Any]) -> list[Picture]:
    return [
        Picture(one["type"], base64.b64decode(one["data"], validate=True)) for one in asked.get("media", [])
    ]


def _on_phone(text: Text) -> dict[str, Any]:
    return {
        "from": text.from_,
        "to": text.to,
        "text": text.body,
        "at": text.created.isoformat(),
        "media": [{"type": one.media_type, "path": f"{text.sid}/Media/{one.sid}"} for one in text.pictures],
        "media_count": len(text.pictures) + len(text.media_urls),
    }
