"""What depends on a page that is to be taken down: said before it goes, and the reason why a home page stays."""

from swapper import load_model
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import ReferenceIndex, Site

from board.media.access import page_references
from board.siteinfo.models import FooterLink

# How many pages or searches are named.
MOST_NAMED = 3


def is_home_page(page) -> bool:
    """Return whether a page is the root page of a Site, from Wagtail's cache."""
    return any(root.root_path == page.url_path for root in Site.get_site_root_paths())


def holds_home_page(page) -> bool:
    """Return whether a page or one below it is the root page of a Site, from Wagtail's cache."""
    return any(root.root_path.startswith(page.url_path) for root in Site.get_site_root_paths())


def reason_to_keep_home_page(page) -> str:
    """Return why the home page of a Site stays public and in its place, and what to do instead."""
    return (
        f"“{page.get_admin_display_title()}” is a home page: without it the site’s own address would lead nowhere. "
        "Change its words, or have another page chosen under Settings → Sites first."
    )


def public_pages_linking_to(page) -> list:
    """Return the public pages that link to a page or name it in a field, by title."""
    links = page_references(ReferenceIndex.get_references_to(page))
    ids = {int(pk) for pk in links.values_list("object_id", flat=True)} - {page.pk}
    pages = load_model("wagtailcore", "Page").objects.filter(pk__in=ids)
    return list(pages.live().public().order_by("title", "pk"))


def list_names(names: list[str]) -> str:
    """Return the first of some names in quotation marks, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(f"“{name}”" for name in names[:MOST_NAMED]) + more


def count(number: int, one: str, many: str) -> str:
    """Return a number with the words for one thing or for many."""
    return f"{number} {one if number == 1 else many}"


def effects_of_taking_down(page) -> list[str]:
    """Return what readers lose besides a live page itself where it is taken down, in sentences."""
    effects = []
    if page.show_in_menus and is_home_page(page.get_parent()):
        effects.append("It leaves the menu of every page.")
    if FooterLink.objects.filter(page_id=page.pk).exists():
        effects.append("It leaves the links at the foot of every page.")
    if promoted := SearchPromotion.objects.filter(page_id=page.pk).values_list("query__query_string", flat=True):
        effects.append(f"It is promoted in the search for {list_names(sorted(promoted))}.")
    if below := page.get_descendants().live().public().count():
        pages = count(below, "public page stays at its address", "public pages stay at their addresses")
        effects.append(f"{pages} below it, but it no longer leads readers there.")
    if linking := public_pages_linking_to(page):
        names = list_names([each.get_admin_display_title() for each in linking])
        effects.append(f"{names} {'links' if len(linking) == 1 else 'link'} to it: the link goes, its words stay.")
    if redirects := Redirect.objects.filter(redirect_page_id=page.pk).count():
        effects.append(f"{count(redirects, 'old address leads', 'old addresses lead')} to it.")
    return effects
