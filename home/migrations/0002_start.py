"""What a new site begins with: home page, news and resources, the roles, and the workflow ``Board approval``."""

from django.db import migrations
from django.db.migrations.exceptions import IrreversibleError

HOME_PATH = "00010001"
# (app label, model, title, slug) of the two sections under the home page.
SECTIONS = [
    ("news", "NewsIndexPage", "News", "news"),
    ("resources", "ResourceIndexPage", "Resources", "resources"),
]
# Created here and not by the first reader: reading writes nothing.
SETTINGS = ["siteinfo.BoardSettings", "accessibility.AccessibilityStatement", "search.SearchSettings"]
CHAIR = "Independent Chair"
# Page permissions at the root; without "publish" the last approval could not publish. Editors and Moderators have
# theirs from Wagtail's own migrations.
CHAIR_PAGE_PERMISSIONS = ["change", "publish"]
SYNONYMS = [("search", "synonymgroup", action) for action in ("add", "change", "delete", "view")]
# A topic's name stands on public pages: an editor may add one, and only a moderator changes it. No page shows synonyms;
# the words that pages show, and those that bring up the contacts, are for moderators.
PERMISSIONS = {
    "Editors": [*SYNONYMS, ("resources", "topic", "add"), ("resources", "topic", "view")],
    "Moderators": [
        *SYNONYMS,
        *(("resources", "topic", action) for action in ("add", "change", "delete", "view")),
        ("siteinfo", "boardsettings", "change"),
        ("accessibility", "accessibilitystatement", "change"),
        ("media", "boarddocument", "clear"),
        ("search", "searchsettings", "change"),
        *(("wagtailsearchpromotions", "searchpromotion", action) for action in ("add", "change", "delete")),
    ],
}
WORKFLOW = "Board approval"
# Model of each step, its name, and the group that takes it.
STEPS = [
    ("EditorialReviewTask", "Editorial review", "Moderators"),
    ("StatementApprovalTask", "Independent Chair approval", CHAIR),
]
# Wagtail's own workflow of one step.
RETIRED_WORKFLOW = "Moderators approval"


def create_start(apps, schema_editor):
    """Create the pages, the Site with its settings, the roles and the workflow."""
    home = create_pages(apps)
    site = apps.get_model("wagtailcore.Site").objects.create(
        hostname="localhost", port=80, site_name="", root_page_id=home.pk, is_default_site=True
    )
    for settings in SETTINGS:
        apps.get_model(settings).objects.get_or_create(site=site)
    create_roles(apps)
    create_workflow(apps, home)


def content_type(apps, app_label, model):
    """Return the content type of a model, which Django itself creates after all migrations."""
    return apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app_label, model=model.lower())[0]


def permission(apps, app_label, model, action):
    """Return the permission to do something to a model, which Django itself creates after all migrations."""
    name = apps.get_model(app_label, model)._meta.verbose_name
    return apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type(apps, app_label, model),
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {name}"},
    )[0]


def create_pages(apps):
    """Put the home page, news and resources where Wagtail has put its welcome page; return the home page."""
    BasePage = apps.get_model("basepage.BasePage")
    locale = apps.get_model("wagtailcore.Locale").objects.get(language_code="en-gb")
    # The welcome page goes before the home page comes: the slug and the path are the same.
    apps.get_model("wagtailcore.Site").objects.filter(root_page__path=HOME_PATH).delete()
    BasePage.objects.filter(path=HOME_PATH).delete()
    home = apps.get_model("home.HomePage").objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        path=HOME_PATH,
        depth=2,
        numchild=len(SECTIONS),
        url_path="/home/",
        content_type=content_type(apps, "home", "HomePage"),
        locale=locale,
    )
    for number, (app_label, model, title, slug) in enumerate(SECTIONS, start=1):
        apps.get_model(app_label, model).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            path=f"{home.path}{number:04}",
            depth=3,
            numchild=0,
            url_path=f"/home/{slug}/",
            show_in_menus=True,
            content_type=content_type(apps, app_label, model),
            locale=locale,
        )
    BasePage.objects.filter(depth=1).update(numchild=1)
    return home


