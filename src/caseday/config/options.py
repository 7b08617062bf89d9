"""In: CASEDAY_* of the environment and one TOML file. Out: validated options, or an error that names the key."""

import difflib
import ipaddress
import os
import re
import secrets
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)

PREFIX = "CASEDAY_"
FILE_NAME = "caseday.toml"
_CHECKOUT = Path(__file__).resolve().parents[3]
_LOOPBACK_NAMES = ("localhost", "testserver")


class ConfigurationError(ValueError):
    """One sentence a problem; each begins with where it is and the key's name."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def is_loopback(host: str) -> bool:
    if host in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def default_data_dir() -> Path:
    """./var of a checkout; the platform's place for a user's data when installed."""
    if (_CHECKOUT / "pyproject.toml").exists():
        return _CHECKOUT / "var"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Caseday"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Caseday"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "caseday"


def _split_words(value: object) -> object:
    return [word for word in value.replace(",", " ").split() if word] if isinstance(value, str) else value


Words = Annotated[list[str], BeforeValidator(_split_words)]


def _is_every_address(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_unspecified
    except ValueError:
        return False


def safe_address(url: str) -> str:
    """Secrets and people's words go there: https, unless it is this machine. Raises ValueError."""
    parts = urlsplit(url)
    if url and not (parts.hostname and parts.scheme in ("http", "https")):
        raise ValueError("write it as an address, e.g. https://caseday.example.org")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError("begin it with https://; http:// is for this machine alone")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("leave out ?, # and user names")
    return url.rstrip("/")


