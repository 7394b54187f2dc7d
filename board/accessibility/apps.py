from django.apps import AppConfig


class AccessibilityConfig(AppConfig):
    name = "board.accessibility"
    label = "accessibility"
    verbose_name = "Accessibility"
