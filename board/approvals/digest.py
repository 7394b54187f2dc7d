"""The digest of everything that a reader sees of a page, which is what an approval covers."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from swapper import load_model
from wagtail.blocks import ChooserBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage

from .content import Reference, content_of, references_in, resolved
from .statements import blocks_within, needs_chair

# Raised when a change of code changes the digest of unchanged words; see docs/decisions/0004 and 0017.
VERSION = "v2"


# Documents and images by model label and id.
Files = dict[tuple[str, str], Any]


def file_models() -> tuple:
    """Return the models of documents and images."""
    return get_document_model(), get_image_model()


def chosen_files(page) -> Files:
    """Return the files that a page's chooser blocks have loaded and will render, by model label and id."""
    chosen = {}
    for name in page.get_streamfield_names():
        value = getattr(page, name)
        for block, file in blocks_within(value.stream_block, value):
            if isinstance(block, ChooserBlock) and isinstance(file, file_models()):
                chosen[file._meta.label, str(file.pk)] = file
    return chosen


def file_ids(page) -> dict[Any, set[str]]:
    """Return the primary keys of the documents and images that a page carries, by model; without a query."""
    references = set(references_in(content_of(page)))
    return {model: {each.pk for each in references if each.model is model} for model in file_models()}


def carried_files(page, *, loaded: Files | None = None) -> Files:
    """
    Return the documents and images that a page carries, by model label and id, in a fixed order.

    A file that is no longer there is ``None``. One query for each of the two models that is carried at all;
    ``loaded`` are files that were read just now, which a page that is about to be saved must not trust.
    """
    ids = file_ids(page)
    found = read_files((Reference(model, pk) for model in ids for pk in ids[model]), loaded)
    return {(model._meta.label, pk): found.get(Reference(model, pk)) for model in ids for pk in sorted(ids[model])}


def read_files(references: Iterable[Reference], loaded: Files | None = None) -> dict[Reference, Any]:
    """Return the documents and images that references name, in one query for each model, without missing ones."""
    files, unknown = {}, set()
    for reference in references:
        if file := (loaded or {}).get((reference.model._meta.label, reference.pk)):
            files[reference] = file
        else:
            unknown.add(reference)
    for model in {reference.model for reference in unknown}:
        pks = {reference.pk for reference in unknown if reference.model is model}
        # The default manager tells of each file whether it is private, without another query.
        files |= {Reference(model, str(file.pk)): file for file in model._default_manager.filter(pk__in=pks)}
    return files


def file_content(file) -> dict[str, Any]:
    """Return what readers see of a document or image: the fields that its model lists in ``public_fields``."""
    return {name: getattr(file, name) for name in file.public_fields}


def identities(references: Iterable[Reference], loaded: Files | None = None) -> dict[Reference, Any]:
    """
    Return what readers know each referenced object by, without those that are missing.

    A page is known by its ``translation_key``, which a restored or a moved database keeps; a file by what is seen of
    it; anything else by its name. One query for the pages, and one for each other model that is not ``loaded``.
    """
    references = set(references)
    page_model = load_model("wagtailcore", "Page")
    pages = {reference for reference in references if issubclass(reference.model, AbstractPage)}
    keys: dict[str, str] = {}
    if pages:
        rows = page_model._base_manager.filter(pk__in={reference.pk for reference in pages})
        keys = {str(pk): str(key) for pk, key in rows.values_list("pk", "translation_key")}
    known: dict[Reference, Any] = {each: keys[each.pk] for each in pages if each.pk in keys}
    for reference, instance in read_files(references - pages, loaded).items():
        known[reference] = file_content(instance) if isinstance(instance, file_models()) else str(instance)
    return known


def public_content(page, *, loaded: Files | None = None) -> dict:
    """Return everything a reader would see of a specific page, as a structure that JSON can hold."""
    content = content_of(page)
    return resolved(content, identities(references_in(content), loaded))


def canonical_json(content: dict) -> str:
    """Return content as canonical JSON: keys sorted, no spaces; encoded in UTF-8 it is what the digest is made of."""
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest_of(content: dict) -> str:
    """Return the SHA-256 of content as canonical JSON, with the version before it."""
    return f"{VERSION}:{hashlib.sha256(canonical_json(content).encode()).hexdigest()}"


def content_digest(page, *, loaded: Files | None = None) -> str:
    """
    Return the digest of everything a reader sees of a specific page, whether or not it carries a statement.

    Two versions have the same exactly when they read the same. What an approval does not cover is no part of it: the
    address, the menu, and the fields in ``fields_outside_approval``. ``loaded`` are files that were read just now, for
    a page that was too.
    """
    return digest_of(public_content(page, loaded=loaded))


def statement_digest(page, *, loaded: Files | None = None) -> str:
    """Return the digest of a specific page that needs the chair's approval, and an empty string for any other."""
    return content_digest(page, loaded=loaded) if needs_chair(page) else ""


def statement_digests(pages: Iterable) -> dict[Any, str]:
    """Return the digests of those specific pages, just loaded, that need the chair's approval, by primary key."""
    contents = {page.pk: (content_of(page), chosen_files(page)) for page in pages if needs_chair(page)}
    references = [reference for content, _ in contents.values() for reference in references_in(content)]
    loaded = {key: file for _, files in contents.values() for key, file in files.items()}
    known = identities(references, loaded)
    return {pk: digest_of(resolved(content, known)) for pk, (content, _) in contents.items()}
