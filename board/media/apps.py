from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "board.media"
    verbose_name = "Documents and images"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import receivers  # noqa: F401, PLC0415  # Models are there from now on.
