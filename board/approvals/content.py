"""The content of a page in canonical form: what readers see of it, however and under whatever keys it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from wagtail import blocks
from wagtail.fields import RichTextField
from wagtail.images.blocks import ImageBlock
from wagtail.models import AbstractPage
from wagtail.rich_text import RichText

from .rich_text import canonical_rich_text


@dataclass(frozen=True)
class Reference:
    """A page, document or image that content names, in whose place the digest has what readers know it by."""

    model: Any  # The class.
    pk: str


def refer(model, pk) -> Reference:
    """Return the reference to the object of a model with a primary key."""
    return Reference(model, str(pk))


def named(instance) -> Reference | str:
    """Return what names a chosen page or file; a page that is loaded tells its ``translation_key`` itself."""
    if isinstance(instance, AbstractPage):
        return str(instance.translation_key)
    return refer(type(instance), instance.pk)


def plain_text(value):
    """Return a text without what forms and browsers change of it: kinds of line ends, and space around it."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value


def block_content(block: blocks.Block, value) -> Any:
    """Return the content of a block with its value; a block without one has none."""
    if value is None:
        return None
    if isinstance(block, blocks.BaseStreamBlock):
        return [{"type": child.block_type, "value": block_content(child.block, child.value)} for child in value]
    if isinstance(block, ImageBlock):
        # Its value is the image, with the description as an attribute.
        return {"image": named(value), "alt_text": value.contextual_alt_text, "decorative": value.decorative}
    if isinstance(block, blocks.BaseStructBlock):
        return {name: block_content(child, value.get(name)) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [block_content(child.block, child.value) for child in value.bound_blocks]
    return simple_block_content(block, value)


def simple_block_content(block: blocks.Block, value) -> Any:
    """Return the content of a block without blocks within it."""
    if isinstance(block, blocks.ChooserBlock):
        return named(value)
    if isinstance(block, blocks.RichTextBlock):
        return canonical_rich_text(value.source if isinstance(value, RichText) else value, refer)
    return plain_text(block.get_prep_value(value))


def field_content(instance, field) -> Any:
    """Return the content of a model's field."""
    if field.one_to_many:
        return [child_content(child, field) for child in in_order(getattr(instance, field.get_accessor_name()).all())]
    if field.many_to_many:
        return sorted((named(chosen) for chosen in getattr(instance, field.name).all()), key=repr)
    value = getattr(instance, field.attname)
    if field.is_relation:
        return None if value is None else refer(field.related_model, value)
    if isinstance(field, RichTextField):
        return canonical_rich_text(value or "", refer)
    return plain_text(value)


def in_order(children) -> list:
    """Return inline children in the order in which readers see them."""
    return sorted(children, key=lambda child: getattr(child, "sort_order", None) or 0)


def child_content(child, relation) -> dict:
    """Return the content of an inline child: all its fields but its key, its page and its place."""
    fields = [
        field
        for field in child._meta.concrete_fields
        if not field.primary_key and field != relation.field and field.name != "sort_order"
    ]
    return {field.name: field_content(child, field) for field in fields}


def content_of(page) -> dict[str, Any]:
    """Return the content of a specific page's public fields and streams, by name, with references in it."""
    content = {}
    for name in page.public_fields:
        try:
            content[name] = field_content(page, page._meta.get_field(name))
        except FieldDoesNotExist:
            content[name] = plain_text(getattr(page, name))
    for name in page.get_streamfield_names():
        stream = getattr(page, name)
        content[name] = block_content(stream.stream_block, stream)
    return content


def references_in(content) -> Iterator[Reference]:
    """Yield every reference in content."""
    if isinstance(content, Reference):
        yield content
    elif isinstance(content, (dict, list)):
        for part in content.values() if isinstance(content, dict) else content:
            yield from references_in(part)


def is_empty(value) -> bool:
    """Return whether readers see nothing of a value."""
    return value is None or value is False or (isinstance(value, (str, list, dict)) and not value)


def resolved(content, identities: dict[Reference, Any]) -> Any:
    """
    Return content with what readers know in the place of each reference, and without whatever is empty.

    So an optional field or child that is added later, and is empty, changes no digest.
    """
    if isinstance(content, Reference):
        return identities.get(content)
    if isinstance(content, dict):
        parts = {name: resolved(part, identities) for name, part in content.items()}
        return {name: part for name, part in parts.items() if not is_empty(part)}
    if isinstance(content, list):
        return [resolved(part, identities) for part in content]
    return content
