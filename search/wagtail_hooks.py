"""The synonyms in the admin."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from .models import SynonymGroup


class SynonymViewSet(ModelViewSet):
    """Groups of synonyms: a short list without drafts."""

    model = SynonymGroup
    name = "synonyms"
    icon = "sliders"
    menu_label = "Synonyms"
    menu_order = 890
    add_to_settings_menu = True
    list_display = ("words",)
    search_fields = ("words",)
    search_backend_name = None
    form_fields = ("words",)
    inspect_view_enabled = False
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def register_synonyms() -> SynonymViewSet:
    return SynonymViewSet()
