from django.db import migrations, models

from board.siteinfo.telephone import validate_telephone


class Migration(migrations.Migration):
    dependencies = [
        ("accessibility", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessibilitystatement",
            name="feedback_phone",
            field=models.CharField(
                blank=True,
                max_length=40,
                validators=[validate_telephone],
                verbose_name="telephone",
            ),
        ),
    ]
