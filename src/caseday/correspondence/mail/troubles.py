"""What can be wrong with a mail server, each as a sentence that says what to do."""

import imaplib
import socket
import ssl
from collections.abc import Callable

from imap_tools.errors import ImapToolsError


class Trouble(Exception):
    """`words` for the account's page. `is_lasting`: trying again soon helps nobody, and may lock the account.

    `is_of_token`: the server did not take the token; another one may be taken.
    """

    def __init__(self, words: str, *, is_lasting: bool = False, is_of_token: bool = False) -> None:
        self.words, self.is_lasting, self.is_of_token = words[:300], is_lasting, is_of_token
        super().__init__(self.words)


def host_not_found(host: str) -> Trouble:
    return Trouble(f"There is no mail server named {host}. Check the spelling of the server.")


def refused(host: str, port: int) -> Trouble:
    return Trouble(
        f"{host} does not answer at port {port}. Check the port, or ask whether the server is down."
    )


def too_slow(host: str) -> Trouble:
    return Trouble(f"{host} takes too long to answer. Caseday tries again by itself; check server and port.")


def broke_off(host: str) -> Trouble:
    return Trouble(f"{host} broke off. Nothing is lost; Caseday tries again by itself.")


def certificate(host: str, reason: str) -> Trouble:
    return Trouble(
        f"The certificate of {host} is not valid ({reason}), so nothing was sent to it. Use the name that the "
        "certificate is for, or have it renewed.",
        is_lasting=True,
    )


def no_tls(host: str, port: int) -> Trouble:
    return Trouble(
        f"{host} does not speak TLS at port {port}. IMAP with TLS is usually at port 993.", is_lasting=True
    )


def needs_tls() -> Trouble:
    return Trouble(
        "Without TLS only this very machine is asked. Choose TLS for this server.", is_lasting=True
    )


def wrong_password() -> Trouble:
    return Trouble(
        "The server does not take the user name and password. Type the password again.", is_lasting=True
    )


def token_expired() -> Trouble:
    return Trouble(
        "The token has expired or was withdrawn. Get a new one and type it in here.",
        is_lasting=True,
        is_of_token=True,
    )


class SignInEnded(Trouble):
    """For good: no new try helps before somebody signs in at the provider."""


def sign_in_ended(host: str) -> SignInEnded:
    return SignInEnded(
        f"{host} has ended this sign-in. Sign in there again, and type the new refresh token in here.",
        is_lasting=True,
    )


def client_refused(host: str) -> Trouble:
    return Trouble(
        f"{host} does not take the client ID or its secret. Copy both from the provider's page again.",
        is_lasting=True,
    )


def no_new_token(host: str, code: str) -> Trouble:
    return Trouble(
        f"{host} gives no new token ({code}). Check the token address and the client ID with the provider.",
        is_lasting=True,
    )


def tokens_away(host: str) -> Trouble:
    return Trouble(
        f"{host} can't be reached for a new token. Nothing is lost; Caseday tries again by itself."
    )


def no_token_sign_in(host: str) -> Trouble:
    return Trouble(f"{host} does not take tokens. Choose the password as way to sign in.", is_lasting=True)


def no_folder(folder: str) -> Trouble:
    return Trouble(f"There is no folder {folder} in this mailbox. The usual one is INBOX.", is_lasting=True)


def garbage(host: str) -> Trouble:
    return Trouble(f"What {host} answers cannot be understood. Check that server and port are those of IMAP.")


def trouble_of(error: Exception, host: str, port: int) -> Trouble:
    """For whatever the network or the libraries raise; what is no trouble of theirs is raised again."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        return certificate(host, error.verify_message.rstrip("."))
    if isinstance(error, imaplib.IMAP4.abort):
        return garbage(host) if "unexpected" in str(error) else broke_off(host)
    words = next((words for kinds, words in _WORDS if isinstance(error, kinds)), None)
    if words is None:
        raise error
    return words(host, port)


_Kinds = type[Exception] | tuple[type[Exception], ...]
# The particular ones first: most of them are kinds of OSError.
_WORDS: tuple[tuple[_Kinds, Callable[[str, int], Trouble]], ...] = (
    (ssl.SSLEOFError, lambda host, port: broke_off(host)),
    (ssl.SSLError, no_tls),
    ((socket.gaierror, UnicodeError), lambda host, port: host_not_found(host)),
    (ConnectionRefusedError, refused),
    (TimeoutError, lambda host, port: too_slow(host)),
    (OSError, lambda host, port: broke_off(host)),
    (
        (imaplib.IMAP4.error, ImapToolsError, ValueError, IndexError, KeyError, TypeError),
        lambda host, port: garbage(host),
    ),
)
