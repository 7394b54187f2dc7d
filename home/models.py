"""The home page and the pages that stand outside news and resources."""

import dataclasses

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Site
from wagtail.search import index

from board.basepage.forms import BasePageForm
from board.basepage.models import BasePage
from board.blocks.stream import ContentStreamBlock
from board.siteinfo.organization import organization
from board.siteinfo.page_metadata import PageMetadata
from board.siteinfo.site_info import board_settings


class HomePage(BasePage):
    """Who to ring first, the latest news, the resources. One for each Site."""

    body = StreamField(ContentStreamBlock(), blank=True, help_text="Shown under the contacts.")

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    base_form_class = BasePageForm
    template = "pages/home_page.html"
    parent_page_types = ["basepage.BasePage"]
    subpage_types = ["home.StandardPage", "news.NewsIndexPage", "resources.ResourceIndexPage"]

    class Meta:
        verbose_name = "home page"

    def get_page_metadata(self, request) -> PageMetadata:
        metadata = super().get_page_metadata(request)
        site = Site.find_for_request(request)
        if site is None:
            return metadata
        return dataclasses.replace(metadata, data=[organization(board_settings(request), site), *metadata.data])


class StandardPage(BasePage):
    """A page about the board, how to get help, privacy and the like."""

    body = StreamField(ContentStreamBlock(), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    base_form_class = BasePageForm
    template = "pages/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = "standard page"
