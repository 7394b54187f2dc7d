"""``{% cachedfragment name key … %}…{% endcachedfragment %}``: what many pages have in common."""

from django import template
from wagtail.models import Site

from board.engines.pagecache.fragments import cached_fragment, fragment_key

register = template.Library()


class CachedFragmentNode(template.Node):
    """A fragment that is the same wherever its name and keys are, on the pages of one Site."""

    def __init__(self, name: str, keys: list, nodes: template.NodeList) -> None:
        self.name = name
        self.keys = keys
        self.nodes = nodes

    def render(self, context) -> str:
        request = context.get("request")
        site = Site.find_for_request(request) if request else None
        if site is None:
            return self.nodes.render(context)
        keys = (fragment_key(key.resolve(context)) for key in self.keys)
        return cached_fragment((site.pk, self.name, *keys), lambda: self.nodes.render(context))


@register.tag("cachedfragment")
def parse_cached_fragment(parser, token) -> CachedFragmentNode:
    """
    Parse ``{% cachedfragment name key … %}``.

    Its content may depend on the Site, the keys and the page cache's clock, and on nothing else of the request or the
    page. A key is a variable; model instances and lists of them stand for their rows.
    """
    _, name, *keys = token.split_contents()
    nodes = parser.parse(("endcachedfragment",))
    parser.delete_first_token()
    return CachedFragmentNode(name, [parser.compile_filter(key) for key in keys], nodes)
