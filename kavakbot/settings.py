"""Every setting of the project, grouped by owner; all that varies comes from the environment."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from kavakbot import env
from kavakbot.look import UNFOLD  # noqa: F401  a setting of unfold
from kavakbot.roles import ROLES
from kavakbot.sign_on.claims import read_role_groups

# Lets admin classes name their model in brackets, as the type checker wants it.
django_stubs_ext.monkeypatch()

# The matrices of one question are small: a second BLAS thread only spins, for a hundred milliseconds of CPU a turn. To
# be said before numpy is imported, and again to children, whose library starts its threads anew.
if env.find("OPENBLAS_NUM_THREADS") is None:
    env.publish(OPENBLAS_NUM_THREADS="1")

BASE_DIR: Path = env.BASE_DIR
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

# ── Mode ────────────────────────────────────────────────────────────────────────────────────────────────────────
# Local mode is set by kavakbot.embedded when it lends its own PostgreSQL and Valkey.
LOCAL_MODE = env.flag("LOCAL_MODE", default=False)
DEBUG = env.flag("DEBUG", default=LOCAL_MODE)
SECRET_KEY = env.text("SECRET_KEY", "insecure-only-for-tools-that-need-no-database")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")  # those before, whose sessions and tokens still count
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
PUBLIC_BASE_URL = env.text("PUBLIC_BASE_URL", f"http://127.0.0.1:{env.text('PORT', '8000')}").rstrip("/")

# ── Django ──────────────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",  # makes permissions before kavakbot gives them to the roles
    "kavakbot",  # its templates stand before those of the packages
    "unfold.apps.BasicAppConfig",  # and unfold's before those of Django's admin
    "kavakbot.back_office_app.BackOfficeConfig",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "mozilla_django_oidc",
    "csp",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "catalog",
    "financing",
    "knowledge",
    "conversations",
]
MIDDLEWARE = [
    "kavakbot.request_ids.named",  # first: every answer and every line has it
    "kavakbot.tracing.traced",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kavakbot.content_policy.ContentPolicy",
    "kavakbot.sign_on.pages.RenewedSessions",
    "kavakbot.api.in_english",
    "kavakbot.browsable.for_the_caller_alone",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "kavakbot.urls"
WSGI_APPLICATION = "kavakbot.wsgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# ── How staff get in ────────────────────────────────────────────────────────────────────────────────────────────
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
OIDC_ISSUER = env.text("OIDC_ISSUER")
OIDC_RP_CLIENT_ID = env.text("OIDC_RP_CLIENT_ID")
OIDC_RP_CLIENT_SECRET = env.text("OIDC_RP_CLIENT_SECRET")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.text("OIDC_OP_AUTHORIZATION_ENDPOINT")
OIDC_OP_TOKEN_ENDPOINT = env.text("OIDC_OP_TOKEN_ENDPOINT")
OIDC_OP_JWKS_ENDPOINT = env.text("OIDC_OP_JWKS_ENDPOINT")
OIDC_OP_USER_ENDPOINT = env.text("OIDC_OP_USER_ENDPOINT")
OIDC_OP_LOGOUT_ENDPOINT = env.text("OIDC_OP_LOGOUT_ENDPOINT")
OIDC_RP_SCOPES = env.text("OIDC_RP_SCOPES", "openid email profile")
OIDC_GROUPS_CLAIM = env.text("OIDC_GROUPS_CLAIM", "groups")
OIDC_ROLE_GROUPS = read_role_groups(env.words("OIDC_ROLE_GROUPS", [f"{role}={role}" for role in ROLES]))
# The package's defaults are HS256 and no PKCE.
OIDC_RP_SIGN_ALGO, OIDC_USE_PKCE, OIDC_STORE_ID_TOKEN, OIDC_TIMEOUT = "RS256", True, True, 5
OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS = 15 * 60
OIDC_AUTHENTICATE_CLASS, OIDC_CALLBACK_CLASS = "kavakbot.sign_on.pages.Begin", "kavakbot.sign_on.pages.Return"
STAFF_SIGN_ON = bool(OIDC_ISSUER and OIDC_RP_CLIENT_ID)
STAFF_PASSWORD_LOGIN = env.flag("STAFF_PASSWORD_LOGIN", default=True)
_PASSWORDS = ["kavakbot.sign_on.backend.CountedPasswords", "django.contrib.auth.backends.ModelBackend"]
AUTHENTICATION_BACKENDS = [
    *(_PASSWORDS if STAFF_PASSWORD_LOGIN else []),
    *(["kavakbot.sign_on.backend.CompanyBackend"] if STAFF_SIGN_ON else []),
]
# Wrong passwords are counted by address and name together: nobody locks a colleague out from somewhere else.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# Beside the package's own: an address that led to the login may be a search for a customer.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next"]
AXES_LOCKOUT_CALLABLE = "kavakbot.sign_on.pages.locked_out"
AXES_CLIENT_IP_CALLABLE = "kavakbot.sign_on.backend.address_of"
AXES_WHITELIST_CALLABLE = "kavakbot.sign_on.backend.is_no_password"

# ── Uploads ─────────────────────────────────────────────────────────────────────────────────────────────────────
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of what is no file
# The command takes files of any size; a request must end before its client gives up.
IMPORT_MAX_MB = int(env.number("IMPORT_MAX_MB", 50))
PHOTO_MAX_MB = int(env.number("PHOTO_MAX_MB", 10))
DOCUMENT_MAX_MB = int(env.number("DOCUMENT_MAX_MB", 10))

# ── Language and time ───────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "es-mx"
FORMAT_MODULE_PATH = "kavakbot.formats"
TIME_ZONE = "America/Mexico_City"
USE_I18N = True
USE_TZ = True

# ── Database ────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES: dict[str, dict[str, Any]] = {
    "default": environ.Env.db_url_config(env.database_url() or "postgresql://unset@127.0.0.1:9/unset")
}
# A bounded pool per process: turns and senders give their connection back before they wait for anybody.
# After PostgreSQL restarts, a connection that died in the pool is replaced before it is used.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A pooler that lends connections by the transaction keeps neither start-up options nor cursors from one to the next.
DATABASE_TRANSACTION_POOLING = env.flag("DATABASE_TRANSACTION_POOLING", default=False)
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_TRANSACTION_POOLING
# Stock PostgreSQL reckons with spinning disks and would rather read all cars than look up a few hundred of them.
DATABASES["default"]["OPTIONS"] = {
    **({} if DATABASE_TRANSACTION_POOLING else {"options": "-c random_page_cost=1.1"}),
    # A server that went without a word, as in a failover, is given up after 15 s; TCP itself would wait for a quarter
    # of an hour.
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 1,
    "tcp_user_timeout": 15_000,
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {
        "min_size": 0,
        "max_size": int(env.number("DATABASE_POOL_SIZE", 8)),
        "timeout": env.number("DATABASE_POOL_WAIT_SECONDS", 10),
        # A new attempt is begun soon: the pauses between the attempts of one grow without bound.
        "reconnect_timeout": 5,
    },
}

# ── Static files ────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "static/"
# Where `collectstatic` gathers files for production; local mode serves them from where they are.
STATIC_ROOT = None if LOCAL_MODE else BASE_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG  # said here, for tests turn DEBUG off later: each test client would list every file
MEDIA_URL = "media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(env.local_dir() / "media" if LOCAL_MODE else BASE_DIR / "media")))

# ── Browser security ────────────────────────────────────────────────────────────────────────────────────────────
_https = PUBLIC_BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
CSRF_FAILURE_VIEW = "kavakbot.problems.forged"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^health", r"^metrics$"]  # asked from inside, where no TLS is
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = int(env.number("SECURE_HSTS_SECONDS", 31536000 if _https else 0))
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
X_FRAME_OPTIONS = "DENY"
_sign_on_host = "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_OP_LOGOUT_ENDPOINT)) if OIDC_OP_LOGOUT_ENDPOINT else ""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {name: [NONE] for name in ("default-src", "base-uri", "form-action", "frame-ancestors")}
}
_page = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    **{name: [SELF] for name in ("script-src", "connect-src", "font-src", "form-action")},
    # Django's admin, DRF's pages and Swagger write some styles into their pages; scripts, none of them.
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
}
CONTENT_POLICY_OF_PAGES: dict[str, dict[str, list[str]]] = {
    # A car's photo may stand at somebody else's address; a logout leads on to the provider; the scripts of unfold
    # compile what its pages' attributes say (decision 49), scripts of others are as closed out as ever.
    "/admin/": {
        **_page,
        "script-src": [SELF, UNSAFE_EVAL],
        "img-src": [SELF, "data:", "https:"],
        "form-action": [SELF, *([_sign_on_host] if _sign_on_host else [])],
    },
    "/playground": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        **{name: [SELF] for name in ("script-src", "style-src", "connect-src", "media-src", "form-action")},
        "img-src": [SELF, "https:"],  # a car's photo may stand at somebody else's address
    },
    "/docs": _page,
    "/redoc": {**_page, "worker-src": ["blob:"]},
    "/api/": _page,
}

# ── API ─────────────────────────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "kavakbot.authentication.BearerAuthentication",
        "kavakbot.browsable.StaffSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "kavakbot.permissions.TokenScope",
        "kavakbot.browsable.StaffSeeWhatTheAdminShows",
    ],
    "DEFAULT_SCHEMA_CLASS": "kavakbot.schema.Schema",
    "DEFAULT_PARSER_CLASSES": ["kavakbot.parsing.SafeJSONParser"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "kavakbot.negotiation.Negotiation",
    "EXCEPTION_HANDLER": "kavakbot.api.handle_exception",
    "DEFAULT_THROTTLE_CLASSES": ["kavakbot.throttling.ClientThrottle"],
    "DEFAULT_THROTTLE_RATES": {"client": "600/min", "login": "10/min", "chat": "60/min"},
    "NUM_PROXIES": int(env.number("NUM_PROXIES", 0)),
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_DOCS_FOR_STAFF_ONLY = env.flag("API_DOCS_FOR_STAFF_ONLY", default=False)
SPECTACULAR_SETTINGS = {
    "TITLE": "kavakbot",
    "DESCRIPTION": "Cars, financing, knowledge and chat of the WhatsApp commercial agent.",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["kavakbot.documentation.MayRead"],
    "SERVE_AUTHENTICATION": ["rest_framework.authentication.SessionAuthentication"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # the labels are the staff's, in Spanish
    "COMPONENT_SPLIT_REQUEST": True,  # what comes in is wider than what goes out
    "AUTHENTICATION_WHITELIST": ["kavakbot.authentication.BearerAuthentication"],  # a staff session is no integrator's
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "kavakbot.schema.complete",
        "kavakbot.documentation.add_plain_views",
        "conversations.documentation.add_webhooks",
    ],
    "TAGS": [
        {"name": "service", "description": "Who answers here, and whether it is well."},
        {"name": "auth", "description": "Bearer tokens for the clients that staff register."},
        {"name": "cars", "description": "The inventory: search, read, create, change, remove, import."},
        {"name": "financing", "description": "Monthly payments to the centavo, under the policy in force."},
        {"name": "knowledge", "description": "Pages read into passages, and questions to them."},
        {"name": "chat", "description": "The agent answers a customer; Twilio's webhooks come in here."},
        {"name": "conversations", "description": "Transcripts, with the tool calls behind every reply."},
    ],
}
API_TOKEN_LIFETIME = timedelta(seconds=env.number("API_TOKEN_LIFETIME_SECONDS", 3600))

# ── Cognito: with any of its own settings, tokens come from there and ours are worth nothing ────────────────────
COGNITO_REGION = env.text("COGNITO_REGION", "us-east-1")
COGNITO_USER_POOL_ID = env.text("COGNITO_USER_POOL_ID")
_pool = f"https://cognito-idp.{COGNITO_REGION}.amazonaws.com/{COGNITO_USER_POOL_ID}" if COGNITO_USER_POOL_ID else ""
COGNITO_ISSUER = env.text("COGNITO_ISSUER", _pool)
COGNITO_JWKS_URL = env.text("COGNITO_JWKS_URL", f"{COGNITO_ISSUER}/.well-known/jwks.json")
COGNITO_TOKEN_ENDPOINT = env.text("COGNITO_TOKEN_ENDPOINT")
COGNITO_CLIENT_IDS = env.words("COGNITO_CLIENT_ID")
COGNITO_SCOPE = env.text("COGNITO_SCOPE", "default-m2m-resource-server-lke1a1/read")
COGNITO_WRITE_SCOPE = env.text("COGNITO_WRITE_SCOPE", COGNITO_SCOPE)

# ── Redis: wakes workers and counts throttles; losing it loses nothing ──────────────────────────────────────────
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:9/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    },
    # Of clients that log in through Cognito, for half of a token's life; they never leave the process.
    "tokens": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tokens"},
}

# ── Celery ──────────────────────────────────────────────────────────────────────────────────────────────────────
CELERY_BROKER_URL = REDIS_URL
# Without a word of ours Celery, unlike all else here, would believe any certificate.
CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": "required"} if REDIS_URL.startswith("rediss://") else None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "conversations.answer": {"queue": "turns"},
    "conversations.deliver": {"queue": "delivery"},
    "conversations.tell": {"queue": "delivery"},
    "knowledge.*": {"queue": "ingestion"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is down must cost a webhook one short refusal, not its fifteen seconds.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "socket_connect_timeout": 1,
    "socket_timeout": 4,  # longer than a worker's one-second pop, shorter than Twilio's patience
    "max_retries": 0,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "conversations.clock:BeatingScheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep knowledge": {"task": "knowledge.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "apply retention": {"task": "conversations.apply_retention", "schedule": crontab(hour=4, minute=10)},
}

# ── Twilio and WhatsApp ─────────────────────────────────────────────────────────────────────────────────────────
TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID")
TWILIO_AUTH_TOKEN = env.text("TWILIO_AUTH_TOKEN")
TWILIO_AUTH_TOKEN_FALLBACK = env.text("TWILIO_AUTH_TOKEN_FALLBACK")
TWILIO_PHONE_NUMBER = env.text("TWILIO_PHONE_NUMBER")
TWILIO_WEBHOOK_SECRET = env.text("TWILIO_WEBHOOK_SECRET")
TWILIO_API_BASE_URL = env.text("TWILIO_API_BASE_URL")
WHATSAPP_TIMEOUT_SECONDS = env.number("WHATSAPP_TIMEOUT_SECONDS", 10)
WHATSAPP_MESSAGES_PER_SECOND = int(env.number("WHATSAPP_MESSAGES_PER_SECOND", 80))
# Nobody's number: what `make run` writes from. Its replies are printed, never sent.
DEMO_ADDRESS = "whatsapp:+5215500000000"

# ── Agent ───────────────────────────────────────────────────────────────────────────────────────────────────────
OPENAI_API_KEY = env.text("OPENAI_API_KEY")
OPENAI_BASE_URL = env.text("OPENAI_BASE_URL")
OPENAI_MODEL = env.text("OPENAI_MODEL", "gpt-5-mini")
OPENAI_DIRECT_REQUESTS = env.flag("OPENAI_DIRECT_REQUESTS", default=True)
OPENAI_TRANSCRIPTION_MODEL = env.text("OPENAI_TRANSCRIPTION_MODEL", "gpt-4o-mini-transcribe")
PRIVACY_NOTICE_URL = env.text("PRIVACY_NOTICE_URL")
AGENT_MODEL_TIMEOUT_SECONDS = env.number("AGENT_MODEL_TIMEOUT_SECONDS", 12)
AGENT_THINKING_SECONDS = env.number("AGENT_THINKING_SECONDS", 30)
AGENT_TURN_SECONDS = env.number("AGENT_TURN_SECONDS", 60)
AGENT_MAX_STEPS = int(env.number("AGENT_MAX_STEPS", 6))
AGENT_MAX_TOOL_CALLS = int(env.number("AGENT_MAX_TOOL_CALLS", 16))
AGENT_MAX_OUTPUT_TOKENS = int(env.number("AGENT_MAX_OUTPUT_TOKENS", 2000))
AGENT_TURN_TOKENS = int(env.number("AGENT_TURN_TOKENS", 120_000))
AGENT_CUSTOMER_DAILY_TOKENS = int(env.number("AGENT_CUSTOMER_DAILY_TOKENS", 500_000))
AGENT_DAILY_TOKENS = int(env.number("AGENT_DAILY_TOKENS", 20_000_000))
# What a million tokens cost, in pesos, for the dashboard; 0 shows tokens alone.
AGENT_INPUT_PRICE = Decimal(str(env.number("AGENT_INPUT_PRICE", 0)))
AGENT_OUTPUT_PRICE = Decimal(str(env.number("AGENT_OUTPUT_PRICE", 0)))
AGENT_SETTLE_SECONDS = env.number("AGENT_SETTLE_SECONDS", 1)
AGENT_API_WAIT_SECONDS = env.number("AGENT_API_WAIT_SECONDS", 30)
AGENT_MAX_API_WAITERS = int(env.number("AGENT_MAX_API_WAITERS", 4))

# ── Test drives ─────────────────────────────────────────────────────────────────────────────────────────────────
# How long before one its customer is reminded; 0 is never.
TEST_DRIVE_REMINDED_BEFORE = timedelta(hours=env.number("TEST_DRIVE_REMINDER_HOURS", 3))
# The approved template for who has not written for a day, by its name in the admin.
TEST_DRIVE_REMINDER_TEMPLATE = env.text("TEST_DRIVE_REMINDER_TEMPLATE")

# ── Privacy ─────────────────────────────────────────────────────────────────────────────────────────────────────
# The key of the hashes that outlive an erasure; with one of its own, SECRET_KEY can be changed.
PRIVACY_HASH_KEY = env.text("PRIVACY_HASH_KEY", SECRET_KEY)
# How long each kind of data is kept; 0 is for ever.
RETENTION_DAYS = {
    kind: int(env.number(f"RETENTION_{kind.upper()}_DAYS", days))
    for kind, days in {
        "console": 30,
        "turns": 180,
        "leads": 1095,
        "messages": 730,
        "questions": 365,
        "webhooks": 30,
        "audit": 1825,
    }.items()
}

# ── Outgoing webhooks ───────────────────────────────────────────────────────────────────────────────────────────
# The key that endpoints' secrets are derived from; with one of its own, SECRET_KEY can be changed.
WEBHOOK_SECRETS_KEY = env.text("WEBHOOK_SECRETS_KEY", SECRET_KEY)
# For trying them out on this machine: http://127.0.0.1:PORT is an address too, with DEBUG only.
WEBHOOK_ALLOW_LOOPBACK = env.flag("WEBHOOK_ALLOW_LOOPBACK", default=False)

# Where the fault harness makes workers crash; a system check refuses it without DEBUG.
CRASH_AT = env.words("CRASH_AT")
CRASH_TIMES = int(env.number("CRASH_TIMES", 1))
CRASH_DIR = env.local_dir() / "crashes"

# ── Knowledge ───────────────────────────────────────────────────────────────────────────────────────────────────
OPENAI_EMBEDDING_MODEL = env.text("OPENAI_EMBEDDING_MODEL", "text-embedding-3-small")
KAVAK_URL = env.text("KAVAK_URL")
KNOWLEDGE_ALLOWED_DOMAINS = env.words("KNOWLEDGE_ALLOWED_DOMAINS")
# Below the 30 s after which most clients and proxies give up.
KNOWLEDGE_API_WAIT_SECONDS = env.number("KNOWLEDGE_API_WAIT_SECONDS", 25)

# Where errors are reported, without what anybody wrote; nowhere unless it is set.
SENTRY_DSN = env.text("SENTRY_DSN")

# Whom traces are told to, as an OpenTelemetry collector takes them by HTTP; nobody unless it is set.
TRACES_ENDPOINT = env.text("OTEL_EXPORTER_OTLP_ENDPOINT")

# Who may read /metrics: whoever shows this token; without one nobody can.
METRICS_TOKEN = env.text("METRICS_TOKEN")

# ── E-mail to staff: without a server nobody is written to, and the back office alone calls people ──────────────
STAFF_EMAILS = bool(env.text("EMAIL_URL"))
vars().update(environ.Env.email_url_config(env.text("EMAIL_URL", "consolemail://")))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "kavakbot@localhost")

# ── Logs ────────────────────────────────────────────────────────────────────────────────────────────────────────
# A line is an object in production, for machines to read, and holds no word of an exception.
LOG_JSON = env.flag("LOG_JSON", default=not DEBUG)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kavakbot.logs.PrivateFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s%(about)s %(message)s",
        },
        "json": {"()": "kavakbot.logs.JsonFormatter"},
    },
    "filters": {"ids": {"()": "kavakbot.logs.WithIds"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_JSON else "line",
            "filters": ["ids"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    # Handlers of their own would write each line once more, unmasked.
    "loggers": {
        **{name: {"handlers": [], "propagate": True} for name in ("django", "gunicorn.access", "gunicorn.error")},
        **{name: {"level": "WARNING"} for name in ("celery", "httpx", "httpx2", "twilio")},
    },
}
