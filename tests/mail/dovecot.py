"""A Dovecot of its own: unprivileged, in a temporary folder, on free loopback ports, with a certificate of its own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.postgres import free_port

PASSWORD = "correct-horse"
_CONFIG = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{root}/certificate.pem
ssl_key = <{root}/key.pem
mail_location = maildir:{root}/mail/%u
maildir_very_dirty_syncs = yes
first_valid_uid = 1
mail_max_userip_connections = 100
imap_idle_notify_interval = 1 mins
passdb {{
  driver = static
  args = password={password}
  mechanisms = plain login
}}
{tokens}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/home/%u
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""
_TOKENS = """
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {root}/oauth2.conf
}}
"""
# RFC 7662, as Dovecot asks: the token in a form, ourselves by a header of our own.
_INTROSPECTION = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
use_grant_password = no
"""


class Dovecot:
    """`tokens_at`: where tokens are introspected; without it only the password signs in."""

    def __init__(self, tokens_at: str = "") -> None:
        self.tokens_at = tokens_at
        self.port, self.tls_port = free_port(), free_port()
        self.root = Path(tempfile.mkdtemp(prefix="caseday-dovecot-"))
        self.root.chmod(0o755)
        self.owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self._count = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Dovecot":
        self._make_certificate()
        group = subprocess.run(["id", "-gn", self.owner.pw_name], capture_output=True, text=True, check=True)
        text = _CONFIG.format(
            root=self.root, user=self.owner.pw_name, group=group.stdout.strip(), port=self.port,
            tls_port=self.tls_port, password=PASSWORD,
            tokens=_TOKENS.format(root=self.root) if self.tokens_at else "",
        )  # fmt: skip
        (self.root / "oauth2.conf").write_text(_INTROSPECTION.format(url=self.tokens_at))
        (self.root / "dovecot.conf").write_text(text)
        self._give_away(self.root)
        self.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def certificate(self) -> Path:
        return self.root / "certificate.pem"

    def start(self) -> None:
        as_owner = {"user": self.owner.pw_uid, "group": self.owner.pw_gid} if os.getuid() == 0 else {}
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        self._process = subprocess.Popen(
            [program, "-F", "-c", str(self.root / "dovecot.conf")],
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.root)}, **as_owner,
        )  # fmt: skip
        _until_open(self.port, self._process, self.root / "log")

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(10)
        self._process = None

    def die(self) -> None:
        """As in a power cut: every process of it at once."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._process = None

    def deliver(self, user: str, data: bytes, folder: str = "") -> None:
        """As a delivery agent does: written beside, then moved in."""
        box = self.root / "mail" / user / folder
        for name in ("tmp", "new", "cur"):
            if not (box / name).is_dir():
                (box / name).mkdir(parents=True, exist_ok=True)
                self._give_away(self.root / "mail")
        self._count += 1
        name = f"{time.time():.6f}.{self._count:08}.test"
        path = box / "tmp" / name
        path.write_bytes(data)
        if os.getuid() == 0:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        path.rename(box / "new" / name)

    def kept(self, user: str) -> list[Path]:
        box = self.root / "mail" / user
        return sorted([*(box / "new").glob("*"), *(box / "cur").glob("*")])

    def forget_numbers(self, user: str) -> None:
        """As after a restore of the server: the same messages under new numbers."""
        for path in (self.root / "mail" / user).glob("dovecot*"):
            path.unlink()

    def _give_away(self, folder: Path) -> None:
        if os.getuid() == 0:
            for path in [folder, *folder.rglob("*")]:
                with suppress(FileNotFoundError):  # Dovecot's locks come and go
                    os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def _make_certificate(self) -> None:
        make_certificate(self.root / "certificate.pem", self.root / "key.pem")


def make_certificate(certificate: Path, key: Path, name: str = "localhost", days: int = 2) -> None:
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", str(days), "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
            "-keyout", str(key), "-out", str(certificate),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    key.chmod(0o600)


def _until_open(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    ends = time.monotonic() + 20
    while time.monotonic() < ends and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"Dovecot did not start: {log.read_text() if log.exists() else ''}")
