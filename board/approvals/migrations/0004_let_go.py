"""The chair’s letting go of a page that carried a statement."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0003_approved_words")]

    operations = [
        # Of the table nothing changes, so its triggers stay.
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
                    ("let_go", "Page let go"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
    ]
