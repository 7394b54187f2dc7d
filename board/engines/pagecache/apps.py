from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    name = "board.engines.pagecache"
    verbose_name = "Page cache"

    def ready(self) -> None:
        """Watch what every connection writes, from its first statement on."""
        from . import invalidation  # noqa: F401, PLC0415  # Settings are there from now on.
