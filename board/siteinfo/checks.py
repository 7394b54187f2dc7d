"""System checks of a site that goes live: ``manage.py check --deploy --database default``."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.db import DatabaseError
from django.http.request import validate_host
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}


@register(Tags.database, deploy=True)
def check_address(app_configs, databases, **kwargs) -> list[CheckMessage]:
    """Return a warning for each place where the site's address is another than ``BASE_URL``."""
    if not databases:
        return []
    address = urlsplit(settings.BASE_URL)
    warnings: list[CheckMessage] = []
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        warnings.append(
            Warning(
                f"ALLOWED_HOSTS does not name {address.hostname}, the host of BASE_URL: readers would get 400.",
                hint="Add it to the variable ALLOWED_HOSTS.",
                id="siteinfo.W001",
            )
        )
    try:
        site = Site.objects.filter(is_default_site=True).first()
    except DatabaseError:
        return warnings  # Nothing is migrated yet.
    if site and site.root_url != settings.BASE_URL:
        warnings.append(
            Warning(
                f"Settings → Sites says that the site is at {site.root_url}, and BASE_URL says {settings.BASE_URL}. "
                "Feeds, the sitemap and pages name the first, mails the second.",
                hint=f"Under Settings → Sites, set the hostname {address.hostname} and the port "
                f"{address.port or PORTS[address.scheme]}.",
                obj=site,
                id="siteinfo.W002",
            )
        )
    return warnings
