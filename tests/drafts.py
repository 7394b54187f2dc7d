"""Pages of every type with every field filled in, and with those empty that a draft may leave empty."""

import copy
import datetime as dt
import json
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from board.basepage.models import BasePage

# What each kind of block stores; a later one stands for those that extend it.
STORED = {
    blocks.CharBlock: "Some words",
    blocks.TextBlock: "Some words",
    blocks.URLBlock: "https://www.example.org/",
    blocks.RichTextBlock: "<p>Some words</p>",
    blocks.DateBlock: "2026-11-02",
    blocks.DateTimeBlock: "2027-02-09T18:00:00Z",
    blocks.BooleanBlock: True,
}
FILLED = {
    models.DateTimeField: dt.datetime(2027, 2, 9, 18, tzinfo=dt.UTC),
    models.DateField: dt.date(2026, 11, 2),
    models.BooleanField: True,
    models.URLField: "https://www.example.org/",
    models.Field: "Some words",
}
MISSING = object()


def page_types():
    """Return the types of pages that the board has, by their labels."""
    types = [model for model in apps.get_models() if issubclass(model, BasePage) and model is not BasePage]
    return {model._meta.label: model for model in types}


@dataclass
class Choices:
    """What choosers choose."""

    page: int
    document: int
    image: int

    def of(self, block):
        """Return what a chooser chooses."""
        if isinstance(block, blocks.PageChooserBlock):
            return self.page
        return self.document if isinstance(block, DocumentChooserBlock) else self.image


def stored(block, choices):
    """Return what a block stores that is filled in everywhere; raises ``LookupError`` for a kind not known here."""
    if isinstance(block, ImageBlock):
        value = {"image": choices.image, "alt_text": "Some words", "decorative": False}
    elif isinstance(block, blocks.BaseStreamBlock):
        value = [{"type": name, "value": stored(child, choices)} for name, child in block.child_blocks.items()]
    elif isinstance(block, blocks.BaseStructBlock):
        value = {name: stored(child, choices) for name, child in block.child_blocks.items()}
    elif isinstance(block, blocks.ChooserBlock):
        value = choices.of(block)
    elif isinstance(block, blocks.ChoiceBlock):
        value = next(value for value, _ in block.field.choices if value)
    else:
        known = [value for kind, value in STORED.items() if isinstance(block, kind)]
        if not known:
            raise LookupError(f"Say in tests/drafts.py what a {type(block).__name__} stores.")
        value = known[0]
    return value


def filled_value(field, choices):
    """Return a value for a field of a model."""
    if isinstance(field, StreamField):
        return stored(field.stream_block, choices)
    if field.choices:
        return next(value for value, _ in field.choices if value)
    return next(value for kind, value in FILLED.items() if isinstance(field, kind))


def fields_a_draft_may_leave_empty(model):
    """Return the fields of a page type's form that a draft may leave empty, by name."""
    form = model.get_edit_handler().get_form_class()
    deferred = {*form._meta.defer_required_on_fields}
    names = [name for name, field in form.base_fields.items() if not field.required or name in deferred]
    fields = {field.name: field for field in model._meta.concrete_fields}
    return {name: fields[name] for name in names if name in fields and name != "slug"}


def leaves(value, place=()):
    """Yield the places of all values within what a stream stores, at any depth."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "type":
                yield from leaves(part, (*place, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, (*place, number))
    else:
        yield place


def places(model, content):
    """Return the places of everything in a page's content that a draft may leave empty."""
    found = []
    for name, field in fields_a_draft_may_leave_empty(model).items():
        if isinstance(field, StreamField):
            found += [(name, *place) for place in leaves(content[name])]
        found.append((name,))
    return found


def full_content(model, choices):
    """Return content with which every field that a draft may leave empty is filled in."""
    fields = fields_a_draft_may_leave_empty(model)
    content = {name: filled_value(field, choices) for name, field in fields.items() if not field.is_relation}
    return {"title": "A title", **content}


def empty_like(value):
    """Return what a form stores where this value was left out: of a text an empty one, of anything else nothing."""
    return (
        "" if isinstance(value, str) and value not in {STORED[blocks.DateBlock], STORED[blocks.DateTimeBlock]} else None
    )


def emptied(model, content, places_to_empty, empty=None):
    """
    Return content with places empty, as a form leaves them.

    With ``MISSING`` blocks have no such key, as those have that were stored before there was one.
    """
    content = copy.deepcopy(content)
    for name, *inner in sorted(places_to_empty, key=len, reverse=True):
        if inner:
            part = content[name]
            for key in inner[:-1]:
                part = part[key]
            if empty is MISSING and isinstance(part, dict) and "type" not in part:
                part.pop(inner[-1], None)
            else:
                part[inner[-1]] = empty_like(part[inner[-1]])
        elif name in content:
            field = model._meta.get_field(name)
            nothing = False if isinstance(field, models.BooleanField) else None if field.null else ""
            content[name] = [] if isinstance(field, StreamField) else nothing
    return content


def set_content(page, content):
    """Give a page content, and return it."""
    for name, value in content.items():
        setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
    return page
