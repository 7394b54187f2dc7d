"""The editor's forms for any page."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from .routing import is_for_pages


def take_over_publication(page) -> bool:
    """
    Say whether a page has gone live since it was read; if so, the instance is told when and with which revision.

    Called within the transaction that saves the page; its row is locked first.
    """
    page.lock_row()
    names = ("live", "live_revision_id", "first_published_at", "last_published_at")
    stored = type(page)._base_manager.filter(pk=page.pk).values(*names).first()
    if page.live or not stored or not stored["live"]:
        return False
    for name, value in stored.items():
        setattr(page, name, value)
    return True


class BasePageForm(WagtailAdminPageForm):
    """Starts every new page as a draft, also where it is to be published in the same step."""

    def clean(self):
        """Refuse an address at which the site itself answers: nobody would ever see the page there."""
        cleaned = super().clean()
        above = self.parent_page.get_url_parts() if self.parent_page else None
        if above and cleaned.get("slug") and not is_for_pages(f"{above[2]}{cleaned['slug']}/"):
            message = "The site uses this address itself. Choose another."
            self.add_error("slug", ValidationError(message, code="address_in_use"))
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        """
        Return the page, a draft while it is new.

        Wagtail's create view saves a page that is to be published as live before any rule is asked whether it may
        be; publishing its first revision makes it live a moment later. And its edit view writes the whole row of a
        page that was no more than a draft when the request began: had somebody published it meanwhile, it would
        silently go down again. Such a page keeps its row, and the words go into the revision alone, as for any
        page that is live.
        """
        if self.instance._state.adding:
            self.instance.live = False
        elif commit and take_over_publication(self.instance):
            commit = False
        return super().save(commit=commit)


class BasePageCopyForm(CopyForm):
    """Makes copies that are drafts, unless the board lets one person publish."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.page.get_parent().permissions_for_user(self.user).can_publish_subpage():
            for name in ("publish_copies", "alias"):
                self.fields.pop(name, None)
