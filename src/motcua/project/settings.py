"""The one settings file. What an installation may choose is read from the environment, here.

docs/ lists the variables; `motcua check --deploy` looks at the outcome.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from motcua.files.rules.kinds import Kind
from motcua.project import database, environment

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent

# --- What the installation chooses ---------------------------------------------------------------

DEBUG = environment.switch("MOTCUA_DEBUG")
MOTCUA_HOME = environment.home()
SECRET_KEY = environment.secret_key(MOTCUA_HOME)
MOTCUA_URL = environment.public_url()
MOTCUA_WORKERS = environment.number("MOTCUA_WORKERS", 2, least=1, most=64)
MOTCUA_THREADS = environment.number("MOTCUA_THREADS", 4, least=1, most=64)

HTTPS = MOTCUA_URL.startswith("https://")
LOCAL = environment.host_of(MOTCUA_URL) in environment.LOOPBACK

ALLOWED_HOSTS = list(
    dict.fromkeys(
        [environment.host_of(MOTCUA_URL), *environment.words("MOTCUA_HOSTS"), *environment.LOOPBACK]
    )
)
CSRF_TRUSTED_ORIGINS = [MOTCUA_URL]
MOTCUA_BEHIND_PROXY = environment.switch("MOTCUA_BEHIND_PROXY")
if MOTCUA_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Parts ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # auth brings its middleware and back end; contenttypes only because auth asks for it.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "motcua",
]

MIDDLEWARE = [
    "motcua.project.middleware.find_visitor",
    "motcua.project.middleware.log_requests",
    "motcua.project.middleware.harden_responses",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.project.middleware.choose_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "motcua.project.urls"
WSGI_APPLICATION = "motcua.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

_FOLDER_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
_CACHED_LOADERS = [("django.template.loaders.cached.Loader", _FOLDER_LOADERS)]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # The loader and the tags without the package's app, which would load Django's admin.
            "loaders": [
                ("template_partials.loader.Loader", _FOLDER_LOADERS if DEBUG else _CACHED_LOADERS)
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database ------------------------------------------------------------------------------------

database.use_bundled_sqlite(public=not DEBUG and not LOCAL)
DATABASES = {"default": database.from_url(environment.text("DATABASE_URL"), MOTCUA_HOME)}

# --- Who signs in --------------------------------------------------------------------------------

AUTH_USER_MODEL = "motcua.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
]
# Citizens: VNeID where it is configured, an account proved by e-mail where the office allows it.
MOTCUA_OIDC = environment.identity_provider()
MOTCUA_CITIZEN_ACCOUNTS = environment.switch("MOTCUA_CITIZEN_ACCOUNTS", default=True)
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

# Account and address together: nobody can lock another person out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "motcua.project.middleware.keep_our_answer"

# --- Sessions, cookies, headers ------------------------------------------------------------------

SESSION_ENGINE = "motcua.project.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-motcua" if HTTPS else "motcua"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_NAME = "language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # Bootstrap's style sheet draws its arrows and ticks from data: addresses.
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- Files ---------------------------------------------------------------------------------------

# Third-party style sheets, scripts and fonts, put there by `motcua assets`.
MOTCUA_VENDOR = Path(environment.text("MOTCUA_VENDOR", str(CHECKOUT / "build" / "vendor")))
MOTCUA_FILES = MOTCUA_HOME / "files"
# Largest paper, in megabytes, and the kinds that are taken (motcua.files.rules.kinds).
MOTCUA_UPLOAD_MB = environment.number("MOTCUA_UPLOAD_MB", 20, least=1, most=200)
MOTCUA_UPLOAD_KINDS = environment.some_of("MOTCUA_UPLOAD_KINDS", Kind)
STATIC_URL = "/static/"
STATIC_ROOT = MOTCUA_HOME / "static"
STATICFILES_DIRS = [("vendor", MOTCUA_VENDOR)] if MOTCUA_VENDOR.is_dir() else []
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MOTCUA_FILES)},
    },
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# --- Letters and logs ----------------------------------------------------------------------------

globals().update(environment.mail(MOTCUA_HOME))
MOTCUA_SMS_URL = environment.gateway("MOTCUA_SMS_URL", MOTCUA_HOME / "sms.jsonl")
MOTCUA_ZALO_URL = environment.gateway("MOTCUA_ZALO_URL", MOTCUA_HOME / "zalo.jsonl")
DEFAULT_FROM_EMAIL = environment.text("MOTCUA_MAIL_FROM", "motcua@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "motcua.project.logs.JsonFormatter"},
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "json"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "motcua": {"level": environment.text("MOTCUA_LOG_LEVEL", "INFO").upper()},
        # Django adds handlers of its own here; ours at the root is enough.
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Our own event tells every answer; only errors add their frames.
        "django.request": {"level": "ERROR"},
    },
}
