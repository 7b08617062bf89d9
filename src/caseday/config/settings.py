"""Django settings, drawn from `config.options` (environment and one TOML file)."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from caseday.config.databases import database_from, email_from, mail_out_from, text_gateway_from
from caseday.config.logs import logging_from
from caseday.config.options import load_options, secret_key
from caseday.config.signin import signin_from

OPTIONS = load_options()
BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = secret_key(OPTIONS)
DEBUG = OPTIONS.debug
ALLOWED_HOSTS = OPTIONS.hosts
CSRF_TRUSTED_ORIGINS = OPTIONS.trusted_origins
INTERNAL_IPS = ["127.0.0.1"]

# In the order in which the data passes through; third parties first.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "heroicons",
    "leaflet",
    # Before allauth, whose pages they replace with ours.
    "caseday.ui",
    "caseday.access",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "caseday.programs",
    "caseday.directory",
    "caseday.people",
    "caseday.cases",
    "caseday.schedule",
    "caseday.documents",
    "caseday.followups",
    "caseday.journal",
    "caseday.correspondence",
    "caseday.intake",
    "caseday.assessments",
    "caseday.careplans",
    "caseday.advocacy",
    "caseday.meetings",
    "caseday.compliance",
    "caseday.funding",
    "caseday.search",
    "caseday.looseends",
    "caseday.dayplan",
    "caseday.today",
    "caseday.casefile",
    "caseday.reports",
    "caseday.exchange",
    "caseday.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "caseday.access.web.middleware.HeadersMiddleware",
    "caseday.access.web.middleware.ErrorPagesMiddleware",
    "caseday.access.web.middleware.SignInMiddleware",
    "caseday.access.web.middleware.ScreenLockMiddleware",
    "caseday.access.web.middleware.ReadOnlyMiddleware",
    "caseday.ui.middleware.FormsMiddleware",
]

ROOT_URLCONF = "caseday.config.urls"
WSGI_APPLICATION = "caseday.config.wsgi.application"

_LOADERS: list[Any] = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "caseday.ui.templating.Templates",
        "NAME": "django",
        "DIRS": [],
        "OPTIONS": {
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton", "caseday.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "caseday.ui.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "caseday.ui.forms.FormRenderer"
INSTALLED_APPS.append("django.forms")

DATABASES: dict[str, dict[str, Any]] = {"default": database_from(OPTIONS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Staff"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
globals().update(signin_from(OPTIONS))

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not OPTIONS.is_loopback
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0 if OPTIONS.is_loopback else 31536000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *([OPTIONS.tiles_host] if OPTIONS.tiles_host else [])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT = OPTIONS.data_dir / "static"
# Collected by `caseday serve` when they changed: compressed, named by content, kept by browsers for good.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "caseday.ui.storage.NamedByContent"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MANIFEST_STRICT = False
# Papers: kept under their SHA-256; pictures of their pages are made again when they are gone.
DOCUMENTS_DIR = OPTIONS.data_dir / "documents"
PAPERS_COPY_DIR = OPTIONS.papers_copy_dir
PAGE_PICTURES_DIR = OPTIONS.data_dir / "page-pictures"
MAX_UPLOAD_BYTES = OPTIONS.max_upload_mb * 1024 * 1024
MAX_MAIL_BYTES = OPTIONS.max_mail_mb * 1024 * 1024
MAIL_CERTIFICATES = str(OPTIONS.mail_certificates or "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
SILENCED_SYSTEM_CHECKS: list[str] = []
globals().update(email_from(OPTIONS))
MAIL_OUT = mail_out_from(OPTIONS)
# Where others reach Caseday: in the addresses that a text gateway calls, and signs.
PUBLIC_URL = OPTIONS.public_base
TEXT_GATEWAY = text_gateway_from(OPTIONS)
# Asked by the background jobs alone; without them drives are estimated and places are those of postal codes.
TRAVEL_SERVER: dict[str, Any] = {
    "kind": OPTIONS.travel_server_kind,
    "url": OPTIONS.travel_source,
    "knows_traffic": OPTIONS.travel_server_traffic,
}
GEOCODER = {"kind": OPTIONS.geocoder_kind, "url": OPTIONS.geocoder_url}
MAP_TILES = {"url": OPTIONS.map_tiles_url, "attribution": OPTIONS.map_attribution}
LOGGING = logging_from(OPTIONS.log_level)
# What is said after an action may name a person: it stays on the server, never in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
