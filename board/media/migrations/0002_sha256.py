"""Adds the SHA-256 of every stored file, read from storage."""

import hashlib
import sys

from django.db import migrations, models

# Models whose rows have a file, and what a row is called by.
MODELS = (("BoardDocument", "title"), ("BoardImage", "title"), ("DocumentVersion", "file"))


def fill(apps, schema_editor):
    """Compute each file's SHA-256; one that can't be read stays without it, and is named on standard error."""
    for model_name, label in MODELS:
        rows = apps.get_model("media", model_name)._base_manager.using(schema_editor.connection.alias)
        for row in rows.filter(sha256="").order_by("pk").iterator(chunk_size=500):
            try:
                with row.file.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except (OSError, ValueError) as error:
                sys.stderr.write(f"{model_name} {row.pk} (“{getattr(row, label)}”) has no SHA-256: {error}\n")
                continue
            rows.filter(pk=row.pk).update(sha256=digest)


class Migration(migrations.Migration):
    dependencies = [("media", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="boarddocument",
            name="sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64, verbose_name="SHA-256"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="boardimage",
            name="sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64, verbose_name="SHA-256"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="documentversion",
            name="sha256",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="SHA-256"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
