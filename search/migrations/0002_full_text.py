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
    """Yield what makes tables of vectors beside the texts: narrow ones, which a count reads as a whole."""
    for index, (table, key, _) in INDEXES.items():
        yield (
            f"CREATE TABLE {index} (rowid bigint PRIMARY KEY REFERENCES {table} ({key}) ON DELETE CASCADE, "
            # The vectors lie apart from the rows, so that thousands of rows are few pages.
            "terms tsvector NOT NULL) WITH (toast_tuple_target = 128)"
        )
        yield f"CREATE INDEX {index}_terms ON {index} USING gin (terms) WITH (fastupdate = off)"
        yield (
            f"CREATE FUNCTION {index}_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO {index} (rowid, terms) VALUES (NEW.{key}, {VECTORS[index]}) "
            "ON CONFLICT (rowid) DO UPDATE SET terms = excluded.terms; RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER {index}_written AFTER INSERT OR UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {index}_follow()"
        )


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
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {index}_written ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {index}_follow()")
        schema_editor.execute(f"DROP TABLE IF EXISTS {index}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
