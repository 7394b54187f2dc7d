from django.apps import AppConfig


class CachingConfig(AppConfig):
    name = "board.caching"
    label = "caching"
    verbose_name = "Page cache"

    def ready(self) -> None:
        """Watch what every connection writes, from its first statement on."""
        from . import watching  # noqa: F401, PLC0415  # Settings are there from now on.
