"""Production values. dev.py and test.py only relax them; the README has the table of variables."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

# Settings in files of their own.
from .caches import CACHES  # noqa: F401
from .databases import DATABASES
from .environment import BASE_DIR, VAR_DIR, env
from .sign_in import *  # noqa: F403
from .unseen_tables import PAGE_CACHE_UNSEEN  # noqa: F401
from .wagtail import *  # noqa: F403

# Security -----------------------------------------------------------------------------------------

DEBUG = False

SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is empty. Set it to a long random string that only this site knows.")

# The address readers use, without a trailing slash: links in mail and feeds are made from it.
BASE_URL = env("BASE_URL", default="https://localhost").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])

# A site whose address is https:// is served over nothing else. gunicorn recognises a proxy's
# X-Forwarded-Proto by its own FORWARDED_ALLOW_IPS, so Django trusts no header here.
HTTPS_ONLY = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
# Whether other hosts of the domain are bound to https is their owner's decision, and browsers' lists are hard to leave.
HSTS = env("HSTS", default="host")
if HSTS not in {"host", "subdomains", "preload"}:
    raise ImproperlyConfigured("HSTS is “host”, “subdomains”, or “preload” for a domain that browsers shall list.")
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY and HSTS != "host"
SECURE_HSTS_PRELOAD = HTTPS_ONLY and HSTS == "preload"
# Django's advice to include subdomains and to preload.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# No site that a reader goes to next learns where the reader came from. The admin needs to know it (referrers.py).
SECURE_REFERRER_POLICY = "no-referrer"
# Public pages load from this host alone and run no script that is written into them. Wagtail's admin has inline
# scripts and styles of its own.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "manifest-src": ["'self'"],
        # No script of ours asks for anything; programs that check the site from within a page fetch robots.txt.
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
    },
}
CSRF_FAILURE_VIEW = "board.siteinfo.errors.csrf_failure"

# Applications -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Ours come first, so that their templates override Wagtail's.
    "home",
    "news",
    "resources",
    "search",
    "board.engines.pagecache",
    # Its send_queued_mail stands before the engine's.
    "board.mail",
    "board.engines.mailqueue",
    "board.siteinfo",
    "board.accessibility",
    "board.publishing",
    "board.approvals",
    "board.withdrawals",
    "board.events",
    "board.links",
    "board.reviews",
    "board.roles",
    "board.blocks",
    "board.media",
    "board.accounts",
    "board.accounts.lost_factors",
    "board.cover",
    "board.basepage",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    # Below Wagtail's own, whose receivers must have run first; it has no templates.
    "board.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "board.engines.pagecache.middleware.PageCacheMiddleware",
    "board.siteinfo.middleware.SiteMiddleware",
    "board.siteinfo.middleware.AdminReferrerMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before anything that asks what the user may do.
    "board.cover.middleware.CoverMiddleware",
    "board.accounts.middleware.SecondFactorMiddleware",
    "board.accounts.session_age.SessionActivityMiddleware",
    "board.accounts.devices.KnownDeviceMiddleware",
    "board.accounts.limited_views.LimitedViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "board.admin_search.AdminQueryMiddleware",
    "board.mail.middleware.UnsentMailMiddleware",
    "board.redirects.middleware.RedirectMiddleware",
    "board.publishing.middleware.RefusalMiddleware",
    "board.accounts.reauthentication_middleware.ReauthenticationMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "board.urls"
WSGI_APPLICATION = "board.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Database -----------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The page cache (board/engines/pagecache/README.md) -----------------------------------------------

PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
# Where the content version is held: in a file of this host, or in the database where several hosts serve the site.
PAGE_CACHE_STAMP = env("PAGE_CACHE_STAMP", default="file")
if PAGE_CACHE_STAMP not in {"file", "database"}:
    raise ImproperlyConfigured("PAGE_CACHE_STAMP is “file”, or “database” where several hosts serve the site.")
# Every process that writes to a database must find the version that its readers look at, so the folder lies beside an
# SQLite database and is named after any other.
_database = DATABASES["default"]
PAGE_CACHE_DIR = env(
    "PAGE_CACHE_DIR",
    default=f"{_database['NAME']}.pages"
    if _database["ENGINE"].endswith("sqlite3")
    else str(VAR_DIR / "pages" / f"{_database['HOST'] or 'localhost'}-{_database['NAME']}"),
)
# Memory for each worker, and how long a page is stored at the longest: rows may be written past the site.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=32)
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=3600)
# Paths that begin like this are never stored: they are for the people who work here, files, or monitoring.
PAGE_CACHE_NEVER = ["/accounts/", "/admin/", "/documents/", "/media/", "/static/", "/health/"]
# What people type is stored nowhere.
PAGE_CACHE_PRIVATE_PARAMETERS = ["q"]
# A CDN in front may store pages for this many seconds, even if they are withdrawn in the meantime (docs/operations.md).
CDN_SECONDS = env.int("CDN_SECONDS", default=0)

# Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
# What is approved, previewed or typed is read as readers will read it (docs/decisions/0023).
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_I18N = True
USE_TZ = True

# Files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES: dict = {
    "default": {"BACKEND": "board.media.local_storage.AtomicFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# S3-compatible storage instead of the disk. Its keys come from where Amazon's own library looks for them, such as
# AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
if S3_BUCKET := env("S3_BUCKET", default=""):
    if find_spec("storages") is None:
        raise ImproperlyConfigured("S3_BUCKET needs more packages: pip install --require-hashes -r requirements-s3.txt")
    STORAGES["default"] = {
        "BACKEND": "board.media.storage.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("S3_ENDPOINT_URL", default=None),
            "region_name": env("S3_REGION", default=None),
        },
    }
# Wagtail's page editor sends a field for every part of every block.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Long work ----------------------------------------------------------------------------------------

# Wagtail's own tasks run at once: what they keep says which files are public. Ours may wait for a worker.
BACKGROUND_TASKS = env("BACKGROUND_TASKS", default="immediate")
if BACKGROUND_TASKS not in {"immediate", "database"}:
    raise ImproperlyConfigured("BACKGROUND_TASKS is “immediate”, or “database” where a worker runs (db_worker).")
_immediate = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
TASKS = {
    "default": _immediate,
    "files": {"BACKEND": "django_tasks_db.DatabaseBackend"} if BACKGROUND_TASKS == "database" else _immediate,
}

# Mail ---------------------------------------------------------------------------------------------

_email = env.email_url("EMAIL_URL", default="consolemail://")
# Requests only write mails into the database, and send_queued_mail sends them (docs/decisions/0020).
EMAIL_BACKEND = "board.mail.backends.EmailBackend"
MAIL_QUEUE_BACKEND = _email["EMAIL_BACKEND"]
if MAIL_QUEUE_BACKEND == "django.core.mail.backends.dummy.EmailBackend":
    EMAIL_BACKEND = MAIL_QUEUE_BACKEND  # dummymail:// sends nothing, so nothing waits for it.
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _email["EMAIL_FILE_PATH"] or None  # filemail:///folder writes each mail to a file.
EMAIL_TIMEOUT = 10  # Seconds for each answer of the mail server.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")

# Evidence -----------------------------------------------------------------------------------------

# The private key that evidence packs of the statement register are signed with: PEM, or the path of a file with it.
EVIDENCE_KEY = env("EVIDENCE_KEY", default="")

# Wagtail (what does not depend on a variable is in wagtail.py) --------------------------------------

WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("MAX_UPLOAD_MB", default=50) * 1024**2
# The public's own search: so many a minute for each client; 0 for no limit.
SEARCHES_PER_MINUTE = env.int("SEARCHES_PER_MINUTE", default=60)
# Whose X-Forwarded-For tells the client's address: gunicorn reads the same variable for X-Forwarded-Proto.
FORWARDED_ALLOW_IPS = [name.strip() for name in env.list("FORWARDED_ALLOW_IPS", default=["127.0.0.1"])]

# Logging ------------------------------------------------------------------------------------------

# To standard error, where every process manager looks.
LOGGING: dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"discreet": {"()": "board.logs.Discreet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # What gunicorn's workers say of requests that fail; its own handler would write the search words too.
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Two lines for every saved page otherwise.
        "django_tasks": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        # Anybody may send a strange Host header; it is answered 400 and is no news.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
