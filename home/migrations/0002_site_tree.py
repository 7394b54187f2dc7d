from django.db import migrations

# (app label, model, title, slug) of the two sections under the home page.
SECTIONS = [
    ("news", "NewsIndexPage", "News", "news"),
    ("resources", "ResourceIndexPage", "Resources", "resources"),
]


def create_site_tree(apps, schema_editor):
    """Put the board's home page, news and resources where Wagtail has put its welcome page."""
    BasePage = apps.get_model("basepage.BasePage")
    ContentType = apps.get_model("contenttypes.ContentType")
    HomePage = apps.get_model("home.HomePage")
    Locale = apps.get_model("wagtailcore.Locale")
    Site = apps.get_model("wagtailcore.Site")

    locale = Locale.objects.get(language_code="en-gb")

    def content_type(app_label, model):
        return ContentType.objects.get_or_create(app_label=app_label, model=model.lower())[0]

    root = BasePage.objects.get(depth=1)
    # The welcome page goes before the home page comes: the slug and the path are the same.
    Site.objects.all().delete()
    BasePage.objects.filter(depth=2, path="00010001").delete()

    home = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        path="00010001",
        depth=2,
        numchild=len(SECTIONS),
        url_path="/home/",
        content_type=content_type("home", "HomePage"),
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
            content_type=content_type(app_label, model),
            locale=locale,
        )
    BasePage.objects.filter(pk=root.pk).update(numchild=1)
    site = Site.objects.create(hostname="localhost", port=80, site_name="", root_page_id=home.pk, is_default_site=True)
    # Made here and not by the first reader: reading writes nothing.
    for settings in ("siteinfo.BoardSettings", "accessibility.AccessibilityStatement"):
        apps.get_model(settings).objects.get_or_create(site=site)


def remove_site_tree(apps, schema_editor):
    """Remove the Site and the pages; the root stays."""
    BasePage = apps.get_model("basepage.BasePage")
    apps.get_model("wagtailcore.Site").objects.all().delete()
    BasePage.objects.filter(depth__gt=1).delete()
    BasePage.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("accessibility", "0001_initial"),
        ("home", "0001_initial"),
        ("news", "0001_initial"),
        ("resources", "0001_initial"),
        ("siteinfo", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(create_site_tree, remove_site_tree)]
