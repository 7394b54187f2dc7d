from django.apps import AppConfig


class AccessibilityConfig(AppConfig):
    name = "board.accessibility"
    label = "accessibility"
    verbose_name = "Accessibility"

    def ready(self) -> None:
        """Connect the receivers."""
        from . import receivers  # noqa: F401, PLC0415
