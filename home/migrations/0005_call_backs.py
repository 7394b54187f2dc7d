"""Moderators and the chair may ring back a person who lost a second factor, after an administrator has started it."""

from django.db import migrations

GROUPS = ["Moderators", "Independent Chair"]


def groups(apps):
    """Return the groups as far as they are there."""
    return apps.get_model("auth.Group").objects.filter(name__in=GROUPS)


def grant(apps, schema_editor):
    """Give the groups the permission, which Django itself creates after all migrations."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="lost_factors", model="factorreset"
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename="call_back",
        defaults={"name": "Can record the call-back before a lost second factor is reset"},
    )
    for group in groups(apps):
        group.permissions.add(permission)


def revoke(apps, schema_editor):
    """Take the permission from the groups."""
    permissions = apps.get_model("auth.Permission").objects
    for group in groups(apps):
        group.permissions.remove(*permissions.filter(content_type__app_label="lost_factors", codename="call_back"))


class Migration(migrations.Migration):
    dependencies = [("home", "0004_event_all_day"), ("lost_factors", "0001_initial")]

    operations = [migrations.RunPython(grant, revoke)]
