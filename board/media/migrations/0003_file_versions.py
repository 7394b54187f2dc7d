# Versions of pictures beside those of documents, and what has become of each: in place, waiting, set aside, discarded.

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

STATES = [
    ("current", "In place now"),
    ("earlier", "Was in place"),
    ("waiting", "Waits for a second person"),
    ("set_aside", "Set aside: somebody else was quicker"),
    ("discarded", "Discarded"),
]


def set_states(apps, schema_editor):
    """Set the state of each version: of those with a document's bytes the newest is in place."""
    DocumentVersion = apps.get_model("media", "DocumentVersion")
    DocumentVersion.objects.update(state="earlier")
    DocumentVersion.objects.filter(is_set_aside=True).update(state="set_aside")
    in_place = DocumentVersion.objects.filter(is_set_aside=False, file=F("document__file"))
    newest = dict(in_place.order_by("at", "pk").values_list("document", "pk"))
    DocumentVersion.objects.filter(pk__in=newest.values()).update(state="current")


def unset_states(apps, schema_editor):
    """Set aside what was never in place."""
    DocumentVersion = apps.get_model("media", "DocumentVersion")
    DocumentVersion.objects.filter(state__in=["waiting", "set_aside", "discarded"]).update(is_set_aside=True)


def record_images(apps, schema_editor):
    """Record the version in place of each picture."""
    BoardImage = apps.get_model("media", "BoardImage")
    ImageVersion = apps.get_model("media", "ImageVersion")
    for image in BoardImage.objects.select_related("uploaded_by_user").iterator():
        user = image.uploaded_by_user
        ImageVersion.objects.create(
            image=image,
            file=image.file.name,
            file_hash=image.file_hash,
            sha256=image.sha256,
            file_size=image.file_size or 0,
            at=image.created_at,
            user=user,
            user_name=(f"{user.first_name} {user.last_name}".strip() or user.username) if user else "",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0002_sha256"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImageVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_hash", models.CharField(max_length=40)),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("file_size", models.PositiveBigIntegerField()),
                ("columns", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("user_name", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("state", models.CharField(choices=STATES, default="current", max_length=20)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=300)),
                ("file", models.FileField(db_index=True, upload_to="original_images")),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="media.boardimage"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="imageversion",
            constraint=models.UniqueConstraint(
                condition=Q(("state", "waiting")), fields=("image",), name="one_waiting_version_of_an_image"
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="columns",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="decided_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="decided_by_name",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="inspection",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="inspection_started_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="state",
            field=models.CharField(choices=STATES, default="current", max_length=20),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(
                condition=Q(("state", "waiting")), fields=("document",), name="one_waiting_version_of_a_document"
            ),
        ),
        migrations.RunPython(set_states, unset_states, elidable=False),
        migrations.RemoveField(
            model_name="documentversion",
            name="is_set_aside",
        ),
        # Last: PostgreSQL alters no table while foreign keys of new rows are still to be checked.
        migrations.RunPython(record_images, migrations.RunPython.noop, elidable=False),
    ]
