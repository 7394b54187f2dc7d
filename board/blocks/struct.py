"""Rules between the fields of a block."""

from django.core.exceptions import ValidationError
from wagtail import blocks


class CrossFieldStructBlock(blocks.StructBlock):
    """A struct whose fields are checked together as well as one by one; an editor sees all errors at once."""

    def errors_between_fields(self, value) -> dict[str, ValidationError]:
        """
        Return what is wrong between the fields, by the name of the field to mend.

        Called for drafts too: ``is_deferred_validation`` says so, and what a draft may lack is then no error.
        """
        raise NotImplementedError

    def clean(self, value):
        """Return the cleaned value; raises ``StructBlockValidationError`` with every error on its field."""
        of_fields: dict = {}
        try:
            value = super().clean(value)
        except blocks.StructBlockValidationError as error:
            of_fields = error.block_errors
        errors = {**self.errors_between_fields(value), **of_fields}
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value