class Options(BaseModel):
    """Every key there is. The description is what `caseday config` and the how-to show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data_dir: Path = Field(default_factory=default_data_dir, description="where database and backups live")
    database_url: str = Field(
        "", description="sqlite:///FILE (default: in data_dir) or postgresql://user:password@host/name"
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="signs sessions; default: made once, kept in data_dir"
    )
    debug: bool = Field(False, description="error pages with details; never where real people are kept")
    address: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on")
    workers: int = Field(2, ge=1, le=64, description="web processes")
    threads: int = Field(4, ge=1, le=256, description="requests that one web process answers at once")
    allowed_hosts: Words = Field([], description="host names that people type, e.g. caseday.example.org")
    trusted_origins: Words = Field([], description="other origins that may post forms, with https://")
    behind_proxy: bool = Field(
        False, description="a proxy in front sets X-Forwarded-Proto and hides the client's"
    )
    tls_certificate: Path | None = Field(
        None, description="PEM file; with tls_key, Caseday speaks HTTPS itself"
    )
    tls_key: Path | None = Field(None, description="PEM file of the certificate's key")
    email_url: str = Field(
        "", description="smtp://user:password@host:587 for password resets; default: none is sent"
    )
    email_from: str = Field("caseday@localhost", description="sender of those messages")
    email_provider: Literal["", "mailgun", "postmark", "sendgrid", "resend", "brevo", "mailjet"] = Field(
        "", description="who carries messages about cases instead of an SMTP server: postmark, mailgun ..."
    )
    email_provider_key: SecretStr = Field(SecretStr(""), description="the provider's key")
    public_url: str = Field(
        "",
        description="where others reach Caseday, e.g. https://caseday.example.org; default: from allowed_hosts",
    )
    text_gateway: Literal["", "twilio"] = Field("", description="who carries text messages: twilio")
    text_gateway_url: str = Field("https://api.twilio.com", description="the gateway's own address")
    text_account_sid: str = Field("", description="account at the text gateway, e.g. AC...")
    text_auth_token: SecretStr = Field(
        SecretStr(""), description="its secret: signs in there, checks webhooks"
    )
    text_number: str = Field("", description="the agency's number for texts, e.g. +15125550100")
    travel_server_kind: Literal["", "osrm", "valhalla", "map"] = Field(
        "", description="who knows the roads: osrm, valhalla, map (`caseday roads`); default: an estimate"
    )
    travel_server_url: str = Field("", description="its address, e.g. http://127.0.0.1:5000")
    roads_dir: Path | None = Field(
        None, description="where `caseday roads` writes; default: roads in data_dir"
    )
    travel_server_traffic: bool = Field(False, description="it knows the traffic of each hour (Valhalla)")
    geocoder_kind: Literal["", "nominatim", "photon"] = Field(
        "", description="who finds addresses on the map: nominatim or photon; default: postal codes alone"
    )
    geocoder_url: str = Field("", description="its address, e.g. http://127.0.0.1:8080")
    map_tiles_url: str = Field(
        "",
        description="pictures of the map, e.g. https://tiles.example.org/{z}/{x}/{y}.png; default: drawn without",
    )
    map_attribution: str = Field("", description="whose map it is, e.g. © OpenStreetMap contributors")
    litestream_target: str = Field(
        "", description="continuous backup of SQLite: s3://bucket/path or file:///path"
    )
    backup_dir: Path | None = Field(
        None, description="where `caseday backup` writes; default: backups in data_dir"
    )
    max_upload_mb: int = Field(50, ge=1, le=2000, description="largest paper that may be put in, in MB")
    max_mail_mb: int = Field(
        60, ge=1, le=2000, description="largest message that is taken in with its files, in MB"
    )
    mail_certificates: Path | None = Field(
        None, description="PEM file of further authorities that mail servers' certificates may be from"
    )
    load_diagnosis_codes: bool = Field(
        True, description="fill the ICD-10-CM table in the background when it is empty"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="how much is logged")

    @field_validator("database_url")
    @classmethod
    def _knows_the_engine(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("begin it with sqlite:/// or postgresql://")
        return url

    @field_validator("litestream_target")
    @classmethod
    def _knows_the_target(cls, url: str) -> str:
        if url and "://" not in url:
            raise ValueError("write it as a URL, e.g. s3://bucket/path or file:///path")
        return url

    @field_validator("public_url", "text_gateway_url", "travel_server_url", "geocoder_url")
    @classmethod
    def _is_safe_address(cls, url: str) -> str:
        return safe_address(url)

    @field_validator("map_tiles_url")
    @classmethod
    def _is_tiles(cls, url: str) -> str:
        if not url:
            return url
        safe_address(url.partition("?")[0])
        if any(part not in url for part in ("{z}", "{x}", "{y}")):
            raise ValueError(
                "write where {z}, {x} and {y} go, e.g. https://tiles.example.org/{z}/{x}/{y}.png"
            )
        if not re.fullmatch(r"[A-Za-z0-9.\-:\[\]]+", urlsplit(url).netloc):
            raise ValueError("name one host, without {s}: pages load pictures from that host alone")
        return url

    @field_validator("text_number")
    @classmethod
    def _is_e164(cls, number: str) -> str:
        if number and not re.fullmatch(r"\+[1-9]\d{6,14}", number, re.ASCII):
            raise ValueError("write it with + and country code, digits alone, e.g. +15125550100")
        return number

    @field_validator("tls_certificate", "tls_key", "mail_certificates")
    @classmethod
    def _can_read(cls, path: Path | None) -> Path | None:
        if path and not path.is_file():
            raise ValueError(f"there is no file {path}")
        return path

    @property
    def is_sqlite(self) -> bool:
        return not self.database_url.startswith("postgres")

    @property
    def sqlite_path(self) -> Path:
        url = self.database_url
        return Path(url.removeprefix("sqlite:///")) if url else self.data_dir / "caseday.sqlite3"

    @property
    def roads_folder(self) -> Path:
        """What `caseday roads` prepares."""
        return (self.roads_dir or self.data_dir / "roads").absolute()

    @property
    def travel_source(self) -> str:
        """An address, or the folder of the prepared map."""
        return str(self.roads_folder) if self.travel_server_kind == "map" else self.travel_server_url

    @property
    def papers_copy_dir(self) -> Path | None:
        """Beside Litestream's own files, for a target that is a folder; other targets get the database alone."""
        target = urlsplit(self.litestream_target)
        return Path(unquote(target.path)) / "documents" if target.scheme == "file" else None

    @property
    def hosts(self) -> list[str]:
        own = [] if _is_every_address(self.address) else [self.address]
        return [*self.allowed_hosts, *own, "localhost", "127.0.0.1", "[::1]"]

    @property
    def is_loopback(self) -> bool:
        """Nobody but this machine can reach it: neither by address nor by name."""
        return all(is_loopback(host) for host in [self.address, *self.allowed_hosts])

    @property
    def tiles_host(self) -> str:
        """As in https://tiles.example.org; empty without tiles."""
        parts = urlsplit(self.map_tiles_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def public_base(self) -> str:
        """Without a slash at its end."""
        if self.public_url:
            return self.public_url
        if self.allowed_hosts:
            return f"https://{self.allowed_hosts[0]}"
        return f"{'https' if self.tls_certificate else 'http'}://localhost:{self.port}"

    @property
    def backups(self) -> Path:
        return self.backup_dir or self.data_dir / "backups"


@dataclass(frozen=True)
class _Given:
    """The values as given, and where each comes from (for the error that names it)."""

    values: dict[str, Any]
    sources: dict[str, str]


def config_file(environ: Mapping[str, str]) -> Path | None:
    """CASEDAY_CONFIG, else caseday.toml here or in the data directory."""
    if named := environ.get(PREFIX + "CONFIG"):
        if not Path(named).is_file():
            raise ConfigurationError([f"{PREFIX}CONFIG: there is no file {named}"])
        return Path(named)
    places = (Path.cwd(), Path(environ.get(PREFIX + "DATA_DIR") or default_data_dir()))
    return next((p / FILE_NAME for p in places if (p / FILE_NAME).is_file()), None)


def _read_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{path}: this is not TOML: {error}"]) from error


def _gather(environ: Mapping[str, str]) -> _Given:
    path = config_file(environ)
    values = _read_file(path)
    sources = {key: f"{path}: {key}" for key in values}
    for name, text in environ.items():
        key = name.removeprefix(PREFIX).lower()
        if name.startswith(PREFIX) and name != PREFIX + "CONFIG":
            values[key] = text
            sources[key] = name
    return _Given(values, sources)


def _sentence(error: Any, given: _Given) -> str:
    key = str(error["loc"][0]) if error["loc"] else ""
    where = given.sources.get(key, key)
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, Options.model_fields, n=1)
        hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(Options.model_fields)}."
        return f"{where}: there is no such key.{hint}"
    return f"{where}: {error['msg'].removeprefix('Value error, ')}"