def create_roles(apps):
    """Create the chair's group, and grant the groups their permissions."""
    Group = apps.get_model("auth.Group")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    chair, _ = Group.objects.get_or_create(name=CHAIR)
    chair.permissions.add(apps.get_model("auth.Permission").objects.get(codename="access_admin"))
    root = apps.get_model("basepage.BasePage").objects.get(depth=1)
    for action in CHAIR_PAGE_PERMISSIONS:
        GroupPagePermission.objects.get_or_create(
            group=chair, page=root, permission=permission(apps, "basepage", "basepage", action)
        )
    for name, permissions in PERMISSIONS.items():
        Group.objects.get(name=name).permissions.add(*(permission(apps, *granted) for granted in permissions))


def create_workflow(apps, home):
    """Create the workflow with its steps for the home page and all below it; remove Wagtail's own."""
    Workflow = apps.get_model("wagtailcore.Workflow")
    WorkflowPage = apps.get_model("wagtailcore.WorkflowPage")
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, (model, name, group) in enumerate(STEPS):
        task = apps.get_model("publishing", model).objects.create(
            name=name, content_type=content_type(apps, "publishing", model)
        )
        task.groups.set([apps.get_model("auth.Group").objects.get(name=group)])
        apps.get_model("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page_id=home.pk)
    remove_workflow(apps, RETIRED_WORKFLOW)


def remove_workflow(apps, name):
    """Remove a workflow with its tasks."""
    workflow = apps.get_model("wagtailcore.Workflow").objects.filter(name=name)
    apps.get_model("wagtailcore.WorkflowPage").objects.filter(workflow__in=workflow).delete()
    apps.get_model("wagtailcore.Task").objects.filter(workflow_tasks__workflow__in=workflow).delete()
    workflow.delete()


def remove_start(apps, schema_editor):
    """
    Remove what this migration has created; the groups stay, with the people in them.

    Raises ``IrreversibleError`` where there is anything else: pages and Sites that people made are not deleted.
    """
    BasePage = apps.get_model("basepage.BasePage")
    Site = apps.get_model("wagtailcore.Site")
    created = BasePage.objects.filter(depth__lte=3, path__startswith=HOME_PATH)
    others = BasePage.objects.filter(depth__gt=1).exclude(pk__in=created.values("pk")).count()
    if others or created.count() > 1 + len(SECTIONS) or Site.objects.count() > 1:
        raise IrreversibleError(
            "There are more pages or Sites than a new site has. This migration deletes nothing that people wrote: "
            "delete them in the admin first, or keep a copy of the database and drop it."
        )
    remove_workflow(apps, WORKFLOW)
    for settings in SETTINGS:
        apps.get_model(settings).objects.all().delete()
    Site.objects.all().delete()
    BasePage.objects.filter(depth__gt=1).delete()
    BasePage.objects.filter(depth=1).update(numchild=0)
    granted = apps.get_model("auth.Group").permissions.through.objects
    for group, permissions in PERMISSIONS.items():
        for app_label, model, action in permissions:
            granted.filter(
                group__name=group,
                permission__content_type__app_label=app_label,
                permission__codename=f"{action}_{model}",
            ).delete()
    apps.get_model("wagtailcore.GroupPagePermission").objects.filter(group__name=CHAIR).delete()


class Migration(migrations.Migration):
    # All that has relations to pages: what removes pages has to know each.
    dependencies = [
        ("accessibility", "0001_initial"),
        ("approvals", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("basepage", "0003_wagtail_columns"),
        ("events", "0001_initial"),
        ("home", "0001_initial"),
        ("links", "0001_initial"),
        ("media", "0001_initial"),
        ("news", "0001_initial"),
        ("publishing", "0001_initial"),
        ("resources", "0001_initial"),
        ("reviews", "0001_initial"),
        ("search", "0002_full_text_and_synonyms"),
        ("siteinfo", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
        ("withdrawals", "0001_initial"),
    ]

    operations = [migrations.RunPython(create_start, remove_start)]
