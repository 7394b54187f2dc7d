"""Resets of lost second factors, with a record that the database itself keeps from being changed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TABLE = "lost_factors_factorresetevent"
MESSAGE = "The record of lost second factors is insert-only."
KINDS = [
    ("started", "Started"),
    ("called_back", "Called back"),
    ("not_confirmed", "Not confirmed on the telephone"),
    ("objected", "Objected to"),
    ("cancelled", "Cancelled"),
    ("factor_used", "Ended, because the second factor was used"),
    ("expired", "Ended, because no one recorded a call-back"),
    ("effective", "Second factors removed"),
    ("console", "Second factors removed at the server’s console"),
]


def create_triggers(apps, schema_editor):
    """Refuse UPDATE and DELETE of each row. TRUNCATE and DROP need the table's owner and are not covered."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(
            "CREATE FUNCTION lost_factors_insert_only() RETURNS trigger AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql"
        )
    for action in ("update", "delete"):
        body = (
            "FOR EACH ROW EXECUTE FUNCTION lost_factors_insert_only()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_no_{action} BEFORE {action} ON {TABLE} {body}")


def drop_triggers(apps, schema_editor):
    """Take the triggers away."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for action in ("update", "delete"):
        of_table = f" ON {TABLE}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{action}{of_table}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION lost_factors_insert_only()")


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="FactorReset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_name", models.CharField(max_length=300)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("effective_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="factor_resets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("start_reset", "Can start the reset of a lost second factor"),
                    ("call_back", "Can record the call-back before a lost second factor is reset"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FactorResetEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", models.CharField(choices=KINDS, editable=False, max_length=20)),
                ("user_id", models.BigIntegerField(editable=False, null=True)),
                ("user_name", models.CharField(editable=False, max_length=300)),
                ("reason", models.TextField(blank=True, editable=False)),
                ("identification", models.TextField(blank=True, editable=False)),
                (
                    "reset",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="lost_factors.factorreset",
                    ),
                ),
            ],
            options={"ordering": ["pk"], "default_permissions": ()},
        ),
        migrations.AddConstraint(
            model_name="factorreset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("user",), name="one_open_factor_reset"
            ),
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
