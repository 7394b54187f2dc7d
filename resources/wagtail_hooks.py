"""Topics in the admin's menu."""

from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import DeleteView

from board.admin import BoardIndexView
from board.basepage.models import BasePage

from .models import Topic
from .receivers import pages_about


class TopicDeleteView(DeleteView):
    """The question before a topic is deleted, with what readers lose."""

    def confirmation_message(self) -> str:
        public = BasePage.objects.live().public().filter(pk__in=pages_about(self.instance)).count()
        if not public:
            return "No public page has this topic. Delete it?"
        pages = "1 public page loses" if public == 1 else f"{public} public pages lose"
        return f"{pages} this topic, and its address and its feed answer no longer. Delete it?"


@modeladmin_register
class TopicAdmin(ModelAdmin):
    """
    The shared vocabulary: a small list without drafts or workflow, which is what ModelAdmin is for.

    Editors choose from it. Its names are read on public pages, so moderators alone add and change them.
    """

    model = Topic
    index_view_class = BoardIndexView
    delete_view_class = TopicDeleteView
    menu_icon = "tag"
    menu_label = "Topics"
    menu_order = 290
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