def load_options(environ: Mapping[str, str] | None = None) -> Options:
    """Raises ConfigurationError with every problem at once."""
    given = _gather(os.environ if environ is None else environ)
    try:
        options = Options.model_validate(given.values)
    except ValidationError as error:
        raise ConfigurationError([_sentence(e, given) for e in error.errors()]) from error
    problems = _contradictions(options)
    if problems:
        raise ConfigurationError(problems)
    return options.model_copy(update={"data_dir": options.data_dir.expanduser().absolute()})


def _is_given(value: str | SecretStr) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def _contradictions(options: Options) -> list[str]:
    problems = []
    if bool(options.tls_certificate) != bool(options.tls_key):
        problems.append("tls_certificate and tls_key: set both or none")
    if options.debug and not options.is_loopback:
        problems.append(
            "debug: shows the inside of requests; it works only while nobody else can reach Caseday"
        )
    texts = ("text_account_sid", "text_auth_token", "text_number")
    given = {key for key in texts if _is_given(getattr(options, key))}
    if options.text_gateway:
        problems += [
            f"{key}: text_gateway is set, so this is needed too" for key in texts if key not in given
        ]
    elif given:
        problems.append(
            f"{', '.join(key for key in texts if key in given)}: set text_gateway too, e.g. twilio"
        )
    if options.travel_server_kind != "map":
        problems += _half_told("travel_server", options)
    elif options.travel_server_url:
        problems.append(
            "travel_server_url: a map that `caseday roads` prepared has no address; leave this out"
        )
    problems += _half_told("geocoder", options)
    if options.map_tiles_url and not options.map_attribution:
        problems.append("map_attribution: map_tiles_url is set; say whose map it is, as its license asks")
    if options.travel_server_traffic and options.travel_server_kind != "valhalla":
        problems.append("travel_server_traffic: only Valhalla can be asked for an hour's traffic")
    if options.litestream_target and not options.is_sqlite:
        problems.append("litestream_target: copies SQLite; for PostgreSQL use its own archiving (docs/howto)")
    return problems


def _half_told(server: str, options: Options) -> list[str]:
    """Its kind without its address, or the other way around."""
    keys = (f"{server}_kind", f"{server}_url")
    given = [key for key in keys if getattr(options, key)]
    lacking = [key for key in keys if key not in given]
    return [f"{lacking[0]}: {given[0]} is set, so this is needed too"] if len(given) == 1 else []


def secret_key(options: Options) -> str:
    """The configured key, else one made at the first start and kept where only its owner reads it."""
    if given := options.secret_key.get_secret_value():
        return given
    path = options.data_dir / "secret_key"
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        options.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _make_key(path)


def _make_key(path: Path) -> str:
    key = secrets.token_urlsafe(50)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    try:
        os.link(draft, path)  # the first of several starting processes wins
    except FileExistsError:
        key = path.read_text("ascii").strip()
    draft.unlink()
    return key
