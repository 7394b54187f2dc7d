"""Every list, chooser, report and question of the admin that takes a search or a filter, found by introspection."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from django.urls import URLResolver, get_resolver

# What a list may be asked whether its page shows a field for it or not, by a part of its address.
READ = {
    "": {"q", "p", "ordering", "id"},
    "/api/": {
        "search",
        "limit",
        "offset",
        "fields",
        "order",
        "type",
        "child_of",
        "descendant_of",
        "has_children",
        "locale",
    },
    "/bulk/": {"childOf", "next"},
    "choose": {"page_type", "user_type", "collection_id", "tag", "multiple", "chosen", "locale"},
    "/tag-autocomplete/": {"term"},
    "-register/": {"o", "ot", "e", "export"},
    "/topic/": {"o", "ot", "e", "name", "unknown"},
}
# They sign the user out, or are no page of the admin.
LEFT_OUT = ("admin/logout/", "admin/password_reset/", "admin/sprite/", "admin/jsi18n/", "admin/failwhale/")
NAMES = {
    "app_label": "basepage",
    "model_name": "basepage",
    "app_name": "siteinfo",
    "content_type_app_name": "news",
    "content_type_model_name": "newspage",
    "action": "unpublish",
}


def routes(patterns, prefix: str = "") -> Iterator[str]:
    """Yield the whole routes of URL patterns."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def addresses(page_id: int, prefix: str = "") -> list[str]:
    """Return an address for each route below a prefix, with a page's primary key where it takes one, else 1."""

    def argument(match) -> str:
        name = match[1]
        return NAMES.get(name, str(page_id) if "page" in name or "parent" in name else "1")

    filled = set()
    for route in routes(get_resolver().url_patterns):
        # Of a regular expression a group is an argument, and the rest stands for itself.
        named = re.sub(r"\(\?P(<\w+>)(?:\\.|\[.*?\]|[^()])*\)", r"\1", route)
        address = re.sub(r"<(?:\w+:)?(\w+)>", argument, named)
        filled.add(re.sub(r"\^|\$|\\Z", "", address).replace(".*", "anything").replace("\\.", "."))
    return sorted(f"/{address}" for address in filled if address.startswith(prefix))


def admin_addresses(page_id: int) -> list[str]:
    """Return an address for each route of the admin, except those that end a session or are no page."""
    return [address for address in addresses(page_id, "admin/") if not address[1:].startswith(LEFT_OUT)]


def parameters_shown(response) -> set[str]:
    """Return the names of the fields of searches and filters that a page shows, and of those that its links have."""
    soup = BeautifulSoup(response.content, "html.parser")
    fields = [
        field
        for form in soup.find_all("form")
        if form.get("method", "get").lower() == "get"
        for field in form.find_all(["input", "select"])
    ]
    fields += [field for field in soup.find_all(["input", "select"]) if field.get("form")]
    links = [part for link in soup.find_all("a", href=re.compile(r"^\?")) for part in link["href"][1:].split("&")]
    return {field.get("name", "") for field in fields} | {part.split("=")[0] for part in links}


def admin_lists(client, page_id: int) -> dict[str, set[str]]:
    """Return the parameters of every address of the admin that answers, by address; the client is signed in."""
    lists = {}
    for address in admin_addresses(page_id):
        response = client.get(address)
        if response.status_code == 200 and not response.streaming:
            read = set().union(*(names for part, names in READ.items() if part in address))
            lists[address] = read | (parameters_shown(response) - {"", "csrfmiddlewaretoken"})
    for address, parameters in lists.items():
        if address.endswith("/results/"):
            # The rows alone, which a script asks for as the whole page is asked.
            lists[address] = parameters | lists.get(address.removesuffix("results/"), set())
    return lists
