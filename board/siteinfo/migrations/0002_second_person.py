from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("siteinfo", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="boardsettings",
            options={
                "permissions": [("relax_second_person", "Can let one person write and publish an ordinary item")],
                "verbose_name": "About the board",
            },
        ),
        migrations.AlterField(
            model_name="boardsettings",
            name="one_person_may_publish",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "For a board with a single moderator. Statements always take two people, whatever is set here. "
                    "The chair is told of each change."
                ),
                verbose_name="one person may write and publish an ordinary item",
            ),
        ),
    ]
