"""Which SQL statements, sent to the database, change what a reader could see."""

import re
from functools import lru_cache

from django.conf import settings

# What begins a statement that writes nothing. Anything else counts as a write: DDL, TRUNCATE, MERGE, COPY.
READ_ONLY = {
    *("SELECT", "VALUES", "TABLE", "EXPLAIN", "SHOW", "PRAGMA", "DECLARE", "FETCH", "MOVE", "CLOSE", "ANALYZE"),
    *("BEGIN", "START", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SET", "RESET", "LOCK", "LISTEN", "NOTIFY"),
}
WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE)
# As Django and Wagtail write them; a statement that is written otherwise counts as visible.
TABLE = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+("?)(?P<table>\w+)\1', re.IGNORECASE)
ASSIGNED = re.compile(r'"(\w+)" = ')


@lru_cache(maxsize=4096)
def may_change_pages(sql: str) -> bool:
    """
    Return whether a statement may change a public page.

    ``False`` is only for what certainly does not: statements that read; those that write a table which
    ``PAGE_CACHE_UNSEEN`` names as a whole; updates that assign nothing but columns which it names. The columns of an
    update's condition count as assigned here, which can only lead to a needless ``True``; so does whatever precedes an
    equals sign that Django has not written, and a second statement behind the first.
    """
    if ";" in sql.rstrip("; \t\r\n"):
        return True
    verb = sql.lstrip(" \t\r\n(").partition(" ")[0].strip("();\n").upper()
    if verb in READ_ONLY:
        return verb in {"SELECT", "EXPLAIN"} and bool(re.search(r"\bINTO\s+\"?\w+\"?\s+FROM\b", sql, re.IGNORECASE))
    if verb == "WITH":
        return bool(WRITES.search(sql))
    match = TABLE.match(sql)
    if match is None or match["table"] not in settings.PAGE_CACHE_UNSEEN:
        return True
    columns = settings.PAGE_CACHE_UNSEEN[match["table"]]
    if columns is None:
        return False
    assigned = ASSIGNED.findall(sql)
    return verb != "UPDATE" or len(assigned) != sql.count("=") or not {"id", *columns}.issuperset(assigned)
