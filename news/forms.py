"""The editor's form for a news item."""

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm


class NewsPageForm(WagtailAdminPageForm):
    """Offers today's date for a new item; an imported one keeps its empty date until somebody knows it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "date" in self.fields and not self.initial.get("date"):
            self.initial["date"] = timezone.localdate()
