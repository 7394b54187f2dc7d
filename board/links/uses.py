"""Keeps track of where links stand."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry

from board.approvals.pages import page_model

from .found import links_of
from .models import CheckedLink, LinkUse, digest_of


def keep(urls: Iterable[str], **place) -> None:
    """
    Bring the uses at a place to what it shows now.

    ``place`` is ``page_id``, or ``site_id`` and ``setting``. A use that stays keeps what is known of it. One query
    where there is nothing to do.
    """
    wanted = {digest_of(url): url for url in sorted(urls)}
    stored = dict(LinkUse.objects.filter(**place).values_list("link__digest", "pk"))
    if wanted.keys() == stored.keys():
        return
    gone = [pk for digest, pk in stored.items() if digest not in wanted]
    new = {digest: url for digest, url in wanted.items() if digest not in stored}
    with transaction.atomic():
        LinkUse.objects.filter(pk__in=gone).delete()
        # Another process may be writing the same address just now.
        CheckedLink.objects.bulk_create(
            [CheckedLink(url=url, digest=digest) for digest, url in new.items()], ignore_conflicts=True
        )
        links = CheckedLink.objects.filter(digest__in=new)
        LinkUse.objects.bulk_create([LinkUse(link=link, **place) for link in links], ignore_conflicts=True)


def keep_page(page) -> None:
    """Bring the uses of a specific page to what readers see of it; there is none on a page that is not public."""
    urls = links_of(page) if page.live else set()
    if urls and page.get_view_restrictions():
        urls = set()
    keep(urls, page_id=page.pk)


def site_settings() -> Iterator[BaseSiteSetting]:
    """Yield the settings of every Site."""
    for model in registry:
        if issubclass(model, BaseSiteSetting):
            yield from model.objects.all()


def keep_all() -> Iterator[None]:
    """Bring every use to what pages and settings show now, one place at a time, and forget links that stand nowhere."""
    public = page_model().objects.live().public()
    LinkUse.objects.filter(page__isnull=False).exclude(page__in=public.values("pk")).delete()
    for page in public.specific().iterator():
        keep(links_of(page), page_id=page.pk)
        yield
    for setting in site_settings():
        keep(links_of(setting), site_id=setting.site_id, setting=setting._meta.label_lower)
        yield
    CheckedLink.objects.filter(uses__isnull=True).delete()
