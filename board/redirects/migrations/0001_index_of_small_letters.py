"""Wagtail’s table of redirects is looked up whatever the case of letters: an index for that, beside its own."""

from django.db import migrations

NAME = "board_redirects_old_path_lower"


class Migration(migrations.Migration):
    dependencies = [("wagtailredirects", "0008_add_verbose_name_plural")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {NAME} ON wagtailredirects_redirect (LOWER(old_path))",
            f"DROP INDEX IF EXISTS {NAME}",
        )
    ]
