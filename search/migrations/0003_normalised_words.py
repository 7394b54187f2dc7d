"""
Words are normalised otherwise: the index is emptied, and filled anew when all migrations are done.

What fills it is ``search.index.indexer.fill_empty_index``. On the way back it is filled in the same way.
"""

from django.db import migrations, models

# Those that refer to others first.
INDEX = ["IndexedPageText", "IndexedPage", "FilePage", "IndexedFile", "VocabularyWord"]


def empty_index(apps, schema_editor):
    """Delete what is made from the pages alone."""
    apps.get_model("search.IndexedPage").files.through.objects.all().delete()
    for name in INDEX:
        apps.get_model("search", name).objects.all().delete()
    # PostgreSQL alters no table of which a deferred constraint is still to be checked.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text_and_synonyms")]

    operations = [
        migrations.RunPython(empty_index, empty_index),
        migrations.AlterField("indexedfile", "url", models.TextField()),
    ]
