"""What the chair reads before deciding: everything that the digest covers, and nothing else."""

from django.utils.formats import localize
from django.utils.text import capfirst
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from .digest import carried_files

EMPTY = "—"


def shown(page, name: str) -> str | RichText:
    """Return the value of a public field as a reader would understand it."""
    value = getattr(page, f"get_{name}_display", lambda: getattr(page, name))()
    if isinstance(value, bool):
        # A mark that is not set shows nothing to a reader.
        return "Yes" if value else EMPTY
    if isinstance(page._meta.get_field(name), RichTextField):
        return RichText(value) if value else EMPTY
    return localize(value) if value not in (None, "") else EMPTY


def what_readers_will_see(page) -> dict:
    """
    Return the public fields, the streams and the files of a specific page, for the screen.

    ``fields`` are pairs of label and text, ``streams`` the values of its streams, ``files`` the documents and images
    with their hash. The same parts make the digest (board.approvals.digest), so what is approved is what was shown.
    """
    fields = [
        (capfirst(page._meta.get_field(name).verbose_name), shown(page, name))
        for name in page.public_fields
        if name != "title"
    ]
    return {
        "title": page.title,
        "fields": [(label, text) for label, text in fields if text != EMPTY],
        "streams": [getattr(page, name) for name in page.get_streamfield_names()],
        "files": [file for file in carried_files(page).values() if file],
        "missing_files": sum(1 for file in carried_files(page).values() if not file),
    }
