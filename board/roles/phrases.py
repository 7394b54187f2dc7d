"""Permissions in plain words: what a person who has one may do."""

from django.contrib.auth.models import Permission
from wagtail.contrib.settings.models import AbstractSetting

from board.publishing.models import EditorialReviewTask, StatementApprovalTask

DECISIONS, PAGES, FILES = "Decisions", "Pages", "Files"
PEOPLE, SITE, SETTINGS = "People and rights", "The site", "Settings and lists"
SECTIONS = (DECISIONS, PAGES, FILES, SETTINGS, PEOPLE, SITE)

# By the codename of a permission on pages, without the name of the model. Wagtail's "publish" opens more than its name
# says, and the board's rules narrow it (board.publishing.permissions).
ON_PAGES = {
    "add": ["Add pages, and change and submit their own"],
    "change": ["Change and submit every page"],
    "publish": [
        "Publish what another person wrote",
        "Unpublish and withdraw pages",
        "Make pages private",
        "Let out new versions of files that public pages show",
    ],
    "bulk_delete": ["Delete pages with those below them, if they were never public"],
    "lock": ["Lock pages"],
    "unlock": ["Unlock pages that others have locked"],
}
PUT_OUT_HELD = "Put out statements that are held"
BY_TASK = {
    EditorialReviewTask: "Review what is submitted",
    StatementApprovalTask: "Decide on statements, take approvals back, let pages go",
}
# By app label and codename, of permissions whose own names are for programmers.
BY_PERMISSION = {
    ("wagtailadmin", "access_admin"): (SITE, "Work in the admin"),
    ("siteinfo", "relax_second_person"): (DECISIONS, "Let one person write and publish an ordinary item"),
    ("media", "clear_boarddocument"): (FILES, "Lift the stop on a file that another person uploaded"),
    ("approvals", "view_statementapproval"): (DECISIONS, "Read the whole statement register"),
}
# What is done to a file, by the codename without the name of the model.
ON_FILES = {
    "add": "Upload {files}, and replace their own",
    "change": "Change, replace and delete all {files}",
    "choose": "Choose {files} for pages",
}
VERBS = {"add": "add", "change": "change", "delete": "delete", "view": "see"}
SECTION_OF_APP = {"accounts": PEOPLE, "auth": PEOPLE, "lost_factors": PEOPLE, "wagtailcore": SITE, "wagtailadmin": SITE}


def action_of(permission: Permission) -> str:
    """Return what a permission lets do, as its codename says it: "add" of "add_topic"."""
    return permission.codename.removesuffix(f"_{permission.content_type.model}")


def name_of_objects(permission: Permission) -> str:
    """Return what a permission is about: settings by their name, other things in the plural."""
    model = permission.content_type.model_class()
    if model is None or issubclass(model, AbstractSetting):
        return permission.content_type.name
    return str(model._meta.verbose_name_plural)


def phrase_of(permission: Permission) -> tuple[str, str, str]:
    """
    Return the section, the row and the entry of a permission on a model.

    What is done to the objects of a model stands in one row, so there the entry is a verb. A permission that no phrase
    is known of has its own name, so that none is left out.
    """
    app, action = permission.content_type.app_label, action_of(permission)
    section = SECTION_OF_APP.get(app, SETTINGS)
    if known := BY_PERMISSION.get((app, permission.codename)):
        return *known, "yes"
    if action in VERBS:
        name = name_of_objects(permission)
        return section, name[:1].upper() + name[1:], VERBS[action]
    name = permission.name.removeprefix("Can ")
    return section, name[:1].upper() + name[1:], "yes"
