from django.db import migrations, models

from board.siteinfo.telephone import validate_telephone, validate_text_number


class Migration(migrations.Migration):
    dependencies = [
        ("siteinfo", "0002_second_person"),
    ]

    operations = [
        migrations.AlterField(
            model_name="boardsettings",
            name="media_contact_phone",
            field=models.CharField(
                blank=True,
                max_length=40,
                validators=[validate_telephone],
                verbose_name="telephone",
            ),
        ),
        migrations.AlterField(
            model_name="contact",
            name="hours",
            field=models.CharField(blank=True, help_text="When the telephone is answered.", max_length=160),
        ),
        migrations.AlterField(
            model_name="contact",
            name="out_of_hours_phone",
            field=models.CharField(
                blank=True,
                max_length=40,
                validators=[validate_telephone],
                verbose_name="telephone out of hours",
            ),
        ),
        migrations.AlterField(
            model_name="contact",
            name="phone",
            field=models.CharField(max_length=40, validators=[validate_telephone], verbose_name="telephone"),
        ),
        migrations.AlterField(
            model_name="contact",
            name="text_number",
            field=models.CharField(
                blank=True,
                max_length=40,
                validators=[validate_text_number],
                verbose_name="number for text messages",
            ),
        ),
    ]
