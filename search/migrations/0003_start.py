from django.db import migrations

from search.default_help_words import SYNONYMS

# Whose words stand on public pages is a moderator; synonyms show on none.
RIGHTS = {
    "Editors": [("search", "synonymgroup", ("add", "change", "delete", "view"))],
    "Moderators": [
        ("search", "synonymgroup", ("add", "change", "delete", "view")),
        ("search", "searchsettings", ("change",)),
        ("wagtailsearchpromotions", "searchpromotion", ("add", "change", "delete")),
    ],
}


def rights_of(apps, group):
    """Return the permissions of a group; Django makes them after all migrations, and the groups need them now."""
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    found = []
    for app_label, model, actions in RIGHTS[group]:
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        name = apps.get_model(app_label, model)._meta.verbose_name
        found += [
            Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {name}"}
            )[0]
            for action in actions
        ]
    return found


def start(apps, schema_editor):
    """Fill in the synonyms of the field, give every Site its settings, and the groups their rights."""
    SynonymGroup = apps.get_model("search.SynonymGroup")
    SynonymGroup.objects.bulk_create([SynonymGroup(words=words) for words in SYNONYMS.splitlines()])
    Settings = apps.get_model("search.SearchSettings")
    for site in apps.get_model("wagtailcore.Site").objects.all():
        Settings.objects.get_or_create(site=site)
    # A board may have renamed or removed a group since: then it gives the right to whom it likes.
    for group in apps.get_model("auth.Group").objects.filter(name__in=RIGHTS):
        group.permissions.add(*rights_of(apps, group.name))


def undo(apps, schema_editor):
    """Take the rights away again; the rest goes with its tables."""
    for group in apps.get_model("auth.Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*rights_of(apps, group.name))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_full_text"),
        # Only for the order: that migration puts the board's Site in the place of Wagtail's.
        ("home", "0002_site_tree"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailsearchpromotions", "0007_searchpromotion_external_link_text_and_more"),
    ]

    operations = [migrations.RunPython(start, undo)]
