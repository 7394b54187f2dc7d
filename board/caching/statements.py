"""Which statements, sent to the database, change what a reader could see."""

import re
from functools import lru_cache

from django.conf import settings

# What begins a statement that writes nothing. Whatever is not here counts as writing: DDL, TRUNCATE, MERGE, COPY.
READING = {
    *("SELECT", "VALUES", "TABLE", "EXPLAIN", "SHOW", "PRAGMA", "DECLARE", "FETCH", "MOVE", "CLOSE", "ANALYZE"),
    *("BEGIN", "START", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SET", "RESET", "LOCK", "LISTEN", "NOTIFY"),
}
WRITING_WORD = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE)
# As Django and Wagtail write them; a statement that is written otherwise counts as seen.
TABLE = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+("?)(?P<table>\w+)\1', re.IGNORECASE)
ASSIGNED = re.compile(r'"(\w+)" = ')


@lru_cache(maxsize=4096)
def changes_what_readers_see(sql: str) -> bool:
    """
    Say whether a statement may change a public page.

    Only what certainly does not is answered with no: statements that read; those that write a table which
    ``PAGE_CACHE_UNSEEN`` names as a whole; updates that assign nothing but columns which it names. The columns of an
    update's condition count as assigned here, which can only lead to a yes too many; so does whatever an equals sign
    follows that Django has not written, and a second statement behind the first.
    """
    if ";" in sql.rstrip("; \t\r\n"):
        return True
    verb = sql.lstrip(" \t\r\n(").partition(" ")[0].strip("();\n").upper()
    if verb in READING:
        return verb in {"SELECT", "EXPLAIN"} and bool(re.search(r"\bINTO\s+\"?\w+\"?\s+FROM\b", sql, re.IGNORECASE))
    if verb == "WITH":
        return bool(WRITING_WORD.search(sql))
    found = TABLE.match(sql)
    if found is None or found["table"] not in settings.PAGE_CACHE_UNSEEN:
        return True
    columns = settings.PAGE_CACHE_UNSEEN[found["table"]]
    if columns is None:
        return False
    assigned = ASSIGNED.findall(sql)
    return verb != "UPDATE" or len(assigned) != sql.count("=") or not {"id", *columns}.issuperset(assigned)
