"""The editor's form for any page."""

from wagtail.admin.forms import WagtailAdminPageForm


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
