"""More kinds of events. SQLite makes the table anew, so its triggers are created again."""

from importlib import import_module

from django.db import migrations, models

triggers = import_module("board.approvals.migrations.0001_initial")
TABLE = "approvals_approvalevent"


def drop_triggers(apps, schema_editor):
    """Take away the triggers of the events, which SQLite loses with the table."""
    of_table = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for action in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{action}{of_table}")


def create_triggers(apps, schema_editor):
    """Refuse UPDATE and DELETE of each event."""
    for action in ("update", "delete"):
        body = (
            "FOR EACH ROW EXECUTE FUNCTION approvals_insert_only()"
            if schema_editor.connection.vendor == "postgresql"
            else f"BEGIN SELECT RAISE(ABORT, '{triggers.MESSAGE}'); END"
        )
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_no_{action} BEFORE {action} ON {TABLE} {body}")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.RunPython(drop_triggers, create_triggers),
        migrations.AlterField(
            model_name="approvalevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("released", "Put out"),
                    ("withdrawn", "Withdrawn"),
                    ("discarded", "Discarded"),
                    ("superseded", "Replaced by a later approval"),
                    ("page_withdrawn", "Page withdrawn"),
                    ("unpublished", "Page unpublished"),
                    ("expired", "Page expired"),
                    ("made_private", "Page made private"),
                    ("deleted", "Page deleted"),
                    ("restored", "Public again"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
