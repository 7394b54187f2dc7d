from django.db import migrations

# Hyphens and colons belong to the values of facets; no term of a text has one.
TOKENIZE = "unicode61 remove_diacritics 0 tokenchars '-:'"
# The index of each table: the column that numbers its rows, and the columns whose terms it holds.
INDEXES = {
    "search_index": (
        "search_entrytext",
        "entry_id",
        ["title_terms", "label_terms", "summary_terms", "text_terms", "file_terms", "facet_terms"],
    ),
    "search_file_index": ("search_filepage", "id", ["terms"]),
}
# PostgreSQL: titles are of weight A, which a question for titles alone asks for. Of files and facets only the terms
# count, not their places. The parser “simple” leaves our terms as they are.
VECTORS = {
    "search_index": (
        "setweight(to_tsvector('simple', NEW.title_terms), 'A')"
        " || setweight(to_tsvector('simple', NEW.label_terms), 'B')"
        " || setweight(to_tsvector('simple', NEW.summary_terms), 'B')"
        " || to_tsvector('simple', NEW.text_terms)"
        " || array_to_tsvector(array_remove(string_to_array(trim(NEW.file_terms), ' '), ''))"
        " || array_to_tsvector(array_remove(string_to_array(trim(NEW.facet_terms), ' '), ''))"
    ),
    "search_file_index": "to_tsvector('simple', NEW.terms)",
}


def sqlite_statements():
    """Yield what makes FTS5 tables that hold no text of their own, and follow their tables by triggers."""
    for index, (table, key, columns) in INDEXES.items():
        names = ", ".join(columns)
        old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
        forget = f"INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', old.{key}, {old});"
        add = f"INSERT INTO {index}(rowid, {names}) VALUES (new.{key}, {new});"
        yield (
            f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='{key}', "
            f'tokenize="{TOKENIZE}")'
        )
        yield f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {add} END"
        yield f"CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN {forget} END"
        yield f"CREATE TRIGGER {index}_changed AFTER UPDATE ON {table} BEGIN {forget} {add} END"


def postgresql_statements():
    """
    Yield what makes vectors of terms: of entries in their own rows, of pages of files in a table beside them.

    Vectors lie apart from the rows where they are long, so that a count reads little.
    """
    yield "ALTER TABLE search_entry ADD COLUMN terms tsvector"
    yield "ALTER TABLE search_entry SET (toast_tuple_target = 128)"
    yield "CREATE INDEX search_index ON search_entry USING gin (terms) WITH (fastupdate = off)"
    yield follow("search_index", f"UPDATE search_entry SET terms = {VECTORS['search_index']} WHERE id = NEW.entry_id")
    yield (
        "CREATE FUNCTION search_count(question tsquery, place text) "
        "RETURNS TABLE (combination_id bigint, pages bigint) LANGUAGE sql STABLE SET enable_seqscan = off AS $$ "
        "SELECT entry.combination_id, count(*) FROM search_entry entry "
        "WHERE entry.terms @@ question AND entry.path LIKE place GROUP BY entry.combination_id $$"
    )
    yield (
        "CREATE TABLE search_file_index (rowid bigint PRIMARY KEY REFERENCES search_filepage (id) ON DELETE CASCADE, "
        "terms tsvector NOT NULL)"
    )
    yield "CREATE INDEX search_file_index_terms ON search_file_index USING gin (terms) WITH (fastupdate = off)"
    yield follow(
        "search_file_index",
        f"INSERT INTO search_file_index (rowid, terms) VALUES (NEW.id, {VECTORS['search_file_index']}) "
        "ON CONFLICT (rowid) DO UPDATE SET terms = excluded.terms",
    )
    for index, (table, _, _) in INDEXES.items():
        yield (
            f"CREATE TRIGGER {index}_written AFTER INSERT OR UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {index}_follow()"
        )


def follow(index, statement):
    """Return what makes the function by which an index follows its table."""
    head = f"CREATE FUNCTION {index}_follow() RETURNS trigger LANGUAGE plpgsql AS"
    return f"{head} $$ BEGIN {statement}; RETURN NULL; END $$"


def create(apps, schema_editor):
    """Make the full-text indexes of the database at hand."""
    makers = {"sqlite": sqlite_statements, "postgresql": postgresql_statements}
    for statement in makers[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """Take the full-text indexes away, with what keeps them."""
    for index, (table, _, _) in INDEXES.items():
        if schema_editor.connection.vendor == "sqlite":
            for moment in ("added", "removed", "changed"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {index}_{moment}")
            schema_editor.execute(f"DROP TABLE IF EXISTS {index}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {index}_written ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {index}_follow()")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE IF EXISTS search_file_index")
        schema_editor.execute("DROP FUNCTION IF EXISTS search_count(tsquery, text)")
        schema_editor.execute("ALTER TABLE search_entry DROP COLUMN IF EXISTS terms")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
