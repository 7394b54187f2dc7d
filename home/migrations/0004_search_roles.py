from django.db import migrations

SYNONYMS = [("search", "synonymgroup", action) for action in ("add", "change", "delete", "view")]
# No page shows synonyms. Words that pages show, and those that bring up the contacts, are for moderators.
PERMISSIONS = {
    "Editors": SYNONYMS,
    "Moderators": [
        *SYNONYMS,
        ("search", "searchsettings", "change"),
        *(("wagtailsearchpromotions", "searchpromotion", action) for action in ("add", "change", "delete")),
    ],
}


def create_settings_and_grant_permissions(apps, schema_editor):
    """Create the search settings of every Site, and grant groups their permissions for the search."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")

    def permission(app_label, model, action):
        # Django creates permissions after all migrations; the groups need them now.
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        name = apps.get_model(app_label, model)._meta.verbose_name
        return Permission.objects.get_or_create(
            content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {name}"}
        )[0]

    for site in apps.get_model("wagtailcore.Site").objects.all():
        apps.get_model("search.SearchSettings").objects.get_or_create(site=site)
    # A group that a board has renamed or removed gets nothing: the board grants the permissions itself.
    for group in apps.get_model("auth.Group").objects.filter(name__in=PERMISSIONS):
        group.permissions.add(*(permission(*names) for names in PERMISSIONS[group.name]))


def revoke_permissions_and_delete_default_settings(apps, schema_editor):
    """Revoke the permissions, and delete settings that were never changed: they would keep Sites from being deleted."""
    SearchSettings = apps.get_model("search.SearchSettings")
    unchanged = SearchSettings._meta.get_field("help_words").get_default()
    SearchSettings.objects.filter(help_words=unchanged).delete()
    granted = apps.get_model("auth.Group").permissions.through.objects
    for group, permissions in PERMISSIONS.items():
        for app_label, model, action in permissions:
            granted.filter(
                group__name=group,
                permission__content_type__app_label=app_label,
                permission__codename=f"{action}_{model}",
            ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_roles_and_workflow"),
        ("search", "0001_initial"),
        ("wagtailsearchpromotions", "0007_searchpromotion_external_link_text_and_more"),
    ]

    operations = [
        migrations.RunPython(create_settings_and_grant_permissions, revoke_permissions_and_delete_default_settings)
    ]
