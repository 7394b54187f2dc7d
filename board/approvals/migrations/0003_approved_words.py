"""
Words and bytes of files apart from the facts of the register, and their removal by two people.

A later migration that changes one of these tables drops the triggers first and creates them again: SQLite makes a
changed table anew and refuses while a trigger names one that is not there.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

MESSAGE = "The statement register is insert-only."
# What people typed, by table: emptied by a removal, and by nothing else.
REMOVABLE = {
    "statementapproval": ["page_title", "note"],
    "approvedfile": ["title", "name"],
    "approvalevent": ["reason"],
}
# Rows that stay as they are, come what may.
FIXED = ["statementreview", "removalproposal", "removal"]
# The rows and columns of which a removal, NEW, makes an end.
REMOVAL = """
    UPDATE approvals_statementapproval SET page_title = '', note = '' WHERE id = NEW.approval_id;
    UPDATE approvals_approvedfile SET title = '', name = '' WHERE approval_id = NEW.approval_id;
    UPDATE approvals_approvalevent SET reason = '' WHERE approval_id = NEW.approval_id;
    DELETE FROM approvals_approvedwords WHERE approval_id = NEW.approval_id;
    DELETE FROM approvals_filechunk WHERE sha256 IN (
        SELECT sha256 FROM approvals_approvedfile WHERE approval_id = NEW.approval_id
    ) AND NOT {is_approved};
