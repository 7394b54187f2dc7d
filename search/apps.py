from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
        from .index.indexer import fill_empty_index  # noqa: PLC0415

        post_migrate.connect(fill_empty_index, sender=self, dispatch_uid="search_fill_empty_index")
