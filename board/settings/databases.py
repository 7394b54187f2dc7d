"""The database of the site."""

from django.core.exceptions import ImproperlyConfigured

from .environment import VAR_DIR, env

VAR_DIR.mkdir(exist_ok=True)
_default = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'board.sqlite3'}")
# Whether a pooler such as PgBouncer stands in front of PostgreSQL and gives each transaction another connection.
DATABASE_POOLING = env("DATABASE_POOLING", default="none")
if DATABASE_POOLING not in {"none", "transaction"}:
    raise ImproperlyConfigured("DATABASE_POOLING is “none”, or “transaction” behind a pooler such as PgBouncer.")
# Nothing may outlive a transaction then: a server-side cursor would look for its rows on another connection
# (https://docs.djangoproject.com/en/5.2/ref/databases/#transaction-pooling-and-server-side-cursors).
_default["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_POOLING == "transaction"
# A connection for each page would cost more than most of its queries; a pooler keeps connections itself.
_default["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=0 if DATABASE_POOLING == "transaction" else 60)
if _default["ENGINE"] == "django.db.backends.sqlite3":
    # Write-ahead log: readers never wait for a writer. IMMEDIATE: two writers queue instead of failing.
    _default["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    _default["CONN_HEALTH_CHECKS"] = True

DATABASES = {"default": _default}
