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


def file_hashes(page) -> list[tuple[str, str, str]]:
    """Return model, id and hash of every document and image that the page's streams carry, in a fixed order."""
    models = {model: model._meta.label for model in (get_document_model(), get_image_model())}
    carried = set()
    for name in page.get_streamfield_names():
        value = getattr(page, name)
        for model, object_id, _, _ in value.stream_block.extract_references(value):
            if model in models:
                carried.add((model, str(object_id)))
    hashes = []
    for model, object_id in carried:
        found = model.objects.filter(pk=object_id).first()
        hashes.append((models[model], object_id, found.get_file_hash() if found else "missing"))
    return sorted(hashes)


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
