from django.db import migrations


def start(apps, schema_editor):
    """Give every Site its empty statement, and moderators the right to change it."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    Statement = apps.get_model("accessibility.AccessibilityStatement")
    for site in apps.get_model("wagtailcore.Site").objects.all():
        Statement.objects.get_or_create(site=site)
    # Django makes permissions after all migrations; the group needs this one now.
    content_type, _ = ContentType.objects.get_or_create(app_label="accessibility", model="accessibilitystatement")
    permission, _ = Permission.objects.get_or_create(
        content_type=content_type,
        codename="change_accessibilitystatement",
        defaults={"name": "Can change accessibility statement"},
    )
    # A board may have renamed or removed the group since: then it gives the right to whom it likes.
    for group in apps.get_model("auth.Group").objects.filter(name="Moderators"):
        group.permissions.add(permission)


def undo(apps, schema_editor):
    """Take the right away again; the statements go with their table."""
    permission = apps.get_model("auth.Permission").objects.filter(
        content_type__app_label="accessibility", codename="change_accessibilitystatement"
    )
    for group in apps.get_model("auth.Group").objects.filter(permissions__in=permission):
        group.permissions.remove(*permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accessibility", "0001_initial"),
        # Only for the order: that migration puts the board's Site in the place of Wagtail's.
        ("home", "0002_site_tree"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(start, undo)]
