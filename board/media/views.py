"""Serves documents under their URLs, and images with their renditions under their names in storage."""

import logging
from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe
from wagtail.documents.models import document_served

from .access import has_admin_access, may_fetch
from .models import BoardDocument, BoardImage, BoardRendition, DocumentVersion, FileVersion, ImageVersion
from .ranges import FileRange, UnsatisfiableRangeError, parse_range

logger = logging.getLogger(__name__)

# A file may do nothing in the browser. "sandbox" would forbid the browser's own PDF viewer.
POLICY = "default-src 'none'; frame-ancestors 'self'"
SANDBOX = "; sandbox"
PDF = "application/pdf"


@dataclass(frozen=True)
class FileHeaders:
    """
    The values for the headers of a file's response.

    ``etag`` is made of the bytes' hash, without quotation marks. ``is_public`` is false for users of the admin, who may
    see a draft's files: no shared cache may store those.
    """

    etag: str
    content_type: str
    filename: str
    is_public: bool
    inline: bool


def file_response(request, storage, name: str, headers: FileHeaders) -> HttpResponse:
    """
    Return a response with a stored file, or the range of it that was requested.

    Caches must revalidate each time, since a file may be withdrawn or replaced at any time.
    """
    etag = f'"{headers.etag}"'
    # Conditional requests are answered before anything is opened.
    conditional = get_conditional_response(request, etag=etag)
    try:
        response = conditional or ranged_response(request, storage, name, etag)
    except FileNotFoundError as error:
        raise Http404("The file is missing in storage.") from error
    except OSError:
        logger.exception("Storage does not answer.")
        return storage_away()
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if headers.is_public else "private, no-store"
    if response.status_code not in {200, 206}:
        return response
    response["Content-Type"] = headers.content_type
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(not headers.inline, headers.filename) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY + ("" if headers.content_type == PDF and headers.inline else SANDBOX)
    return response


def storage_away() -> HttpResponse:
    """Return what is said in place of a file while storage does not answer."""
    text = "This file can’t be fetched just now. Please try again in a few minutes."
    headers = {"Cache-Control": "no-store", "Retry-After": "60"}
    return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers=headers)


def ranged_response(request, storage, name: str, etag: str) -> HttpResponse:
    """Return the bytes that the request's ``Range`` names: 206 with a range, 200 with all, 416 for none."""
    file = storage.open(name, "rb")
    size = file.size
    byte_range = None
    unconditional = "If-Range" not in request.headers or parse_etags(request.headers["If-Range"]) == [etag]
    if "Range" in request.headers and unconditional and request.method == "GET":
        try:
            byte_range = parse_range(request.headers["Range"], size)
        except UnsatisfiableRangeError:
            file.close()
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = byte_range or (0, size)
    if request.method == "HEAD":
        file.close()
        response: HttpResponse = HttpResponse()
    else:
        response = StreamingHttpResponse(FileRange(file, start, end))  # type: ignore[assignment]
    if byte_range:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Length"] = end - start
    return response


@require_safe
def serve_document(request, document_id: int, filename: str) -> HttpResponse:
    """Serve a document; one that is not public is not found, except by users of the admin."""
    document = get_object_or_404(BoardDocument, pk=document_id)
    if document.filename != filename or not may_fetch(document, request.user):
        raise Http404("No public page carries this file.")
    document_served.send(sender=BoardDocument, instance=document, request=request)
    return file_response(
        request,
        document.file.storage,
        document.file.name,
        FileHeaders(
            etag=document.file_hash,
            content_type=document.content_type,
            filename=document.filename,
            is_public=not has_admin_access(request.user),
            inline=document.content_disposition == "inline",
        ),
    )


def find_image(name: str) -> tuple[BoardImage, str] | None:
    """Return the image whose original or rendition has a name in storage, and what tells that file from the others."""
    rendition = BoardRendition.objects.select_related("image").filter(file=name).first()
    if rendition:
        return rendition.image, f"{rendition.filter_spec}-{rendition.focal_point_key}"
    image = BoardImage.objects.filter(file=name).first()
    return (image, "original") if image else None


@require_safe
def serve_media(request, name: str) -> HttpResponse:
    """
    Serve an image or a rendition by its name in storage, which is the URL that Wagtail gives it.

    Documents have URLs of their own; their bytes are here for users of the admin alone, and so is every version that
    is not in place.
    """
    if "\x00" in name:
        raise Http404("No file is called so, and PostgreSQL refuses to look.")
    if match := find_image(name):
        image, variant = match
        if not may_fetch(image, request.user):
            raise Http404("No public page carries this picture.")
        return file_response(
            request,
            image.file.storage,
            name,
            FileHeaders(
                etag=quote(f"{image.file_hash}-{variant}", safe="-|."),
                content_type=image_content_type(name),
                filename=name.rsplit("/", 1)[-1],
                is_public=not has_admin_access(request.user),
                inline=True,
            ),
        )
    version = find_version(name)
    if version is None or not has_admin_access(request.user):
        raise Http404("There is no such file.")
    is_image = isinstance(version, ImageVersion)
    return file_response(
        request,
        version.file.storage,
        name,
        FileHeaders(
            etag=version.file_hash,
            content_type=image_content_type(name) if is_image else version.content_object.content_type,
            filename=version.content_object.filename,
            is_public=False,
            inline=is_image,
        ),
    )


def find_version(name: str) -> FileVersion | None:
    """Return a version of a document or image whose bytes have a name in storage; it may never have been in place."""
    document = DocumentVersion.objects.defer("inspection").select_related("document").filter(file=name).first()
    return document or ImageVersion.objects.select_related("image").filter(file=name).first()


# What Wagtail writes; the machine's own table of types may lack the newer ones.
IMAGE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


def image_content_type(name: str) -> str:
    """Return the content type of an image by its name."""
    return IMAGE_TYPES.get(name.rsplit(".", 1)[-1].casefold(), "application/octet-stream")
