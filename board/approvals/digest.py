"""The digest of what a reader would see of a page: what an approval is given to."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .statements import carries_statement

# Raised when a change of code changes the digest of unchanged words; see docs/decisions/0004.
VERSION = "v1"


def without_ids(value):
    """Return a stream's JSON value without its item ids, which Wagtail may renew at any save."""
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if not (key == "id" and "type" in value)}
    return value


def carried_files(page) -> dict[tuple[str, str], object | None]:
    """
    Return the documents and images that a page's streams carry, by model label and id, in a fixed order.

    A file that is no longer there is ``None``. One query for each of the two models that is carried at all.
    """
    files: dict[tuple[str, str], object | None] = {}
    streams = [getattr(page, name) for name in page.get_streamfield_names()]
    references = [reference for value in streams for reference in value.stream_block.extract_references(value)]
    for model in (get_document_model(), get_image_model()):
        ids = {str(object_id) for of_model, object_id, _, _ in references if of_model is model}
        found = {str(file.pk): file for file in model.objects.filter(pk__in=ids)} if ids else {}
        files |= {(model._meta.label, object_id): found.get(object_id) for object_id in sorted(ids)}
    return files


def file_hashes(page) -> list[list[str]]:
    """Return model, id and hash of every document and image that the page's streams carry, in a fixed order."""
    return [
        [label, object_id, file.get_file_hash() if file else "missing"]  # type: ignore[attr-defined]
        for (label, object_id), file in carried_files(page).items()
    ]


def stored_form(value) -> list:
    """Return a stream's value as its block stores it; the value's own method passes unread blocks through."""
    return value.stream_block.get_prep_value(value)


def public_content(page) -> dict:
    """Return everything a reader would see of a specific page, as a structure that JSON can hold."""
    fields = {name: getattr(page, name) for name in page.public_fields}
    streams = {name: without_ids(stored_form(getattr(page, name))) for name in page.get_streamfield_names()}
    return {"fields": fields, "streams": streams, "files": file_hashes(page)}


def statement_digest(page) -> str:
    """
    Return the digest of a specific page that needs the chair, and an empty string for any other.

    It is the SHA-256 of canonical JSON (keys sorted, no spaces, UTF-8), with the version before it.
    """
    if not carries_statement(page):
        return ""
    canonical = json.dumps(
        public_content(page), cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return f"{VERSION}:{hashlib.sha256(canonical.encode()).hexdigest()}"
