"""One message to an SMTP server, so that one always knows whether it may have left (RFC 5321).

A server keeps nothing before it has the end of the data: up to there any break is safe to try again. From there until
its answer nobody knows. Every receiver is taken, or nothing is sent: copies go to all at the same time or to nobody.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from caseday.access.rules.loopback import is_this_machine
from caseday.correspondence.texts.port import Refused, Unsure

_TIMEOUT = 30.0
_ANSWER_TIMEOUT = 300.0
"""Seconds until the answer after the end of data; RFC 5321 4.5.3.2.6 asks for ten minutes, which would hold the job."""
_DOT = re.compile(rb"^\.", re.MULTILINE)
_LINE = re.compile(rb"\r\n|\r|\n")
_UNSURE = (
    "The connection broke after it was handed over: nobody knows whether it left. Ask them, then say so here."
)


class SignInRefused(Refused):
    """Password or token is not taken; nothing was sent."""


@dataclass(frozen=True)
class Server:
    """`security`: tls, starttls or none; without it only on this machine. `secret` is a password or a token."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    secret: str = field(default="", repr=False)
    is_oauth2: bool = False
    timeout: float = _TIMEOUT
    answer_timeout: float = _ANSWER_TIMEOUT


def hand_over(
    server: Server,
    *,
    sender: str,
    receivers: Sequence[str],
    data: bytes,
    before_end: Callable[[], None],
) -> str:
    """The server's word that it has it. `before_end` is called just before the end of data goes out.

    Raises Refused (nothing was sent) or Unsure.
    """
    smtp = _connected(server)
    try:
        _envelope(smtp, sender, receivers, len(data))
        _body(smtp, data)
        before_end()
        answer = _end(smtp, server)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.close()
    return answer


def _connected(server: Server) -> smtplib.SMTP:
    if server.security == "none" and not is_this_machine(server.host):
        raise Refused(
            "tls",
            "This mail server is set up without TLS. An administrator sets TLS or STARTTLS.",
            is_final=True,
        )
    context = ssl.create_default_context()
    try:
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    except ssl.SSLError as error:
        raise Refused(
            "tls", "The mail server's certificate is not valid. An administrator checks it.", is_final=False
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise _not_reached() from error
    try:
        _greet(smtp, server, context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _greet(smtp: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user:
            _sign_in(smtp, server)
    except smtplib.SMTPAuthenticationError as error:
        words = "The mail server refuses our sign-in. Check the account's user name and password."
        raise SignInRefused(str(error.smtp_code), words, is_final=False) from error
    except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
        words = "The mail server offers no valid TLS, or no sign-in. An administrator checks the account."
        raise Refused("tls", words, is_final=False) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, _text(error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise _not_reached() from error


def _sign_in(smtp: smtplib.SMTP, server: Server) -> None:
    if server.is_oauth2:
        said = f"user={server.user}\1auth=Bearer {server.secret}\1\1"
        smtp.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")
    else:
        smtp.login(server.user, server.secret)


def _envelope(smtp: smtplib.SMTP, sender: str, receivers: Sequence[str], size: int) -> None:
    options = [f"SIZE={size}"] if smtp.has_extn("size") else []
    if not all(one.isascii() for one in (sender, *receivers)):
        if not smtp.has_extn("smtputf8"):
            raise Refused(
                "smtputf8",
                "This mail server takes no addresses with accents. Use another address.",
                is_final=True,
            )
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    try:
        _expect(smtp.mail(sender, options), (250,))
        for one in receivers:
            _expect(smtp.rcpt(one), (250, 251), about=one)
        _expect(smtp.docmd("DATA"), (354,))
    except (smtplib.SMTPException, OSError) as error:
        raise _not_reached() from error


def _body(smtp: smtplib.SMTP, data: bytes) -> None:
    """Everything but the end: a server that gets no more throws it away."""
    lines = _DOT.sub(b"..", _LINE.sub(b"\r\n", data))
    try:
        smtp.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
    except (smtplib.SMTPException, OSError) as error:
        raise _not_reached() from error


def _end(smtp: smtplib.SMTP, server: Server) -> str:
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(server.answer_timeout)
        smtp.send(b".\r\n")
        code, answer = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Unsure(_UNSURE) from error
    _expect((code, answer), (250,))
    with suppress(smtplib.SMTPException, OSError):
        smtp.docmd("QUIT")
    return f"{code} {_text(answer)}"


def _expect(reply: tuple[int, bytes], wanted: tuple[int, ...], *, about: str = "") -> None:
    code, answer = reply
    if code not in wanted:
        raise _refused(code, _text(answer), about)


def _refused(code: int, answer: str, about: str = "") -> Refused:
    """By the first digit of the reply: 4 passes, 5 does not (RFC 5321 4.2.1)."""
    whom = f"{about}: " if about else ""
    if 500 <= code < 600:
        return Refused(
            str(code),
            f"{whom}the mail server does not take it ({code} {answer}). Check the address.",
            is_final=True,
        )
    if code == -1:
        return _not_reached()
    return Refused(
        str(code),
        f"{whom}the mail server asks to wait ({code} {answer}). It is tried again by itself.",
        is_final=False,
    )


def _not_reached() -> Refused:
    return Refused("", "The mail server can't be reached. It is tried again by itself.", is_final=False)


def _text(answer: bytes | str) -> str:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(said.split())[:120]
