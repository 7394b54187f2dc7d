"""The editor's forms for any page."""

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm


class BasePageForm(WagtailAdminPageForm):
    """Starts every new page as a draft, also where it is to be published in the same step."""

    def save(self, commit=True):
        """
        Return the page, a draft while it is new.

        Wagtail's create view saves a page that is to be published as live before any rule is asked whether it may
        be; publishing its first revision makes it live a moment later.
        """
        if self.instance._state.adding:
            self.instance.live = False
        return super().save(commit=commit)


class BasePageCopyForm(CopyForm):
    """Makes copies that are drafts, unless the board lets one person publish."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.page.get_parent().permissions_for_user(self.user).can_publish_subpage():
            for name in ("publish_copies", "alias"):
                self.fields.pop(name, None)
