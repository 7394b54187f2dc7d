"""The digest of everything that a reader sees of a page, which is what an approval covers."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.blocks import ChooserBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .statements import blocks_within, carries_statement

# Raised when a change of code changes the digest of unchanged words; see docs/decisions/0004.
VERSION = "v1"


def without_ids(value):
    """Return a stream's JSON value without its item ids, which Wagtail may renew at any save."""
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if not (key == "id" and "type" in value)}
    return value


# Documents and images by model label and id.
Files = dict[tuple[str, str], Any]


def chosen_files(page) -> Files:
    """Return the files that a page's chooser blocks have loaded and will render, by model label and id."""
    chosen = {}
    for name in page.get_streamfield_names():
        value = getattr(page, name)
        for block, file in blocks_within(value.stream_block, value):
            if isinstance(block, ChooserBlock) and isinstance(file, (get_document_model(), get_image_model())):
                chosen[file._meta.label, str(file.pk)] = file
    return chosen


def file_ids(page) -> dict[Any, set[str]]:
    """Return the primary keys of the documents and images that a page's streams name, by model; without a query."""
    streams = [getattr(page, name) for name in page.get_streamfield_names()]
    references = [reference for value in streams for reference in value.stream_block.extract_references(value)]
    return {
        model: {str(object_id) for of_model, object_id, _, _ in references if of_model is model}
        for model in (get_document_model(), get_image_model())
    }


def carried_files(page, *, loaded: Files | None = None) -> Files:
    """
    Return the documents and images that a page's streams carry, by model label and id, in a fixed order.

    A file that is no longer there is ``None``. One query for each of the two models that is carried at all;
    ``loaded`` are files that were read just now, which a page that is about to be saved must not trust.
    """
    known = loaded or {}
    carried: Files = {}
    for model, ids in file_ids(page).items():
        label = model._meta.label
        unknown = {object_id for object_id in ids if (label, object_id) not in known}
        read = {str(file.pk): file for file in model.objects.filter(pk__in=unknown)} if unknown else {}
        for object_id in sorted(ids):
            carried[label, object_id] = known.get((label, object_id)) or read.get(object_id)
    return carried


def file_hashes(page, *, loaded: Files | None = None) -> list[list[str]]:
    """Return model, id and hash of every document and image that the page's streams carry, in a fixed order."""
    return [
        [label, object_id, file.get_file_hash() if file else "missing"]
        for (label, object_id), file in carried_files(page, loaded=loaded).items()
    ]


def stored_form(value) -> list:
    """Return the stored form of a stream's value, by its block: the value's own method leaves unread blocks raw."""
    return value.stream_block.get_prep_value(value)


def public_content(page, *, loaded: Files | None = None) -> dict:
    """Return everything a reader would see of a specific page, as a structure that JSON can hold."""
    fields = {name: getattr(page, name) for name in page.public_fields}
    streams = {name: without_ids(stored_form(getattr(page, name))) for name in page.get_streamfield_names()}
    return {"fields": fields, "streams": streams, "files": file_hashes(page, loaded=loaded)}


def statement_digest(page, *, loaded: Files | None = None) -> str:
    """
    Return the digest of a specific page that needs the chair's approval, and an empty string for any other.

    It is the SHA-256 of canonical JSON (keys sorted, no spaces, UTF-8), with the version before it. ``loaded``
    are files that were read just now, for a page that was too.
    """
    if not carries_statement(page):
        return ""
    content = public_content(page, loaded=loaded)
    canonical = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"{VERSION}:{hashlib.sha256(canonical.encode()).hexdigest()}"
