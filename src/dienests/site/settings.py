"""Settings of one installation: every variable is optional and described in docs/settings.md."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dienests.kernel.keys.store import key
from dienests.site.database_url import configuration
from dienests.site.modules import DOMAINS, MODULES

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "dienests"

# --- what an operator may set ---
DATA_DIR = Path(os.environ.get("DATA_DIR", ROOT / "var" / "data"))
KEY_URL = os.environ.get("KEY_URL", f"file://{DATA_DIR.parent / 'keys'}")
LOG_DIR = Path(os.environ.get("LOG_DIR", DATA_DIR / "log"))
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]").split()
HTTPS = os.environ.get("HTTPS", "") == "1"
MAIL_URL = os.environ.get("MAIL_URL", "")
OIDC_URL = os.environ.get("OIDC_URL", "")
SCAN_URL = os.environ.get("SCAN_URL", "")
EADDRESS_URL = os.environ.get("EADDRESS_URL", "")
TSA_URL = os.environ.get("TSA_URL", "")
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
try:
    DATABASES = {"default": configuration(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
except ValueError as wrong:
    raise ImproperlyConfigured(str(wrong)) from None

SECRET_KEY = key("pages-sign", url=KEY_URL).hex()
DEBUG = False

# --- what the house is made of ---
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "dienests.kernel.log",
    "dienests.kernel.parties",
    "dienests.kernel.files",
    "dienests.kernel.norms",
    "dienests.kernel.access",
    "dienests.kernel.search",
    "dienests.kernel.procedures",
    "dienests.kernel.cases",
    "dienests.kernel.letters",
    "dienests.kernel.account",
    "dienests.kernel.drafts",
    "dienests.kernel.duties",
    "dienests.kernel.indicators",
    "dienests.kernel.exchange",
    "dienests.kernel.handling",
    "dienests.kernel.mail",
    "dienests.kernel.dispatch",
    "dienests.kernel.verification",
    "dienests.kernel.retention",
    "dienests.kernel.archive",
    *MODULES,
    "dienests.site",
    "django_tasks_db",
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MIDDLEWARE = [
    "dienests.site.watch.middleware.Watch",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "dienests.site.pages.policy.Policy",
    "dienests.site.pages.failures.Failures",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "dienests.kernel.access.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF, WSGI_APPLICATION = "dienests.site.urls", "dienests.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", [("dienests.site.templates.PackageLoader", [PACKAGE])])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "dienests.site.pages.shell.context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "dienests.site.design.tags"],
        },
    }
]

# --- languages and time: Latvian first, English second; the law counts in Latvian days ---
LANGUAGE_CODE = "lv"
LANGUAGES = [("lv", "Latviešu"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / part / "locale" for part in ("kernel", *DOMAINS, "site")]
USE_TZ = True
TIME_ZONE = "Europe/Riga"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- who may come in ---
AUTH_USER_MODEL = "kernel_access.Account"
AUTHENTICATION_BACKENDS = ["dienests.kernel.access.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
# Never a temporary file, which would lie in the open.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
SESSION_ENGINE = "dienests.kernel.access.session_store"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE, CSRF_COOKIE_SAMESITE = "Lax", "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "dienests.site.pages.failures.forged"

# --- what a browser may do with our pages ---
STATIC_URL, STATIC_ROOT = "/static/", DATA_DIR.parent / "static"
STATICFILES_DIRS = [PACKAGE / "site" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {name: [NONE] for name in ("default-src", "base-uri", "frame-ancestors")}
    | {name: [SELF] for name in ("style-src", "script-src", "img-src", "connect-src", "form-action")}
}
X_FRAME_OPTIONS, SECURE_REFERRER_POLICY = "DENY", "same-origin"
SECURE_SSL_REDIRECT, SECURE_HSTS_SECONDS = HTTPS, 31536000 if HTTPS else 0
# Who speaks HTTPS stands in front and says so; without its word every page would be sent to itself for ever.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# The access line of a page is never logged: addresses of people who report do not belong into a file.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
