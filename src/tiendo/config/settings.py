"""Django's settings, read from the environment.

| variable | meaning |
|---|---|
| TIENDO_WORKSPACE | the workspace folder (see `workspace.locate_workspace`) |
| TIENDO_DATABASE_URL | a PostgreSQL database instead of SQLite in the workspace |
| TIENDO_CUBE | a folder or other address of the cube instead of the workspace's own |
| TIENDO_PACK | the country pack: the name of an installed one, or the folder of another |
| TIENDO_TIME_ZONE | the time zone in which "today" is told |
| TIENDO_HOSTS | comma-separated names under which the site is reached besides this machine's own |
| TIENDO_HTTPS | 1 where the site is reached over HTTPS only |
| TIENDO_SECRET_KEY, TIENDO_SECRET_KEY_FILE | the signing key, instead of the workspace's own |
| TIENDO_LOG_LEVEL | WARNING unless set |

Reading the settings makes no file and opens no database: see `workspace.open_workspace` and
`tiendo.ledger.migrate.prepare`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.functional import lazy

from tiendo.config import env
from tiendo.config.read_only import sqlite_read_only
from tiendo.config.workspace import Workspace, locate_workspace
from tiendo.packs import time_zone_of

_PACKAGE = Path(__file__).resolve().parent.parent

TIENDO_WORKSPACE: Workspace = locate_workspace()


def _secret_key() -> str:
    return env.secret("TIENDO_SECRET_KEY") or TIENDO_WORKSPACE.secret_key()


# Lazy, so that commands which sign nothing need no workspace.
SECRET_KEY = lazy(_secret_key, str)()
DEBUG = False
HTTPS = env.flag("TIENDO_HTTPS")

# ---- what it is made of ---------------------------------------------------------

INSTALLED_APPS = [
    "tiendo.ledger",
    "tiendo.web",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Pages hold no secret that a compressed length could give away: no session, and the token of
    # the one form that posts is masked anew in every answer.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "tiendo.web.urls"
WSGI_APPLICATION = "tiendo.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# ---- where figures are kept -------------------------------------------------------

# IMMEDIATE takes the write lock at the start of a transaction, so that no reader that turns
# writer is refused half way; WAL lets readers go on while one process writes.
_SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(TIENDO_WORKSPACE.database),
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            # Rows of one place lie far apart, so 16 MiB of the file are kept in memory for each
            # connection (a negative number counts KiB).
            "PRAGMA cache_size=-16384;"
        ),
    },
}
if TIENDO_WORKSPACE.is_read_only:
    _SQLITE = sqlite_read_only(TIENDO_WORKSPACE.database)
DATABASES = {"default": env.postgresql("TIENDO_DATABASE_URL") or _SQLITE}
# Empty: in the workspace. It is computed from the ledger, so it may stand anywhere.
TIENDO_CUBE = env.text("TIENDO_CUBE")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- languages and clocks -----------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("ar", "العربية"), ("ru", "Русский")]
LOCALE_PATHS = [_PACKAGE / "web" / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
TIENDO_TIME_ZONE = env.time_zone("TIENDO_TIME_ZONE", time_zone_of())

# ---- what goes out ------------------------------------------------------------------

STATIC_URL = "/static/"
# The files are served from the package itself: nothing is to be collected before the first run.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# What others made lies under its version, so that a browser need never ask for it again.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/vendor/[a-z]+@[0-9.]+/"

# ---- walls ----------------------------------------------------------------------------

_OWN_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
_NAMED_HOSTS = env.words("TIENDO_HOSTS")
ALLOWED_HOSTS = _OWN_HOSTS + _NAMED_HOSTS
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _NAMED_HOSTS] if HTTPS else []
CSRF_FAILURE_VIEW = "tiendo.web.views.first.forged"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # By nonce alone: nothing that lies about on this host can be run but what a page names.
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    # A stranger's wrong host name is answered with 400; it is no news and no traceback.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
    "root": {"handlers": ["stderr"], "level": env.log_level("TIENDO_LOG_LEVEL", "WARNING")},
}
