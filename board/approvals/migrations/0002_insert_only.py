"""The register's rows are never changed or removed, by whatever way somebody comes to the database."""

from django.db import migrations

TABLES = [
    "approvals_statementreview",
    "approvals_statementapproval",
    "approvals_approvedfile",
    "approvals_approvalevent",
]
MESSAGE = "The statement register is insert-only."


def create_triggers(apps, schema_editor):
    """Refuse UPDATE and DELETE of each row. TRUNCATE and DROP need the tables' owner and are not covered."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(
            "CREATE FUNCTION approvals_insert_only() RETURNS trigger AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        for action in ("update", "delete"):
            body = (
                "FOR EACH ROW EXECUTE FUNCTION approvals_insert_only()"
                if postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
            schema_editor.execute(f"CREATE TRIGGER {table}_no_{action} BEFORE {action} ON {table} {body}")


def drop_triggers(apps, schema_editor):
    """Take the triggers away."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for action in ("update", "delete"):
            of_table = f" ON {table}" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{action}{of_table}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION approvals_insert_only()")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
