"""Settings that every deployment shares; values that differ come from the environment, typed."""

from pathlib import Path
from urllib.parse import unquote

import environ
from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry
from whitenoise.compress import Compressor

from config import csp, logs

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

# Whether system checks refuse unsafe values; only the production overlay says so.
IS_PRODUCTION = False
SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The address under which the record is cited, without a slash at the end.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Optional map tiles; the offline base map is the default.
TILE_URL = env.str("TILE_URL", default="")
TILE_ATTRIBUTION = env.str("TILE_ATTRIBUTION", default="")
# Where the code of this deployment can be had; empty: not said.
SOURCE_CODE_URL = env.str("SOURCE_CODE_URL", default="")
# What the explorer of each web process may take.
EXPLORER_THREADS = env.int("EXPLORER_THREADS", default=2)
EXPLORER_MEMORY = env.str("EXPLORER_MEMORY", default="2GB")
# Editors may publish what they wrote themselves; shown on every page of the admin.
SINGLE_EDITOR = env.bool("SINGLE_EDITOR", default=False)
# The limited role that `migrate`, run by the owner, grants rights to; empty: one role does everything.
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", default="")
# A role of staff who open the views of what is public as layers (QGIS): it may read those and nothing else.
DATABASE_READER_ROLE = env.str("DATABASE_READER_ROLE", default="")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.sitemaps",
    "config.apps.StaticConfig",
    "django.contrib.postgres",
    "django.contrib.gis",
    "leaflet",
    "csp",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "attacks",
    "dashboard",
    "config.apps.ProjectConfig",
]

MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.PermissionsPolicyMiddleware",
    "config.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "attacks.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.middleware.StaffLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.signin.middleware.StaffPagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dashboard.errors.ErrorPagesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgis:///iraq_attack_record")}
# A Unix socket's directory stands percent-encoded in the place of the host.
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
# A request waits three seconds for a connection, then answers 503. Connections are tried before use, and attempts to
# connect end as soon (longer ones come ever more seldom), so that a restart of the database needs none of the site.
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 3,
    "pool": {"min_size": 1, "max_size": 8, "timeout": 3, "reconnect_timeout": 3},
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# No task runs longer than this. One that a killed worker held is handed out again a minute later.
TASK_SECONDS = env.int("TASK_SECONDS", default=1800)
TASK_REDELIVERY_SECONDS = env.int("TASK_REDELIVERY_SECONDS", default=TASK_SECONDS + 60)

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": TASK_REDELIVERY_SECONDS,
    "unacked_restore_throttle": 1,  # look for tasks of killed workers every ten seconds, not every hundred
    "socket_connect_timeout": 3,
    # Who enqueues does not wait long for a broker that is away.
    "max_retries": 2,
    "interval_start": 0,
    "interval_step": 0.2,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = TASK_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = TASK_SECONDS * 0.9
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = env.str("BEAT_SCHEDULE_FILE", default=str(BASE_DIR / "var" / "beat-schedule"))
# What was not begun before its next turn is dropped, so that nothing piles up while no worker runs.
CELERY_BEAT_SCHEDULE = {
    "check_ledger": {
        "task": "attacks.check_ledger",
        "schedule": crontab(minute="17", hour="*/6"),
        "options": {"expires": 6 * 3600},
    },
    "check_sources": {
        "task": "attacks.check_sources",
        "schedule": crontab(minute="47", hour="2"),
        "options": {"expires": 24 * 3600},
    },
    # Jobs whose message or worker was lost are handed out again; files past their time are deleted.
    "tend_jobs": {"task": "attacks.tend_jobs", "schedule": crontab(), "options": {"expires": 60}},
}

# Imports and exports of working records: what an uploaded file may hold, and how long files are kept.
BULK_FILE_BYTES = env.int("BULK_FILE_BYTES", default=20 * 1024 * 1024)
BULK_UNPACKED_BYTES = env.int("BULK_UNPACKED_BYTES", default=200 * 1024 * 1024)
BULK_EXPORT_BYTES = env.int("BULK_EXPORT_BYTES", default=100 * 1024 * 1024)
BULK_ROWS = env.int("BULK_ROWS", default=50_000)
BULK_FILE_HOURS = env.int("BULK_FILE_HOURS", default=72)

# A form of a record with hundreds of parts has thousands of fields; Django's own 1,000 would refuse what it showed.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Counts of attempts are shared by all web processes; what readers ask rests on nothing but the process itself.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "iar",
        # The second attempt is for connections that a restart of Redis has closed.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}

# Reverse proxies in front whose X-Forwarded-For is believed; none: the address that connects is counted.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# Sign-in of staff. Sessions are in the database, so that a restart of Redis signs nobody out; they end when the browser
# is closed, after SESSION_COOKIE_AGE without use, and after SESSION_SECONDS in any case.
AUTHENTICATION_BACKENDS = ["config.signin.backends.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 2 * 3600
SESSION_SECONDS = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Staff reach the admin with a second factor only.
REQUIRE_TOTP = env.bool("REQUIRE_TOTP", default=True)
ACCOUNT_ADAPTER = "config.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_FORMS = {
    "authenticate": "config.signin.forms.CodeToSignIn",
    "reauthenticate": "config.signin.forms.CodeToConfirm",
    "activate_totp": "config.signin.forms.FirstCode",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Iraq Attack Record"
# A code is good for its half minute alone: allauth remembers used ones no longer than that.
MFA_TOTP_TOLERANCE = 0
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = True
# How e-mail leaves, `smtp+tls://user:password@host:587`; without, an administrator resets forgotten passwords.
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="webmaster@localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Baghdad"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.staticfiles.StaticFilesStorage"},
}

# Source maps are for developers alone, and take Brotli longer than everything else together.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# OpenStreetMap refuses tiles without a Referer, which "same-origin" would not send.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "dashboard.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": csp.directives(tile_url=TILE_URL)}

# The open API: anonymous, read-only, for every site. API_RATE counts per address and web process; empty: no limit.
API_RATE = env.str("API_RATE", default="600/min")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_THROTTLE_CLASSES": ["attacks.api.throttle.Throttle"],
    "EXCEPTION_HANDLER": "attacks.api.problems.handle",
    "DEFAULT_SCHEMA_CLASS": "attacks.api.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Iraq Attack Record",
    "DESCRIPTION": "Attacks on US interests in Iraq, as published. Data: CC BY 4.0. Text is English and Arabic.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": SITE_URL}],
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["attacks.api.schema.add_components"],
}
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Link",
    "Record-Watermark",
    "Record-Filter",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
]

LOGGING = logs.configuration(level=env.str("LOG_LEVEL", default="INFO").upper())

# Debian 12's GDAL 3.6 works; Django 5.2 only warns that it is not tested with it.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
