"""What every page says of the board: its menu, whom to ring, its alerts, the links at the foot."""

from django import template
from wagtail.models import Site

from board.caching import clock
from board.siteinfo import head
from board.siteinfo.alerts import Alert, alerts_at, moments_after
from board.siteinfo.contacts import Reader, by_reader
from board.siteinfo.models import BoardSettings
from board.siteinfo.organization import static_address
from board.siteinfo.remembered import board_of, site_info
from board.stamps.remembered import Remembered

register = template.Library()
# Parts of the frame, by Site and name.
PARTS: Remembered[str] = Remembered()


class PartNode(template.Node):
    """A part of the frame that is the same on every page of a Site."""

    def __init__(self, name: str, nodes: template.NodeList) -> None:
        self.name = name
        self.nodes = nodes

    def render(self, context) -> str:
        """Return the part, made once for each state of the site."""
        site = current_site(context) if context.get("request") else None
        if site is None:
            return self.nodes.render(context)
        return PARTS.get((site.pk, self.name), lambda: self.nodes.render(context))


@register.tag
def part(parser, token) -> PartNode:
    """``{% part name %}…{% endpart %}``: what is within depends on the Site, neither on the page nor the clock."""
    _, name = token.split_contents()
    nodes = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name, nodes)


def current_site(context) -> Site | None:
    """Return the Site of the request, the default one where a page is made without a request."""
    request = context.get("request")
    return Site.find_for_request(request) if request else Site.objects.filter(is_default_site=True).first()


@register.simple_tag(takes_context=True)
def board(context) -> BoardSettings:
    """Return the board of this Site."""
    return board_of(context.get("request"))


@register.simple_tag(takes_context=True)
def board_contacts(context) -> list[Reader]:
    """Return whom to ring, split by reader; the national helplines where the board has named nobody."""
    info = site_info(context.get("request"))
    return by_reader(info.contacts if info else [])


@register.simple_tag(takes_context=True)
def current_alerts(context) -> list[Alert]:
    """Return the alerts that stand over every page now, the most urgent first."""
    info = site_info(context.get("request"))
    now = clock.now()
    for moment in moments_after(info.alerts if info else [], now):
        clock.true_until(moment)
    return alerts_at(info.alerts if info else [], now)


@register.simple_tag(takes_context=True)
def footer_pages(context) -> list:
    """Return the public pages that the foot of every page links to."""
    info = site_info(context.get("request"))
    return info.footer_pages if info else []


@register.simple_tag(takes_context=True)
def main_menu(context) -> list:
    """Return the public pages under the home page that are marked to stand in menus."""
    info = site_info(context.get("request"))
    return info.menu if info else []


@register.simple_tag(takes_context=True)
def full_static(context, path: str) -> str:
    """Return the full address of a static file, for those who look at a page from elsewhere."""
    site = current_site(context)
    return static_address(site, path) if site else ""


register.filter("json_ld", head.json_ld)
