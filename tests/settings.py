"""The settings under test: an empty data directory, quick password hashing, and the database asked for."""

import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

# One directory for a whole run, xdist workers included.
_RUN = os.environ.setdefault("TEST_RUN_DIR", tempfile.mkdtemp(prefix="caseday-tests-"))
for _name in [name for name in os.environ if name.startswith("CASEDAY_")]:
    del os.environ[_name]
os.environ["CASEDAY_DATA_DIR"] = str(Path(_RUN) / "data")
os.environ["CASEDAY_SECRET_KEY"] = "only-for-tests-" * 4
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["CASEDAY_DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

_settings = import_module("caseday.config.settings")
globals().update({name: value for name, value in vars(_settings).items() if name.isupper()})
DATABASES: dict[str, Any] = _settings.DATABASES

(Path(os.environ["CASEDAY_DATA_DIR"]) / "static").mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Written with the request, so that a test sees it; the batching thread has tests of its own.
ACCESS_LOG_BATCHES = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: threads and processes meet its locks; nothing needs to survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_RUN) / "test.sqlite3")}
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
