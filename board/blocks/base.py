"""What blocks share: their form in migrations, and rules between fields."""

from django.core.exceptions import ValidationError
from wagtail import blocks


class StockDeconstructMixin:
    """
    Writes a block into migrations as the stock block that it extends.

    Wagtail does this for struct and stream blocks, so that their classes can be renamed and removed although old
    migrations hold them; for field blocks we do.
    """

    stock_path: str

    def deconstruct(self):
        _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return self.stock_path, args, kwargs


class CrossFieldStructBlock(blocks.StructBlock):
    """A struct whose fields are also checked together; an editor sees all errors at once."""

    def errors_between_fields(self, value) -> dict[str, ValidationError]:
        """
        Return what is wrong between the fields, by the name of the field to correct.

        Called for drafts too, with ``is_deferred_validation`` set: what a draft may lack is then no error.
        """
        raise NotImplementedError

    def clean(self, value):
        """Return the cleaned value; raises ``StructBlockValidationError`` with every error on its field."""
        field_errors: dict = {}
        try:
            value = super().clean(value)
        except blocks.StructBlockValidationError as error:
            field_errors = error.block_errors
        errors = {**self.errors_between_fields(value), **field_errors}
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


def exactly_one(value: dict, first: str, second: str, message: str) -> dict[str, ValidationError]:
    """
    Return the errors of a pair of fields of which exactly one must be filled, by field name.

    The error is on both fields, since either may be the one to fill in or to clear.
    """
    if bool(value.get(first)) == bool(value.get(second)):
        error = ValidationError(message, code="exactly_one")
        return {first: error, second: error}
    return {}