"""


def removed(approval_id):
    """Return the condition that the words of an approval are removed."""
    return f"EXISTS (SELECT 1 FROM approvals_removal removal WHERE removal.approval_id = {approval_id})"


def is_approved(sha256):
    """Return the condition that an approval covers a file, and its words are not removed."""
    return (
        f"EXISTS (SELECT 1 FROM approvals_approvedfile file WHERE file.sha256 = {sha256} "
        f"AND NOT {removed('file.approval_id')})"
    )


def triggers(apps, vendor):
    """Yield name, time, table and body of every trigger; a body is refused, or carried out, under its condition."""
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    for name, columns in REMOVABLE.items():
        table = f"approvals_{name}"
        approval = "OLD.id" if name == "statementapproval" else "OLD.approval_id"
        all_columns = [field.column for field in apps.get_model("approvals", name)._meta.local_concrete_fields]
        kept = [f'NEW."{column}" {same} OLD."{column}"' for column in all_columns if column not in columns]
        emptied = [f"NEW.\"{column}\" = ''" for column in columns]
        yield table, "update", f"NOT ({' AND '.join([removed(approval), *kept, *emptied])})"
        yield table, "delete", ""
    for name in FIXED:
        yield f"approvals_{name}", "update", ""
        yield f"approvals_{name}", "delete", ""
    yield "approvals_approvedwords", "update", ""
    yield "approvals_approvedwords", "delete", f"NOT {removed('OLD.approval_id')}"
    yield "approvals_approvedwords", "insert", removed("NEW.approval_id")
    yield "approvals_filechunk", "update", ""
    yield "approvals_filechunk", "delete", is_approved("OLD.sha256")


def create_triggers(apps, schema_editor):
    """Refuse every change of the register but the insertion of rows, and carry out removals."""
    vendor = schema_editor.connection.vendor
    removal = REMOVAL.format(is_approved=is_approved("approvals_filechunk.sha256"))
    for table, action, condition in triggers(apps, vendor):
        refuse = (
            "EXECUTE FUNCTION approvals_insert_only()"
            if vendor == "postgresql"
            else f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        if vendor == "postgresql" and condition:
            # The condition of a trigger can't look into other tables there.
            function = f"{table}_no_{action}()"
            row = "OLD" if action == "delete" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {function} RETURNS trigger AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN {row}; END $$ LANGUAGE plpgsql"
            )
            refuse = f"EXECUTE FUNCTION {function}"
        when = f"WHEN {condition} " if vendor == "sqlite" and condition else ""
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_{action} BEFORE {action} ON {table} FOR EACH ROW {when}{refuse}"
        )
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION approvals_remove() RETURNS trigger AS "
            f"$$ BEGIN {removal} RETURN NULL; END $$ LANGUAGE plpgsql"
        )
    body = "EXECUTE FUNCTION approvals_remove()" if vendor == "postgresql" else f"BEGIN {removal} END"
    schema_editor.execute(
        f"CREATE TRIGGER approvals_removal_removes AFTER INSERT ON approvals_removal FOR EACH ROW {body}"
    )


def drop_triggers(apps, schema_editor):
    """Take the triggers away."""
    vendor = schema_editor.connection.vendor
    names = [(table, f"{table}_no_{action}", condition) for table, action, condition in triggers(apps, vendor)]
    for table, name, condition in [*names, ("approvals_removal", "approvals_removal_removes", "")]:
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}")
        if vendor == "postgresql" and condition:
            schema_editor.execute(f"DROP FUNCTION {name}()")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION approvals_remove()")


def drop_earlier_triggers(apps, schema_editor):
    """Take away the triggers of the tables that change."""
    earlier_triggers(schema_editor, "DROP TRIGGER {name}{on_table}")


def create_earlier_triggers(apps, schema_editor):
    """Create them as migration 0001 does."""
    body = (
        "FOR EACH ROW EXECUTE FUNCTION approvals_insert_only()"
        if schema_editor.connection.vendor == "postgresql"
        else f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
    earlier_triggers(schema_editor, f"CREATE TRIGGER {{name}} BEFORE {{action}} ON {{table}} {body}")


def earlier_triggers(schema_editor, statement):
    """Execute a statement for each of the triggers that migrations 0001 and 0002 make."""
    for table in (f"approvals_{name}" for name in [*REMOVABLE, "statementreview"]):
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for action in ("update", "delete"):
            name = f"{table}_no_{action}"
            schema_editor.execute(statement.format(name=name, on_table=on_table, table=table, action=action))


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0002_event_kinds"),
    ]

    operations = [
        migrations.RunPython(drop_earlier_triggers, create_earlier_triggers),
        migrations.CreateModel(
            name="ApprovedWords",
            fields=[
                (
                    "approval",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="approvals.statementapproval",
                    ),
                ),
                ("html", models.TextField(editable=False, verbose_name="words as HTML")),
                ("text", models.TextField(editable=False, verbose_name="words as plain text")),
                ("content", models.TextField(editable=False, verbose_name="approved content")),
            ],
            options={
                "verbose_name_plural": "approved words",
                "abstract": False,
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="approvedfile",
            name="name",
            field=models.CharField(blank=True, default="", editable=False, max_length=255, verbose_name="file name"),
        ),
        migrations.AddField(
            model_name="approvedfile",
            name="sha256",
            field=models.CharField(
                blank=True, db_index=True, default="", editable=False, max_length=64, verbose_name="SHA-256"
            ),
        ),
        migrations.AddField(
            model_name="approvedfile",
            name="size",
            field=models.PositiveBigIntegerField(editable=False, null=True, verbose_name="size in bytes"),
        ),
        migrations.AddField(
            model_name="statementapproval",
            name="html_sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="statementapproval",
            name="text_sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name="approvedfile",
            name="file_hash",
            field=models.CharField(blank=True, default="", editable=False, max_length=40),
        ),
        migrations.CreateModel(
            name="FileChunk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256 of the file")),
                ("position", models.PositiveIntegerField(editable=False)),
                ("data", models.BinaryField()),
                ("stored_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "abstract": False,
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("sha256", "position"), name="approvals_one_chunk_at_a_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="RemovalProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="time")),
                ("user_id", models.BigIntegerField(editable=False, verbose_name="person’s number")),
                ("user_name", models.CharField(editable=False, max_length=300, verbose_name="person")),
                (
                    "reason",
                    models.TextField(
                        help_text="Such as the court and the number of its order. It is never removed itself."
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removal_proposals",
                        to="approvals.statementapproval",
                    ),
                ),
            ],
            options={
                "verbose_name": "removal proposal",
                "abstract": False,
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="time")),
                ("user_id", models.BigIntegerField(editable=False, verbose_name="person’s number")),
                ("user_name", models.CharField(editable=False, max_length=300, verbose_name="person")),
                ("proposed_at", models.DateTimeField()),
                ("proposer_id", models.BigIntegerField()),
                ("proposer_name", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                (
                    "approval",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removal",
                        to="approvals.statementapproval",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proposer_id", models.F("user_id")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            ("proposed_at__lte", models.F("at")),
                        ),
                        name="approvals_removal_by_two_people",
                    )
                ],
            },
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
