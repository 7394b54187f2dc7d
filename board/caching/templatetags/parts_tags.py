"""``{% part name key … %}…{% endpart %}``: what many pages show alike."""

from django import template
from wagtail.models import Site

from board.caching.parts import key_of, part

register = template.Library()


class PartNode(template.Node):
    """A part of a page that is the same wherever its name and keys are, on the pages of one Site."""

    def __init__(self, name: str, keys: list, nodes: template.NodeList) -> None:
        self.name = name
        self.keys = keys
        self.nodes = nodes

    def render(self, context) -> str:
        """Return the part, made once for each state of the site."""
        request = context.get("request")
        site = Site.find_for_request(request) if request else None
        if site is None:
            return self.nodes.render(context)
        keys = (key_of(key.resolve(context)) for key in self.keys)
        return part((site.pk, self.name, *keys), lambda: self.nodes.render(context))


@register.tag("part")
def parse_part(parser, token) -> PartNode:
    """
    Parse ``{% part name key … %}``.

    What is within may depend on the Site, the keys and the clock of ``board.caching``: on nothing else of the request
    or the page. A key is a variable; objects of the database and lists of them stand for their rows.
    """
    _, name, *keys = token.split_contents()
    nodes = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name, [parser.compile_filter(key) for key in keys], nodes)
