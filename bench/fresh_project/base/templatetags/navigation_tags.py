"""The menu’s pages and the foot’s words."""

from django import template
from wagtail.models import Site

from base.models import FooterText

register = template.Library()


@register.simple_tag(takes_context=True)
def get_site_root(context):
    """Return the home page."""
    return Site.find_for_request(context["request"]).root_page


@register.simple_tag
def get_footer_text():
    """Return the words of the foot, or an empty string."""
    text = FooterText.objects.filter(live=True).first()
    return text.body if text else ""
