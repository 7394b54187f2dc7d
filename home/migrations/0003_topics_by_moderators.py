"""A topic's name stands on public pages, so moderators alone add topics."""

from django.db import migrations

GROUP = "Editors"


def add_topic_permission(apps):
    """Return the query set of the permission to add topics."""
    permissions = apps.get_model("auth.Permission").objects
    return permissions.filter(content_type__app_label="resources", codename="add_topic")


def revoke(apps, schema_editor):
    """Take the permission to add topics from the editors."""
    for group in apps.get_model("auth.Group").objects.filter(name=GROUP):
        group.permissions.remove(*add_topic_permission(apps))


def grant(apps, schema_editor):
    """Give the editors the permission to add topics, as ``0002_start`` did."""
    for group in apps.get_model("auth.Group").objects.filter(name=GROUP):
        group.permissions.add(*add_topic_permission(apps))


class Migration(migrations.Migration):
    dependencies = [("home", "0002_start")]

    operations = [migrations.RunPython(revoke, grant)]
