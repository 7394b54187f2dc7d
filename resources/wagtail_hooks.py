"""Topics in the admin's menu."""

from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from .models import Topic


@modeladmin_register
class TopicAdmin(ModelAdmin):
    """
    The shared vocabulary: a small list without drafts or workflow, which is what ModelAdmin is for.

    Editors choose from it. Its names are read on public pages, so moderators alone add and change them.
    """

    model = Topic
    menu_icon = "tag"
    menu_label = "Topics"
    menu_order = 290
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
