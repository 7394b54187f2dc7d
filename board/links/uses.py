"""Keeping the table of which pages and settings show which links."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry

from board.basepage.models import BasePage

from .extraction import external_links
from .models import CheckedLink, LinkUse, digest_of


def update_uses(urls: Iterable[str], **location) -> None:
    """
    Bring the uses on a page or in settings up to date with the URLs shown there now.

    ``location`` is ``page_id``, or ``site_id`` and ``setting``. Uses that remain are not touched. One query where
    nothing has changed.
    """
    shown = {digest_of(url): url for url in sorted(urls)}
    stored = dict(LinkUse.objects.filter(**location).values_list("link__digest", "pk"))
    if shown.keys() == stored.keys():
        return
    gone = [pk for digest, pk in stored.items() if digest not in shown]
    new = {digest: url for digest, url in shown.items() if digest not in stored}
    with transaction.atomic():
        LinkUse.objects.filter(pk__in=gone).delete()
        # Another process may be creating the same link.
        CheckedLink.objects.bulk_create(
            [CheckedLink(url=url, digest=digest) for digest, url in new.items()], ignore_conflicts=True
        )
        links = CheckedLink.objects.filter(digest__in=new)
        LinkUse.objects.bulk_create([LinkUse(link=link, **location) for link in links], ignore_conflicts=True)


def update_page_uses(page) -> None:
    """Bring the uses on a specific page up to date; a page that is not public has none."""
    urls = external_links(page) if page.live else set()
    if urls and page.get_view_restrictions():
        urls = set()
    update_uses(urls, page_id=page.pk)


def site_settings() -> Iterator[BaseSiteSetting]:
    """Yield the settings of every Site that a board can edit."""
    for model in registry:
        if issubclass(model, BaseSiteSetting):
            yield from model.objects.all()


def update_all_uses() -> Iterator[None]:
    """Bring all uses up to date, one page or set of settings at a time, and delete links that are not used."""
    public = BasePage.objects.live().public()
    LinkUse.objects.filter(page__isnull=False).exclude(page__in=public.values("pk")).delete()
    for page in public.specific().iterator():
        update_uses(external_links(page), page_id=page.pk)
        yield
    for setting in site_settings():
        update_uses(external_links(setting), site_id=setting.site_id, setting=setting._meta.label_lower)
        yield
    CheckedLink.objects.filter(uses__isnull=True).delete()
