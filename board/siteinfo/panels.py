"""Panels for settings that not everyone who may change the others may change."""

from django.utils.text import capfirst
from wagtail.admin.panels import FieldPanel


class RestrictedFieldPanel(FieldPanel):
    """
    A field that users without ``permission`` can read, with ``read_only_help_text`` as the reason why no more.

    Wagtail's own panel hides it from them.
    """

    def __init__(self, *args, permission, read_only_help_text, **kwargs):
        super().__init__(*args, permission=permission, **kwargs)
        self.read_only_help_text = read_only_help_text

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "read_only_help_text": self.read_only_help_text}

    def format_value_for_display(self, value):
        """Return the value in words."""
        return {True: "Yes", False: "No"}.get(value, super().format_value_for_display(value))

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel of one form: read-only where the form has left the field out for want of the permission."""

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            if self.form is not None and self.bound_field is None:
                self.read_only = True
                self.heading = self.panel.heading or capfirst(self.panel.db_field.verbose_name)
                self.help_text = self.panel.read_only_help_text

        def is_shown(self) -> bool:
            return self.read_only or super().is_shown()
