from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from .receivers import refuse_to_remove_content  # noqa: PLC0415

        pre_migrate.connect(refuse_to_remove_content, sender=self, dispatch_uid="home_refuse_to_remove_content")
